/**
 * `npm run chaos -- --runs 10000 --seed 7`: runs random scenarios and checks the invariants on each. The first scenario
 * that violates one is reduced to a small one and printed with the command that repeats it.
 *
 * `--stories` runs stories of several runs, which hand plans and reports to each other. `--bundle` runs dist/index.js in a process of its own. `--record FILE` writes what each scenario did as JSON lines and
 * checks nothing: run it in two checkouts with the same seed, and compare the files with `diff`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { findViolations } from './invariants/invariants.ts';
import { recordLine } from './record.ts';
import { runBundle } from './run-bundle.ts';
import { scenarios, shortScenarios } from './scenario/scenario.ts';
import { stories } from './scenario/story.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    bundle: { type: 'boolean', default: false },
    stories: { type: 'boolean', default: false },
    record: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);
const numRuns = Number(values.runs ?? (values.bundle ? 30 : 1000));
const [arbitrary, runScenario] = values.bundle
  ? [shortScenarios, runBundle]
  : [values.stories ? stories : scenarios, simulate];

const log = (text: string): void => void process.stdout.write(`${text}\n`);
log(`${numRuns} scenarios from seed ${seed}`);
if (values.record === undefined) await check();
else await record(values.record);

async function check(): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (scenario) => {
    const violations = findViolations(await runScenario(scenario));
    if (violations.length > 0) throw new Error(violations.join('\n'));
  });
  const result = await fc.check(property, { seed, numRuns, path: values.path ?? '' });
  if (!result.failed) {
    log('Every invariant held.');
    return;
  }
  const mode = values.bundle ? ' --bundle' : values.stories ? ' --stories' : '';
  log(fc.defaultReportMessage(result) ?? '');
  log(result.errorInstance instanceof Error ? (result.errorInstance.stack ?? '') : String(result.errorInstance));
  log(`To repeat it: npm run chaos --${mode} --seed ${seed} --path ${result.counterexamplePath ?? ''}`);
  process.exitCode = 1;
}

async function record(file: string): Promise<void> {
  const lines: string[] = [];
  for (const [index, scenario] of fc.sample(arbitrary, { seed, numRuns }).entries()) {
    lines.push(recordLine(index, await runScenario(scenario)));
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  log(`Written: ${file}`);
}
