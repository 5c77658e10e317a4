/** Batches, then a list of every region every five seconds: the loop of most scripts. */
import { awaitAll, type Baseline, triggerAll } from './program.ts';

function* everyFive(): Generator<number, number> {
  for (;;) yield 5;
}

export const fixed5s: Baseline = {
  name: 'fixed poll every 5 s',
  async run(cloud) {
    await triggerAll(cloud);
    await awaitAll(cloud, everyFive());
  },
};
