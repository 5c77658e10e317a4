/** One request a tag and region, by five workers, each of which waits for its copy: what a queue of jobs would do. */
import { type Baseline, SOURCE } from './program.ts';

const WORKERS = 5;
const POLL_SECONDS = 5;

export const fiveWorkers: Baseline = {
  name: 'one request a tag, 5 workers',
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
