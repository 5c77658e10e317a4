/** No secret in any byte, no command that the action did not mean, no table that falls apart. */
import { commandLookalikes } from '../../../__tests__/support/command-lookalikes.ts';
import { commandOf, linesOf } from '../../runner/commands.ts';
import type { Row } from '../../runner/report.ts';
import type { RunEvidence } from '../evidence.ts';
import { SECRETS } from '../story/texts.ts';

/** What the action itself has to say to the runner. */
const OWN = new Set(['add-mask', 'group', 'endgroup', 'warning', 'error']);

function isOwnCommand(line: string): boolean {
  const command = commandOf(line);
  return command !== undefined && command.grammar === 'colons' && OWN.has(command.name) && line.startsWith('::');
}

export function leaks(run: RunEvidence, rows: readonly Row[]): string[] {
  const { stdout, outputs, summary, report } = run;
  const lines = linesOf(stdout);
  const masks = lines.filter((line) => line.startsWith('::add-mask::'));
  const found: string[] = [];
  const forged = commandLookalikes(lines.filter((line) => !isOwnCommand(line)).join('\n'));
  if (forged.length > 0) found.push(`taken for a command: ${JSON.stringify(forged)}`);
  // What is hidden is a secret, whole, and nothing that anybody else has written.
  const hidden = masks.map((line) => line.slice('::add-mask::'.length));
  const written = [
    ...lines.filter((line) => !line.startsWith('::add-mask::')),
    ...Object.values(outputs),
    summary,
    report,
  ].join('\n');
  for (const secret of [...Object.values(SECRETS), ...hidden]) {
    if (isUsed(run, secret, hidden) && written.includes(secret)) found.push(`a secret was written: ${secret}`);
  }
  return [...found, ...brokenTable(run, rows)];
}

/** A text that no input holds is not known to be one. */
function isUsed({ inputs }: RunEvidence, secret: string, hidden: readonly string[]): boolean {
  return hidden.includes(secret) || Object.values(inputs).includes(secret);
}

/** One row an item, each with its six cells, or seven where there are stages, and nothing that Markdown or HTML would make something of. */
function brokenTable({ summary, inputs: { operation } }: RunEvidence, rows: readonly Row[]): string[] {
  const table = summary.split('\n').filter((line) => line.startsWith('|'));
  const found: string[] = [];
  const cells = 8 + (operation === 'promote' ? 1 : 0);
  if (summary !== '' && table.length !== rows.length + 2) found.push(`a table of ${table.length} lines`);
  for (const line of table) if (line.split('|').length !== cells) found.push(`a torn row: ${line}`);
  if (/[<>`]|!\[|\]\(|:\/\/|@[A-Za-z0-9]/.test(summary)) found.push(`markup in the summary: ${summary}`);
  return found;
}
