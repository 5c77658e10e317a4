/** Batches, then lists after 15, 30, 60 s, and every 120 s from there: the back-off that is meant for errors. */
import { awaitAll, type Baseline, triggerAll } from './program.ts';

function* doubling(): Generator<number, number> {
  for (let seconds = 30; ; seconds = Math.min(120, seconds * 2)) yield seconds;
}

export const exponential: Baseline = {
  name: 'exponential 15 → 120 s',
  async run(cloud) {
    await triggerAll(cloud);
    await cloud.pause(15);
    await awaitAll(cloud, doubling());
  },
};
