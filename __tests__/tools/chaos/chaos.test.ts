/** A few hundred of the random stories that `npm run chaos` plays by the ten thousand; the same ones every time. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { violations } from '../../../tools/chaos/oracle/oracle.ts';
import { play } from '../../../tools/chaos/play.ts';
import { stories } from '../../../tools/chaos/story/story.ts';

test('whatever goes wrong, every verdict is true, and nothing is lost, leaked or sent twice', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      expect(violations(await play(story))).toEqual([]);
    }),
    { numRuns: 400, seed: 2026 },
  );
});
