/**
 * `npm run ci` runs what every commit must pass, `npm run nightly` what takes longer; `-- NAME …` runs only these checks.
 * This is the only list of them: .ci/run runs it on one machine, and GitHub's workflows run it as a matrix, one job per
 * check and system, which `--matrix` prints.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runNpm } from './npm.ts';

interface Check {
  readonly name: string;
  /** The npm script and its arguments. */
  readonly run: readonly string[];
  /** Runners of GitHub's. */
  readonly systems: readonly string[];
  /** The Node.js that is installed on them. */
  readonly node: number;
}

const LISTS: Readonly<Record<string, readonly Check[]>> = {
  ci: [
    // The commands of the README, on the oldest Node.js that npm ci accepts.
    check('demo', { node: 20 }),
    // On Windows without the tests of signals: see jest.config.js.
    check('test', { systems: ['ubuntu-latest', 'windows-latest', 'macos-latest'] }),
    check('conformance'),
    check('runtimes'),
    check('rehearse'),
    check('workflows'),
  ],
  nightly: [
    check('mutants'),
    check('bench'),
    // Without a seed, so that every night brings other runs; the seed is printed.
    check('chaos', { run: ['chaos', '--', '--runs', '20000'] }),
    check('chaos-stories', { run: ['chaos', '--', '--stories', '--runs', '5000'] }),
    check('chaos-bundle', { run: ['chaos', '--', '--bundle', '--runs', '500'] }),
  ],
};

function check(name: string, differing: Partial<Check> = {}): Check {
  return { name, run: [name], systems: ['ubuntu-latest'], node: 24, ...differing };
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { matrix: { type: 'boolean' } } });
const [list = '', ...names] = positionals;
const checks = LISTS[list];
const unknown = names.filter((name) => checks?.some((each) => each.name === name) !== true);
if (checks === undefined || unknown.length > 0) {
  const known = checks?.map(({ name }) => name) ?? Object.keys(LISTS);
  process.stderr.write(`There is no ${unknown[0] ?? `list "${list}"`}; there are ${known.join(', ')}.\n`);
  process.exitCode = 1;
} else if (values.matrix === true) {
  const include = checks.flatMap(({ name, systems, node }) => systems.map((system) => ({ name, system, node })));
  process.stdout.write(`${JSON.stringify({ include })}\n`);
} else {
  run(checks.filter(({ name }) => names.length === 0 || names.includes(name)));
}

/** Runs all of them, also after one has failed. */
function run(chosen: readonly Check[]): void {
  const results = chosen.map(({ name, run: script }) => {
    const startedAt = performance.now();
    const passed = runNpm(resolve(import.meta.dirname, '..'), 'run', ...script);
    return { passed, line: `${passed ? 'passed' : 'FAILED'}  ${name} (${seconds(startedAt)} s)` };
  });
  const failed = results.filter(({ passed }) => !passed).length;
  for (const { line } of results) process.stdout.write(`${line}\n`);
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}
