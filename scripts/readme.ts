/**
 * Writes the tables of inputs and outputs into README.md, from action.yml. With `--check`, fails where they differ, and
 * changes nothing.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readActionFile } from '../local-runner/action-file.ts';

const path = resolve(import.meta.dirname, '..', 'README.md');
const { inputs, outputs } = await readActionFile();

const tables = {
  inputs: [
    '| Input | Default | Meaning |',
    '| --- | --- | --- |',
    ...inputs.map(
      (input) =>
        `| \`${input.name}\`${input.required ? ' (required)' : ''} | ${input.default === '' ? '' : `\`${input.default}\``} | ${cell(input.description)} |`,
    ),
  ],
  outputs: [
    '| Output | Content |',
    '| --- | --- |',
    ...outputs.map(({ name, description }) => `| \`${name}\` | ${cell(description)} |`),
  ],
};

const before = await readFile(path, 'utf8');
let after = before;
for (const [name, lines] of Object.entries(tables)) {
  const [start, end] = [`<!-- ${name}: generated from action.yml -->`, `<!-- /${name} -->`];
  const [from, to] = [after.indexOf(start), after.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no place for the ${name}: ${start} … ${end}`);
  after = `${after.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${after.slice(to)}`;
}
after = await format(after, { ...(await resolveConfig(path)), parser: 'markdown' });

if (!process.argv.includes('--check')) {
  await writeFile(path, after);
} else if (after !== before) {
  process.stderr.write('The tables of README.md differ from action.yml: run npm run readme\n');
  process.exitCode = 1;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
