/**
 * `npm run mutants`: breaks the product on purpose, one promise at a time, in a copy of the tree, and fails where nothing
 * turns red. The quick judges come first: the random stories, then the tests in process, then those of the bundle.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS, type Mutant } from './mutants.ts';
import { fileWith } from './source.ts';

interface Judge {
  readonly name: string;
  readonly commands: readonly (readonly string[])[];
}

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--bail', '--silent'];
const JUDGES: readonly Judge[] = [
  { name: 'random stories', commands: [['tools/chaos/main.ts', '--runs', '600', '--seed', '1']] },
  { name: 'tests in process', commands: [[...JEST, '--testPathIgnorePatterns', 'scenarios', 'chaos', 'contract']] },
  { name: 'stories of the bundle', commands: [['tools/build.ts'], [...JEST, '__tests__/scenarios']] },
];

/** Ten times what the slowest judge takes. */
const PATIENCE_MS = 600_000;

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
const survivors: Mutant[] = [];
try {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const mutant of MUTANTS.filter(({ says }) => says.includes(values.only))) {
    const judge = caughtBy(mutant);
    process.stdout.write(
      `${judge === undefined ? 'SURVIVED' : 'caught'}: ${mutant.says} (${judge ?? fileWith(root, mutant.from)})\n`,
    );
    if (judge === undefined) survivors.push(mutant);
  }
} finally {
  rmSync(copy, { recursive: true });
}
process.exitCode = survivors.length === 0 ? 0 : 1;

/** The first judge that turns red. */
function caughtBy({ from, to }: Mutant): string | undefined {
  const path = join(copy, fileWith(copy, from));
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    return JUDGES.find(({ commands }) => commands.some((command) => !isGreen(command)))?.name;
  } finally {
    writeFileSync(path, source);
  }
}

/** What never ends is red as well. */
function isGreen(command: readonly string[]): boolean {
  return spawnSync(process.execPath, command, { cwd: copy, stdio: 'ignore', timeout: PATIENCE_MS }).status === 0;
}
