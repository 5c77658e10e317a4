/** The summing-up agrees with the rows, and the exit code with both. */
import * as v from 'valibot';
import { readReport, type Row } from '../../runner/report.ts';
import type { RunEvidence } from '../evidence.ts';

const strings = (json: string | undefined): readonly string[] => v.parse(v.array(v.string()), JSON.parse(json ?? ''));

export function contradictions(run: RunEvidence, rows: readonly Row[]): string[] {
  const { inputs, outputs, exitCode, stdout } = run;
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
  if (kind === 'bug') found.push(`a bug: ${stdout}`);
  const failOn = inputs['fail-on'];
  const isRed = failOn === 'any' ? failed.length > 0 : failOn === 'all' && failed.length === rows.length;
  // A refused credential makes any step red, also one that is not the first failure. A killed process is red.
  if (isRed && exitCode === 0) found.push(`exit code 0 with ${failed.length} failures`);
  if (failed.length === 0 && exitCode === 1) found.push('exit code 1 without a failure');
  if (kind === 'auth' && exitCode === 0) found.push('exit code 0 with refused credentials');
  for (const row of failed) if ((row.message ?? '') === '') found.push(`no word about ${row.subject} in ${row.region}`);
  return [...found, ...lists(run, rows), ...report(run, rows)];
}

function lists({ outputs }: RunEvidence, rows: readonly Row[]): string[] {
  const good = (of: (row: Row) => string): string[] =>
    [...new Set(rows.map(of))].filter((name) => rows.every((row) => of(row) !== name || row.ok));
  const found: string[] = [];
  const ready = good(({ region }) => region);
  if (strings(outputs['ready-regions']).join() !== ready.join()) found.push(`ready are ${outputs['ready-regions']}`);
  const [succeeded, failed] = [strings(outputs['succeeded-tags']), strings(outputs['failed-tags'])];
  if (rows[0]?.operation === 'sync-tags') {
    // What HSS does concerns every tag.
    const isSecure = rows.every(({ operation, ok }) => operation !== 'sync-hss' || ok);
    const tags = [...new Set(rows.flatMap(({ operation, subject }) => (operation === 'sync-hss' ? [] : subject)))];
    const well = tags.filter((tag) => isSecure && rows.every(({ subject, ok }) => subject !== tag || ok));
    const badly = tags.filter((tag) => !well.includes(tag));
    if (succeeded.join() !== well.join()) found.push(`succeeded are ${succeeded.join()} instead of ${well.join()}`);
    if (failed.join() !== badly.join()) found.push(`failed are ${failed.join()} instead of ${badly.join()}`);
  }
  return found;
}

function report({ report: text, outputs }: RunEvidence, rows: readonly Row[]): string[] {
  const { status, failureKind, results } = readReport(text);
  const isSame =
    status === outputs['status'] &&
    failureKind === outputs['failure-kind'] &&
    JSON.stringify(results) === JSON.stringify(rows);
  return isSame ? [] : ['the report tells another story than the outputs'];
}
