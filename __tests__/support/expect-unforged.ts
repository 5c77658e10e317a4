/** What must hold of a run that quotes hostile texts. */
import { expect } from '@jest/globals';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { commandLookalikes } from './command-lookalikes.ts';
import { rowsOf } from './scenario-facts.ts';
import { checkRun } from './scenario-invariants.ts';

/** The action's own commands, on one line each. */
const OWN = /^::(add-mask|group|endgroup|warning|error)::[^\r\n]*$/;

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

/** Expects six cells in every row of the summary's table, and no markup in them. */
export function expectIntactTable(run: Transcript): void {
  const lines = run.summary.split(/[\r\n\u0085\u2028\u2029]/);
  const rows = lines.filter((line) => line.startsWith('| ❌') || line.startsWith('| ✅'));
  expect(rows).toHaveLength(rowsOf(run).length);
  for (const row of rows) expect(row.match(/\|/g)).toHaveLength(7);
  // Without items the summary has a sentence instead of a table.
  if (rows.length > 0) expect(lines.filter((line) => line !== '' && !/^(### |\| )|^\|---/.test(line))).toEqual([]);
  expect(run.summary).not.toMatch(/[<>`[\]\\]|\*\*|:\/\/|@[a-z]|www\./i);
}
