import { type Baseline, SOURCE } from './baseline.ts';

const POLL_SECONDS = 10;

/** A shell script that calls the API with curl: for each tag and region one request, then the tag's details every 10 s. */
export const curlScript: Baseline = {
  name: 'a shell script with curl',
  async run({ tags, targets, trigger, show, pause }) {
    for (const tag of tags) {
      const digest = await show(SOURCE, tag);
      for (const region of targets) {
        await trigger(region, [tag]);
        while ((await show(region, tag)) !== digest) await pause(POLL_SECONDS);
      }
    }
  },
};
