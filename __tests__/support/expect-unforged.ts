/** What must hold of a run that quotes hostile texts. */
import { expect } from '@jest/globals';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { commandLookalikes } from './command-lookalikes.ts';
import { foreignMarkup } from './foreign-markup.ts';
import { rowsOf } from './scenario-facts.ts';
import { checkRun } from './scenario-invariants.ts';

/** The action's own commands, on one line each. */
const OWN = /^::(add-mask|group|endgroup|(warning|error) title=[^:,\r\n]*)::[^\r\n]*$/;

/** The longest line: 4000 characters, each up to three when escaped, and the head of a command. */
const LONGEST = 3 * 4000 + 20;

/** Fails the test when a quoted text is a command, markup or a line break anywhere. `secrets` must not be shown. */
export function expectUnforged(run: Transcript, secrets: readonly string[]): void {
  checkRun(run, secrets);
  const foreign = run.lines.filter((line) => !OWN.test(line));
  expect(commandLookalikes(foreign.join('\n'))).toEqual([]);
  // The data of the action's own commands could contain commands of the other grammar.
  for (const { data } of run.commands) expect(data).not.toMatch(/[\r\n]/);
  for (const line of run.lines) expect(line.length).toBeLessThan(LONGEST);
  expect(run.stdout).not.toMatch(
    /[\0\u001b\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]|[\ud800-\udfff]/u,
  );
  expectIntactTable(run);
}

/** Expects a table of equally many cells, nothing but lines of the summary's own form, and no markup in texts. */
export function expectIntactTable(run: Transcript): void {
  const lines = run.summary.split(/\r\n|[\r\n\u0085\u2028\u2029]/);
  const table = lines.filter((line) => line.startsWith('|'));
  expect(new Set(table.map((line) => line.split('|').length)).size).toBe(rowsOf(run).length === 0 ? 0 : 1);
  expect(table.length).toBeLessThanOrEqual(rowsOf(run).length + 2);
  const details = lines.indexOf('<details><summary>Digests and pull commands</summary>');
  const others = lines
    .slice(0, details === -1 ? undefined : details)
    .filter((line) => line !== '' && !line.startsWith('|'));
  expect(others.filter((line) => !/^(### |- ❌ |❌ )/.test(line))).toEqual([]);
  expect(foreignMarkup(run.summary)).toEqual([]);
}
