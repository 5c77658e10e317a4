/** Sentences about a run, for the log, the annotation and the summary. */
import { countVerdicts } from '../engine/verdict.ts';
import { explain } from '../errors.ts';
import type { Result } from './results.ts';
import type { RunReport } from './run-report.ts';
import type { PlannedStep } from './run-result.ts';

/** `sync-tags partial: 2 of 6 items failed`. */
export function headline({ operation, conclusion, results }: RunReport): string {
  const name = operation === '' ? 'image promotion' : operation;
  const failed = results.filter(({ ok }) => !ok).length;
  if (results.length === 0) return `${name} ${conclusion.status}`;
  if (failed === 0) return `${name} ${conclusion.status}: ${count(results.length, 'item')} ok`;
  return `${name} ${conclusion.status}: ${failed} of ${count(results.length, 'item')} failed`;
}

/** The annotation of the step: the headline and the reason of the first failure. */
export function annotation(report: RunReport): string {
  const { failure, results } = report;
  const first = results.find(({ ok }) => !ok);
  const reason =
    failure !== undefined
      ? explain(failure)
      : first === undefined
        ? ''
        : `First: ${stageOf(report, first)}${first.subject} in ${first.region} ${first.verdict}. ${first.message ?? ''}`;
  return `${headline(report)}. ${reason}`.trim();
}

/** Names the stage of a result where the operation has several. */
function stageOf({ operation }: RunReport, result: Result): string {
  return result.operation === operation ? '' : `${result.operation} of `;
}

/** How many items have which verdict: `3 copied, 1 conflict`. */
export function tally(results: readonly Result[]): string {
  return countVerdicts(results.map(({ verdict }) => verdict));
}

/** The plan, a line a step. */
export function planLines(steps: readonly PlannedStep[]): readonly string[] {
  return steps.map(({ title }, index) => `${index + 1}. ${title}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
