import { type Baseline, SOURCE } from './baseline.ts';

const POLL_SECONDS = 5;

/** `sdk_loop.py` in virtual time: one request per copy, then polls each tag, one after the other. */
export const sdkLoop: Baseline = {
  name: 'the SDK in a loop',
  async run({ tags, targets, trigger, list, show, pause }) {
    const source = await list(SOURCE);
    for (const region of targets) for (const tag of tags) await trigger(region, [tag]);
    for (const region of targets) {
      for (const tag of tags) while ((await show(region, tag)) !== source.get(tag)) await pause(POLL_SECONDS);
    }
  },
};
