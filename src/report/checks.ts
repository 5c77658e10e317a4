/** Checks as lines of the log and in the job summary. */
import type { Check } from '../engine/check.ts';
import { escapeMarkdown } from '../escape.ts';

const MARKS = { ok: '✓', failed: '✗', unknown: '?' } as const satisfies Record<Check['result'], string>;

const ICONS = { ok: '✅', failed: '❌', unknown: '❔' } as const satisfies Record<Check['result'], string>;

/** `✗ cn-east-3 project: …`, with the way out. */
export function checkLine(check: Check): string {
  const { place, name, result } = check;
  return `${MARKS[result]} ${place} ${name}: ${describeCheck(check)}`;
}

/** What was found, and the way out. */
export function describeCheck({ message, remedy }: Check): string {
  return remedy === undefined ? message : `${message} ${remedy}`;
}

/** `14 ✓, 1 ✗, 5 ?` */
export function countChecks(checks: readonly Check[]): string {
  const results = ['ok', 'failed', 'unknown'] as const;
  const counts = results.map((result) => [checks.filter((check) => check.result === result).length, result] as const);
  return counts.flatMap(([count, result]) => (count === 0 ? [] : `${count} ${MARKS[result]}`)).join(', ');
}

/** Lines of Markdown: a list for each place. */
export function checksOf(checks: readonly Check[]): readonly string[] {
  return [...Map.groupBy(checks, ({ place }) => place)].flatMap(([place, members]) => [
    `**${escapeMarkdown(place)}**`,
    '',
    ...members.map(({ name, result, message, remedy = '' }) => {
      const wayOut = remedy === '' ? '' : ` *${escapeMarkdown(remedy, 1000)}*`;
      return `- ${ICONS[result]} ${name}: ${escapeMarkdown(message, 1000)}${wayOut}`;
    }),
    '',
  ]);
}
