/** Batches, then the timing that the vendor's Terraform provider waits with: a delay of 10 s, and a poll every 10 s. */
import { awaitAll, type Baseline, triggerAll } from './program.ts';

function* everyTen(): Generator<number, number> {
  for (;;) yield 10;
}

export const terraformTiming: Baseline = {
  name: "Terraform's timing (10 s delay, 10 s poll)",
  async run(cloud) {
    await triggerAll(cloud);
    await cloud.pause(10);
    await awaitAll(cloud, everyTen());
  },
};
