/** Sentences about a run, for the log, the annotations and the summary. */
import { countVerdicts } from '../engine/verdict.ts';
import { explain } from '../errors.ts';
import { causesOf, groupFailures, namesOf } from './failures.ts';
import type { Result } from './results.ts';
import type { RunReport } from './run-report.ts';
import type { PlannedStep } from './run-result.ts';

/** What an annotation says. The host cuts it to the length that GitHub shows. */
export interface Annotation {
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten of a step, of which some may be about other things. */
const MAX_ANNOTATIONS = 8;

/** What a planned item would be, by its operation. */
const PLANNED: Readonly<Record<string, string>> = {
  'sync-tags': 'to copy',
  'refresh-image': 'to refresh',
  'register-image': 'to register',
  'sync-hss': 'to synchronize',
  'delete-image': 'to delete',
};

/**
 * `sync-tags of team/app from cn-north-4 – partial: 2 of 6 items failed (4 copied, 2 conflict)`. `outputFailure` is why the
 * outputs could not be written: then the step has failed, whatever the items are.
 */
export function headline(report: RunReport, outputFailure?: string): string {
  const { results, dryRun } = report;
  const items =
    results.length === 0 ? '' : ` (${dryRun ? 'Dry run: ' : ''}${countVerdicts(results.map(describeVerdict))})`;
  const result =
    outputFailure === undefined ? describeResult(report) : `failed: the outputs could not be written${items}`;
  return `${describeOperation(report)} – ${result}`;
}

function describeOperation({ operation, inputs }: RunReport): string {
  const { region = '', namespace = '', repository = '' } = inputs;
  if (operation === '') return 'image promotion';
  if (region === '') return operation;
  return repository === '' ? `${operation} in ${region}` : `${operation} of ${namespace}/${repository} from ${region}`;
}

/** A dry run and results that are not proved never read like a proof. */
function describeResult({ conclusion: { status }, results, dryRun }: RunReport): string {
  const verdicts = countVerdicts(results.map(describeVerdict));
  const failed = results.filter(({ ok }) => !ok).length;
  if (results.length === 0) return dryRun ? `Dry run: ${status}` : status;
  if (dryRun) return `Dry run: ${verdicts}`;
  if (failed > 0) return `${status}: ${failed} of ${count(results.length, 'item')} failed (${verdicts})`;
  return `${results.every(({ proved }) => proved) ? status : 'accepted, not proved'}: ${verdicts}`;
}

/** The verdict of a row; `to copy` and the like where it is planned. */
export function describeVerdict({ verdict, operation, previousDigest }: Result): string {
  if (verdict !== 'planned') return verdict;
  return previousDigest === undefined ? (PLANNED[operation] ?? verdict) : 'to replace';
}

/** One annotation for each cause of failure, at most eight; `outputFailure` is why the outputs could not be written. */
export function annotationsOf(report: RunReport, outputFailure?: string): readonly Annotation[] {
  const { failure, results, conclusion } = report;
  const operation = report.operation || 'image promotion';
  const ofRun = failure === undefined ? [] : failure.details.length > 0 ? failure.details : [explain(failure)];
  const all = [
    ...(outputFailure === undefined ? [] : [{ title: 'GITHUB_OUTPUT', message: outputFailure }]),
    ...ofRun.map((message) => ({ title: `${operation}: ${failure?.code ?? ''}`, message })),
    ...causesOf(results).map((rows) => {
      const [{ verdict, code, message = '' }] = rows;
      return { title: `${verdict} (${code ?? ''}): ${namesOf(rows, report.operation, 1)}`, message };
    }),
  ];
  // A run without items fails as well.
  if (all.length === 0 && conclusion.status !== 'succeeded') return [{ title: operation, message: headline(report) }];
  if (all.length <= MAX_ANNOTATIONS) return all;
  const shown = all.slice(0, MAX_ANNOTATIONS - 1);
  const rest = `${all.length - shown.length} more causes are in the job summary and at the end of the log.`;
  return [...shown, { title: operation, message: rest }];
}

/** The failures as lines of the log. */
export function failureLines({ failure, results, operation }: RunReport): readonly string[] {
  const ofRun = failure === undefined ? [] : failure.details.length > 0 ? failure.details : [explain(failure)];
  const ofItems = groupFailures(results).map((rows) => {
    const [{ verdict, code, message = '' }] = rows;
    return `${namesOf(rows, operation)}: ${verdict} (${code ?? ''}): ${message}`;
  });
  return [...ofRun, ...ofItems].map((line) => `✗ ${line}`);
}

/** The plan, a line a step. */
export function planLines(steps: readonly PlannedStep[]): readonly string[] {
  return steps.map(({ title }, index) => `${index + 1}. ${title}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
