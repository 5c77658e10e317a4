/** The invariants of the conclusion: status, outputs, report and exit code agree with the results. */
import * as v from 'valibot';
import { readReport, type Row } from '../../runner/report.ts';
import type { RecordedRun } from '../recording.ts';
import { intentOf } from './intent.ts';

const strings = (json: string | undefined): readonly string[] => v.parse(v.array(v.string()), JSON.parse(json ?? ''));

/** Where status, failure kind, exit code, tag and region lists or the report contradict the results. */
export function conclusionViolations(run: RecordedRun, rows: readonly Row[]): string[] {
  const { inputs, outputs, exitCode, stdout } = run;
  // The checks of `doctor` are no results.
  if (inputs['operation'] === 'doctor') return doctorViolations(run, rows);
  const failed = rows.filter(({ ok }) => !ok);
  const kind = outputs['failure-kind'] ?? '';
  const isCancelled = rows.some(({ verdict }) => verdict === 'cancelled');
  const status = isCancelled
    ? 'cancelled'
    : failed.length === 0
      ? 'succeeded'
      : failed.length < rows.length
        ? 'partial'
        : 'failed';
  const found: string[] = [];
  if (outputs['status'] !== status) found.push(`status is ${outputs['status']} instead of ${status}`);
  if ((kind === '') !== (failed.length === 0)) found.push(`failure-kind is '${kind}' with ${failed.length} failures`);
  if (kind === 'bug' || kind === 'input') found.push(`a bug: ${stdout}`);
  const failOn = inputs['fail-on'];
  const results = resultsOf(run, rows);
  const isRed = failOn === 'any' ? failed.length > 0 : failOn === 'all' && results.every(({ ok }) => !ok);
  // A refused credential fails the step whatever `fail-on` says. A killed process has no exit code, and GitHub fails the step.
  if (isRed && exitCode === 0) found.push(`exit code 0 with ${failed.length} failures`);
  if (failed.length === 0 && exitCode === 1) found.push('exit code 1 without a failure');
  if (kind === 'auth' && exitCode === 0) found.push('exit code 0 with refused credentials');
  for (const row of failed)
    if ((row.message ?? '') === '') found.push(`no message for ${row.subject} in ${row.region}`);
  return [...found, ...listViolations(run, rows), ...reportViolations(run, rows)];
}

/** Rows without those of new names in the source, which are a means of the copies. */
function resultsOf(run: RecordedRun, rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ operation }) => operation !== 'retag' || intentOf(run)?.performs === 'retag');
}

function doctorViolations(run: RecordedRun, rows: readonly Row[]): string[] {
  const { outputs, exitCode, stdout } = run;
  const found = outputs['failure-kind'] === 'bug' || outputs['failure-kind'] === 'input' ? [`a bug: ${stdout}`] : [];
  if (outputs['status'] !== 'succeeded' && run.inputs['fail-on'] === 'any' && exitCode === 0)
    found.push(`exit code 0 with ${outputs['status']}`);
  return [...found, ...reportViolations(run, rows)];
}

function listViolations(run: RecordedRun, rows: readonly Row[]): string[] {
  const { outputs } = run;
  const found: string[] = [];
  const results = resultsOf(run, rows);
  const ready = [...new Set(results.map(({ region }) => region))].filter((name) =>
    results.every(({ region, proved }) => region !== name || proved),
  );
  if (strings(outputs['ready-regions']).join() !== ready.join()) found.push(`ready are ${outputs['ready-regions']}`);
  const [succeeded, failed] = [strings(outputs['succeeded-tags']), strings(outputs['failed-tags'])];
  if (intentOf(run) !== undefined) {
    const tags = [...new Set(rows.map(({ subject }) => subject))];
    const expectedOk = tags.filter((tag) => rows.every(({ subject, ok }) => subject !== tag || ok));
    const expectedFailed = tags.filter((tag) => !expectedOk.includes(tag));
    if (succeeded.join() !== expectedOk.join())
      found.push(`succeeded are ${succeeded.join()} instead of ${expectedOk.join()}`);
    if (failed.join() !== expectedFailed.join())
      found.push(`failed are ${failed.join()} instead of ${expectedFailed.join()}`);
  }
  return found;
}

function reportViolations({ report: text, outputs }: RecordedRun, rows: readonly Row[]): string[] {
  const { status, failureKind, results } = readReport(text);
  const isSame =
    status === outputs['status'] &&
    failureKind === outputs['failure-kind'] &&
    JSON.stringify(results) === JSON.stringify(rows);
  return isSame ? [] : ['the report differs from the outputs'];
}
