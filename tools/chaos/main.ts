/** `npm run chaos -- --runs 10000 --seed 7`: random stories, each judged by an oracle. A failing one is printed, and can be replayed. */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { violations } from './oracle/oracle.ts';
import { play } from './play.ts';
import { playBundle } from './play-bundle.ts';
import { shortStories, stories } from './story/story.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    // The bundle in a process of its own, with real sockets and real time.
    bundle: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);
const numRuns = Number(values.runs ?? (values.bundle ? 30 : 1000));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(`${numRuns} stories from seed ${seed}`);
const [told, by] = values.bundle ? [shortStories, playBundle] : [stories, play];
const result = await fc.check(
  fc.asyncProperty(told, async (story) => {
    const found = violations(await by(story));
    if (found.length > 0) throw new Error(found.join('\n'));
  }),
  { seed, numRuns, path: values.path ?? '' },
);
if (result.failed) {
  const what = values.bundle ? ' --bundle' : '';
  say(fc.defaultReportMessage(result) ?? '');
  say(result.errorInstance instanceof Error ? (result.errorInstance.stack ?? '') : String(result.errorInstance));
  say(`replay: npm run chaos --${what} --seed ${seed} --path ${result.counterexamplePath ?? ''}`);
  process.exitCode = 1;
} else {
  say('every invariant held');
}
