import { expect, test } from '@jest/globals';
import { EAST, NORTH, runInVirtualTime, seedOf, SOUTH, WEST } from '../support/scenario-cloud.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

// In virtual time every reply takes 20 ms, and requests that can be sent together are.

test.concurrent.each([1, 2, 5])(
  'concurrency %d: so many requests are in flight, and never more',
  async (concurrency) => {
    const words = Array.from({ length: 12 }, (_, index) => `i${index}`);
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: { images: words.map((word) => image(word)) } }),
      with: imageStep('refresh-image', words, { concurrency: String(concurrency) }),
    });
    expect(run.outputs['status']).toBe('succeeded');
    expect(requests).toHaveLength(24);
    expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(concurrency);
    // The first request is sent alone, so that wrong credentials are refused once.
    expect(requests[1]?.inFlight).toBe(1);
  },
);

test.concurrent('concurrency: three regions with several batches share the limit', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
  const { run, requests } = await runInVirtualTime({
    seed: seedOf({
      [NORTH]: { ...team(tagged(...names)), syncSeconds: 0 },
      [EAST]: EMPTY_TEAM,
      [SOUTH]: EMPTY_TEAM,
      [WEST]: EMPTY_TEAM,
    }),
    with: syncStep(names.join(','), [EAST, SOUTH, WEST], {
      concurrency: '2',
      'project-id': undefined,
      'target-project-ids': undefined,
    }),
  });
  expect(run.outputs['status']).toBe('succeeded');
  expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(2);
});
