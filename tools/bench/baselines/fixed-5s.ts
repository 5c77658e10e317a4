import { awaitAll, type Baseline, triggerAll } from './baseline.ts';

function* everyFive(): Generator<number, number> {
  for (;;) yield 5;
}

/** Batches, then a list of every incomplete region every 5 s: the loop of most scripts. */
export const fixed5s: Baseline = {
  name: 'fixed poll every 5 s',
  async run(cloud) {
    await triggerAll(cloud);
    await awaitAll(cloud, everyFive());
  },
};
