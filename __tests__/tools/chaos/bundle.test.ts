/** A few dozen random stories of the bundle: a process of its own, real sockets, real time. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { violations } from '../../../tools/chaos/oracle/oracle.ts';
import { playBundle } from '../../../tools/chaos/play-bundle.ts';
import { shortStories } from '../../../tools/chaos/story/story.ts';

const SEED = 2026;
const STORIES = fc.sample(shortStories, { seed: SEED, numRuns: 30 }).map((story, number) => ({ number, story }));

// The same ones as `npm run chaos -- --bundle --seed 2026`.
test.concurrent.each(STORIES)(`story $number of seed ${SEED} is told truly by the bundle`, async ({ story }) => {
  expect(violations(await playBundle(story))).toEqual([]);
});
