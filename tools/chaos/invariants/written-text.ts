/** The invariants of written text: no secret, no forged workflow command, no broken table. */
import { commandLookalikes } from '../../../__tests__/support/command-lookalikes.ts';
import { foreignMarkup } from '../../../__tests__/support/foreign-markup.ts';
import { commandOf, linesOf } from '../../runner/commands.ts';
import type { Row } from '../../runner/report.ts';
import type { RecordedRun } from '../recording.ts';
import { SECRETS } from '../scenario/texts.ts';

/** The workflow commands that the action itself writes. */
const OWN = new Set(['add-mask', 'group', 'endgroup', 'warning', 'error']);

function isOwnCommand(line: string): boolean {
  const command = commandOf(line);
  return command !== undefined && command.grammar === 'colons' && OWN.has(command.name) && line.startsWith('::');
}

/** Secrets, forged commands and broken table rows in stdout, outputs, summary and report. */
export function textViolations(run: RecordedRun, rows: readonly Row[]): string[] {
  const { stdout, outputs, summary, report } = run;
  const lines = linesOf(stdout);
  const masks = lines.filter((line) => line.startsWith('::add-mask::'));
  const found: string[] = [];
  const forged = commandLookalikes(lines.filter((line) => !isOwnCommand(line)).join('\n'));
  if (forged.length > 0) found.push(`read as a command: ${JSON.stringify(forged)}`);
  // What the action masks counts as a secret too.
  const masked = masks.map((line) => line.slice('::add-mask::'.length));
  const written = [
    ...lines.filter((line) => !line.startsWith('::add-mask::')),
    ...Object.values(outputs),
    summary,
    report,
  ].join('\n');
  for (const secret of [...Object.values(SECRETS), ...masked]) {
    if (isUsed(run, secret, masked) && written.includes(secret)) found.push(`a secret was written: ${secret}`);
  }
  return [...found, ...brokenTable(run, rows)];
}

/** The action knows a secret only if it was in an input or was issued to it, and then masked. */
function isUsed({ inputs }: RecordedRun, secret: string, masked: readonly string[]): boolean {
  return masked.includes(secret) || Object.values(inputs).includes(secret);
}

/** The summary has a table of equally many cells, at most a row an item, and no markup but its own. */
function brokenTable({ summary, inputs }: RecordedRun, rows: readonly Row[]): string[] {
  const table = summary.split('\n').filter((line) => line.startsWith('|'));
  const found: string[] = [];
  if (inputs['operation'] !== 'doctor' && (table.length < 3 || table.length > rows.length + 2))
    found.push(`a table of ${table.length} lines`);
  const cells = new Set(table.map((line) => line.split('|').length));
  if (cells.size > 1) found.push(`a broken table: ${table.join('\n')}`);
  // What to do about a check of `doctor` is in italics.
  const foreign = foreignMarkup(summary, inputs['operation'] === 'doctor' ? ['em'] : []);
  if (foreign.length > 0) found.push(`markup in the summary: ${JSON.stringify(foreign)}`);
  return found;
}
