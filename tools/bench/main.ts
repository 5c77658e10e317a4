/**
 * `npm run bench`: measures every row side by side, writes the table of docs/performance.md, and fails where a goal is
 * missed. `--row name` measures one and writes nothing.
 */
import { parseArgs } from 'node:util';
import { writeDocument } from './document.ts';
import { type Finding, LEFT_OUT, type Row } from './row.ts';
import { ROWS } from './rows/all.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = rowsWanted();
const unknown = wanted.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  say(`There is no row ${unknown.join(', ')}; there are ${ROWS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const chosen = wanted.length === 0 ? ROWS : ROWS.filter(({ name }) => wanted.includes(name));

const measured: (readonly [Row, readonly Finding[]])[] = [];
for (const row of chosen) {
  say(`${row.title} (${row.name})`);
  const findings = await row.run(say);
  for (const { what, measured: figure, goal, met } of findings) {
    const mark = met === undefined ? ' ' : met ? '✓' : '✗';
    say(`  ${mark} ${what}: ${figure}${goal === '' ? '' : ` (goal: ${goal})`}`);
  }
  measured.push([row, findings]);
}
const all = measured.flatMap(([, findings]) => findings);
const missed = all.filter(({ met }) => met === false);
if (wanted.length === 0) {
  if (all.some(({ measured: figure }) => figure === LEFT_OUT)) say('docs/performance.md keeps its figures.');
  else await writeDocument(measured);
}
say(missed.length === 0 ? 'Every goal is met.' : `Not every goal is met: ${missed.length} are missed.`);
if (missed.length > 0) process.exitCode = 1;

function rowsWanted(): readonly string[] {
  try {
    return parseArgs({ options: { row: { type: 'string', multiple: true } } }).values.row ?? [];
  } catch (problem) {
    say(`npm run bench [-- --row name …]: ${problem instanceof Error ? problem.message : String(problem)}`);
    return process.exit(1);
  }
}
