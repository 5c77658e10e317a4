/**
 * `npm run bench`: measures every row side by side, writes the table of docs/performance.md, and fails where a goal is
 * missed. `--row name` measures one and writes nothing.
 */
import { parseArgs } from 'node:util';
import { writeDocument } from './document.ts';
import type { Finding, Row } from './row.ts';
import { ROWS } from './rows/all.ts';

const { values } = parseArgs({ options: { row: { type: 'string', multiple: true } } });
const chosen = values.row === undefined ? ROWS : ROWS.filter(({ name }) => values.row?.includes(name));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (chosen.length === 0) {
  say(`There is no such row; there are ${ROWS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
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
const missed = measured.flatMap(([, findings]) => findings).filter(({ met }) => met === false);
if (values.row === undefined) await writeDocument(measured);
say(missed.length === 0 ? 'Every goal is met.' : `${missed.length} goals are missed.`);
if (missed.length > 0) process.exitCode = 1;
