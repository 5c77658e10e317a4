/**
 * `npm run mutants [-- --only PART OF A TITLE]`: puts one fault at a time into a copy of the tree, and fails where every
 * test passes all the same. The quick tests run first: random runs, tests in one process, then those of the bundle.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS, type Mutant } from './mutants.ts';
import { findFileWith } from './source.ts';

interface Suite {
  readonly name: string;
  /** Arguments of Node.js. */
  readonly commands: readonly (readonly string[])[];
}

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--bail', '--silent'];
const SUITES: readonly Suite[] = [
  { name: 'random runs', commands: [['tools/chaos/main.ts', '--runs', '600', '--seed', '1']] },
  { name: 'random stories', commands: [['tools/chaos/main.ts', '--stories', '--runs', '600', '--seed', '1']] },
  // Those of tools/ and the contracts test no behaviour of the action.
  { name: 'tests in one process', commands: [[...JEST, '--testPathIgnorePatterns', 'scenarios', 'tools', 'contract']] },
  { name: 'scenarios of the bundle', commands: [['tools/build.ts'], [...JEST, '__tests__/scenarios']] },
];

/** Ten times what the slowest command takes. */
const TIMEOUT_MS = 600_000;

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
const survivors: Mutant[] = [];
try {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const mutant of MUTANTS.filter(({ title }) => title.includes(values.only))) {
    const suite = findFailingSuite(mutant);
    process.stdout.write(
      `${suite === undefined ? 'SURVIVED' : 'caught'}: ${mutant.title} (${suite ?? findFileWith(root, mutant.from)})\n`,
    );
    if (suite === undefined) survivors.push(mutant);
  }
} finally {
  rmSync(copy, { recursive: true });
}
process.exitCode = survivors.length === 0 ? 0 : 1;

/** @returns the name of the first suite that fails. */
function findFailingSuite({ from, to }: Mutant): string | undefined {
  const path = join(copy, findFileWith(copy, from));
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    return SUITES.find(({ commands }) => commands.some((command) => !passes(command)))?.name;
  } finally {
    writeFileSync(path, source);
  }
}

/** A command that never ends fails as well. */
function passes(command: readonly string[]): boolean {
  return spawnSync(process.execPath, command, { cwd: copy, stdio: 'ignore', timeout: TIMEOUT_MS }).status === 0;
}
