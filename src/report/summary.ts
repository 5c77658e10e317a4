/** The job summary: one line of verdict and a table of items, the failures first. */
import { explain } from '../errors.ts';
import { durationWords } from '../duration.ts';
import { escapeTableCell } from '../escape.ts';
import { headline } from './messages.ts';
import { failuresFirst, type Result } from './results.ts';
import type { RunReport } from './run-report.ts';

/** In bytes. The runner drops a summary over 1 MiB; a much shorter one is readable. */
export const SUMMARY_LIMIT = 60_000;

/** Markdown. */
export function summaryOf(report: RunReport): string {
  const { conclusion, failure, operation: name, results } = report;
  const head = [
    `### ${conclusion.status === 'succeeded' ? '✅' : '❌'} ${escapeTableCell(headline(report))}`,
    '',
    ...(failure === undefined ? [] : [escapeTableCell(explain(failure), 4000), '']),
  ];
  if (results.length === 0) return head.join('\n');
  // A run of several operations has rows about the same tag.
  const hasStages = results.some(({ operation }) => operation !== name);
  const columns = ['', 'Region', ...(hasStages ? ['Stage'] : []), 'Item', 'Verdict', 'Took', 'Details'];
  const lines = [
    ...head,
    `|${columns.map((column) => ` ${column}`.trimEnd()).join(' |')} |`,
    `|${'---|'.repeat(columns.length)}`,
  ];
  let length = lines.join('\n').length;
  const rows = failuresFirst(results);
  for (const [index, result] of rows.entries()) {
    const row = rowOf(result, hasStages);
    // Bytes, not characters: the limit of the runner is one of bytes.
    length += Buffer.byteLength(row) + 1;
    if (length > SUMMARY_LIMIT) {
      lines.push('', `${rows.length - index} more rows are in the output \`results\` and in the report file.`);
      break;
    }
    lines.push(row);
  }
  return lines.join('\n');
}

function rowOf(result: Result, hasStages: boolean): string {
  const details = [
    result.message ?? '',
    result.message === undefined && result.status !== undefined ? `status ${result.status}` : '',
    result.message === undefined && result.digest !== undefined ? result.digest : '',
    result.verdict === 'overwritten' ? `instead of ${result.previousDigest || 'an unreadable digest'}` : '',
  ].filter((detail) => detail !== '');
  const cells = [
    result.ok ? '✅' : '❌',
    escapeTableCell(result.region),
    ...(hasStages ? [escapeTableCell(result.operation)] : []),
    escapeTableCell(result.subject),
    escapeTableCell(result.verdict),
    durationWords(result.seconds * 1000),
    escapeTableCell(details.join(', '), 1000),
  ];
  return `| ${cells.join(' | ')} |`;
}
