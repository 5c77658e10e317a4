import { awaitAll, type Baseline, triggerAll } from './baseline.ts';

function* everyTen(): Generator<number, number> {
  for (;;) yield 10;
}

/** Batches, then the timing of the vendor's Terraform provider: a delay of 10 s, and a poll every 10 s. */
export const terraformTiming: Baseline = {
  name: "Terraform's timing (10 s delay, 10 s poll)",
  async run(cloud) {
    await triggerAll(cloud);
    await cloud.pause(10);
    await awaitAll(cloud, everyTen());
  },
};
