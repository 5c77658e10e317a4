/** `npm run chaos -- --runs 10000 --seed 7`: random stories, each judged by an oracle. A failing one is printed, and can be replayed. */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { violations } from './oracle.ts';
import { play } from './play.ts';
import { stories } from './story.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);
const numRuns = Number(values.runs);
process.stdout.write(`${numRuns} stories from seed ${seed}\n`);
const result = await fc.check(
  fc.asyncProperty(stories, async (story) => {
    const found = violations(await play(story));
    if (found.length > 0) throw new Error(found.join('\n'));
  }),
  { seed, numRuns, ...(values.path === undefined ? {} : { path: values.path }) },
);
if (result.failed) {
  process.stdout.write(
    `${fc.defaultReportMessage(result)}\nreplay: npm run chaos -- --seed ${seed} --path ${result.counterexamplePath}\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write('every invariant held\n');
}
