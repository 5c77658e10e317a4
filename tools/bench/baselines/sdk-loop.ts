/** What `sdk_loop.py` does, for virtual time: triggers every copy for itself, then polls each tag, one after the other. */
import { type Baseline, SOURCE } from './program.ts';

const POLL_SECONDS = 5;

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
