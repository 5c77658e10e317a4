import { expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, SOUTH, runInCloud, WEST } from '../support/scenario-cloud.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

/** Slow enough for requests to meet. */
const SLOW = { rules: [{ match: {}, times: 'always', fault: { kind: 'delay', ms: 60 } }] } as const;

test.concurrent.each([1, 2, 5])('no more than %d requests are in flight, and not fewer either', async (concurrency) => {
  const words = Array.from({ length: 12 }, (_, index) => `i${index}`);
  const { run, requests } = await runInCloud({
    seed: seedOf({ [NORTH]: { images: words.map((word) => image(word)) } }),
    script: SLOW,
    with: imageStep('refresh-image', words, { concurrency: String(concurrency) }),
  });
  expect(run.outputs['status']).toBe('succeeded');
  expect(requests).toHaveLength(24);
  expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(concurrency);
  // Whoever signs in first goes alone, so that wrong credentials are refused once.
  expect(requests[1]?.inFlight).toBe(1);
});

test.concurrent('three regions with several batches share the limit', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
  const { run, requests } = await runInCloud({
    seed: seedOf({
      [NORTH]: { ...team(tagged(...names)), syncSeconds: 0 },
      [EAST]: EMPTY_TEAM,
      [SOUTH]: EMPTY_TEAM,
      [WEST]: EMPTY_TEAM,
    }),
    script: SLOW,
    with: syncStep(names.join(','), [EAST, SOUTH, WEST], {
      concurrency: '2',
      'project-id': undefined,
      'target-project-ids': undefined,
    }),
  });
  expect(run.outputs['status']).toBe('succeeded');
  expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(2);
});
