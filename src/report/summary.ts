/** The job summary, in Markdown: what the run came to, the failures, and a table of the results. */
import { explain } from '../errors.ts';
import { escapeMarkdown } from '../escape.ts';
import { groupFailures, namesOf } from './failures.ts';
import { headline } from './messages.ts';
import type { RunReport } from './run-report.ts';
import { tableOf } from './table.ts';

/** In bytes. The runner drops a summary over 1 MiB. */
export const SUMMARY_LIMIT = 250_000;

/** More failures than these are in the table and in the report file alone. */
const MAX_FAILURES = 50;

/** What became of the other things that are written. */
export interface WrittenParts {
  readonly exitCode: 0 | 1;
  /** Its path; empty where it could not be written. */
  readonly reportFile: string;
  /** Why the outputs could not be written. */
  readonly outputFailure: string | undefined;
}

/** Markdown. */
export function summaryOf(report: RunReport, { exitCode, reportFile, outputFailure }: WrittenParts): string {
  const rest = reportFile === '' ? 'not shown' : 'in the report file';
  const table = tableOf(report);
  const lines = [
    `### ${iconOf(report, exitCode)} ${escapeMarkdown(headline(report, outputFailure))}`,
    '',
    ...(outputFailure === undefined ? [] : [`❌ ${escapeMarkdown(outputFailure)}`, '']),
    ...failuresOf(report),
    ...table.head,
  ];
  let length = Buffer.byteLength(lines.join('\n'));
  /** Bytes, not characters: the limit of the runner is one of bytes. */
  const fits = (line: string): boolean => {
    const total = length + Buffer.byteLength(line) + 1;
    if (total <= SUMMARY_LIMIT) length = total;
    return total <= SUMMARY_LIMIT;
  };
  const shown = table.rows.findIndex((row) => !fits(row));
  lines.push(...table.rows.slice(0, shown === -1 ? undefined : shown));
  if (shown !== -1) lines.push('', `${table.rows.length - shown} more rows are ${rest}.`);
  const details = detailsOf(report);
  if (details !== '' && fits(details)) lines.push('', details);
  return lines.join('\n');
}

/** ✅ is for proved results alone. */
function iconOf({ conclusion, results, dryRun }: RunReport, exitCode: 0 | 1): string {
  if (exitCode === 1) return '❌';
  if (conclusion.status !== 'succeeded') return '⚠️';
  if (dryRun) return '📝';
  return results.every(({ proved }) => proved) ? '✅' : '⚠️';
}

/** What ended the run, then the failed items. */
function failuresOf({ failure, results, operation }: RunReport): readonly string[] {
  const lines: string[] = [];
  if (failure !== undefined && failure.details.length === 0)
    lines.push(`❌ ${escapeMarkdown(explain(failure), 4000)}`, '');
  if (failure !== undefined && failure.details.length > 0) {
    const { details } = failure;
    lines.push(...details.slice(0, MAX_FAILURES).map((detail) => `- ❌ ${escapeMarkdown(detail, 1000)}`));
    if (details.length > MAX_FAILURES) lines.push(`- ${details.length - MAX_FAILURES} more failures`);
    lines.push('');
  }
  const groups = groupFailures(results);
  for (const rows of groups.slice(0, MAX_FAILURES)) {
    const [{ verdict, code, message = '' }] = rows;
    const names = escapeMarkdown(namesOf(rows, operation), 1000);
    lines.push(`- ❌ ${names} – **${verdict}** (${code ?? ''}): ${escapeMarkdown(message, 1000)}`);
  }
  if (groups.length > MAX_FAILURES) lines.push(`- ${groups.length - MAX_FAILURES} more failures`);
  if (groups.length > 0) lines.push('');
  return lines;
}

/** Full digests, and how to pull what was promoted. In a block of code, GitHub takes nothing for markup. */
function detailsOf({ results, references }: RunReport): string {
  const digests = new Map(
    results.flatMap(({ tag, digest }) => (tag === undefined || digest === undefined ? [] : [[tag, digest]])),
  );
  const lines = [...digests].flatMap(([tag, digest]) => {
    // Neither can end the block of code then.
    if (!/^[\w.-]+$/.test(tag) || !/^sha256:[0-9a-f]{64}$/.test(digest)) return [];
    const pulls = references
      .filter((reference) => reference.tag === tag)
      .map(
        ({ reference, replaced }) =>
          `docker pull ${reference}${replaced === undefined ? '' : ` # instead of ${replaced}`}`,
      );
    return [`# ${tag} ${digest}`, ...pulls];
  });
  if (lines.length === 0) return '';
  const head = '<details><summary>Digests and pull commands</summary>';
  return [head, '', '```sh', ...lines, '```', '', '</details>'].join('\n');
}
