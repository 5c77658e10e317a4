/** Sentences about a run, for the log, the annotation and the summary. */
import { explain, type Failure } from '../errors.ts';
import type { Step } from '../engine/step.ts';
import { tallyOf } from '../engine/verdict.ts';
import type { Conclusion } from './conclusion.ts';
import type { Result } from './results.ts';

export interface Story {
  readonly operation: string;
  readonly conclusion: Conclusion;
  /** What ended the run outside any item. */
  readonly failure: Failure | undefined;
}

/** `sync-tags partial: 2 of 6 items failed`. */
export function headline({ operation, conclusion }: Story, results: readonly Result[]): string {
  const name = operation === '' ? 'image promotion' : operation;
  const failed = results.filter(({ ok }) => !ok).length;
  if (results.length === 0) return `${name} ${conclusion.status}`;
  if (failed === 0) return `${name} ${conclusion.status}: ${count(results.length, 'item')} ok`;
  return `${name} ${conclusion.status}: ${failed} of ${count(results.length, 'item')} failed`;
}

/** The one annotation for the verdict, the reason of the first failure included. */
export function annotation(story: Story, results: readonly Result[]): string {
  const first = results.find(({ ok }) => !ok);
  const reason =
    story.failure !== undefined
      ? explain(story.failure)
      : first === undefined
        ? ''
        : `First: ${stageOf(story, first)}${first.subject} in ${first.region} ${first.verdict}. ${first.message ?? ''}`;
  return `${headline(story, results)}. ${reason}`.trim();
}

/** Which of several operations of the run a result is of. */
function stageOf({ operation }: Story, result: Result): string {
  return result.operation === operation ? '' : `${result.operation} of `;
}

/** How many items came to which verdict. */
export function tally(results: readonly Result[]): string {
  return tallyOf(results.map(({ verdict }) => verdict));
}

/** The plan, a line a step. */
export function planLines(steps: readonly Step[]): readonly string[] {
  return steps.map(({ title }, index) => `${index + 1}. ${title}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
