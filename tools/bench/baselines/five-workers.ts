import { type Baseline, SOURCE } from './baseline.ts';

const WORKERS = 5;
const POLL_SECONDS = 5;

/** One request per tag and region, by five workers that each wait for their copy: as a job queue does. */
export const fiveWorkers: Baseline = {
  name: 'one request per tag, 5 workers',
  async run({ tags, targets, trigger, list, show, pause }) {
    const source = await list(SOURCE);
    const queue = targets.flatMap((region) => tags.map((tag) => ({ region, tag })));
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { region, tag } = next;
        await trigger(region, [tag]);
        while ((await show(region, tag)) !== source.get(tag)) await pause(POLL_SECONDS);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
  },
};
