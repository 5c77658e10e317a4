import { awaitAll, type Baseline, triggerAll } from './baseline.ts';

function* doubling(): Generator<number, number> {
  for (let seconds = 30; ; seconds = Math.min(120, seconds * 2)) yield seconds;
}

/** Batches, then lists after 15, 30 and 60 s, and every 120 s after that: exponential backoff as for errors. */
export const exponential: Baseline = {
  name: 'exponential 15 → 120 s',
  async run(cloud) {
    await triggerAll(cloud);
    await cloud.pause(15);
    await awaitAll(cloud, doubling());
  },
};
