/**
 * `npm run bench`: runs every row, writes docs/performance.md and docs/images/, and fails where a goal is missed.
 *
 * `--row NAME` runs one row and writes nothing. `--quick` runs with few repetitions, writes into build/bench instead, and
 * does not fail where a goal is missed.
 */
import { parseArgs } from 'node:util';
import { writeDocument } from './document.ts';
import { LEFT_OUT, type Row, type RowResult } from './row.ts';
import { ROWS } from './rows/all.ts';

const log = (line: string): void => void process.stdout.write(`${line}\n`);
const { row: names, quick: isQuick } = readOptions();
const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  log(`There is no row ${unknown.join(', ')}; there are ${ROWS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const results: (readonly [Row, RowResult])[] = [];
for (const row of names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name))) {
  log(`${row.title} (${row.name})`);
  const result = await row.run({ log, isQuick });
  for (const { subject, value, goal, isMet } of result.measurements) {
    const sign = isMet === undefined ? ' ' : isMet ? '✓' : '✗';
    log(`  ${sign} ${subject}: ${value}${goal === '' ? '' : ` (goal: ${goal})`}`);
  }
  results.push([row, result]);
}
const measurements = results.flatMap(([, result]) => result.measurements);
if (names.length === 0) {
  if (measurements.some(({ value }) => value === LEFT_OUT))
    log('docs/performance.md is not written: a row was left out.');
  else log(`Written: ${await writeDocument(results, isQuick)}`);
}
const missed = measurements.filter(({ isMet }) => isMet === false).length;
log(missed === 0 ? 'Every goal is met.' : `Goals missed: ${missed}.`);
if (missed > 0 && !isQuick) process.exitCode = 1;

function readOptions(): { readonly row: readonly string[]; readonly quick: boolean } {
  try {
    const options = { row: { type: 'string', multiple: true }, quick: { type: 'boolean' } } as const;
    const { row = [], quick = false } = parseArgs({ options }).values;
    return { row, quick };
  } catch (problem) {
    log(`npm run bench [-- --row NAME … --quick]: ${problem instanceof Error ? problem.message : String(problem)}`);
    return process.exit(1);
  }
}
