/** How much memory a large promotion takes. */
import { startEmulator } from '../../../emulator/start.ts';
import { type Finding, type Row, times } from '../row.ts';
import { buildBare } from '../start/bare.ts';
import { copying } from '../start/copying.ts';
import { counting, peakOfReceiving, type Reply } from '../start/receiving.ts';
import { peakOf } from '../start/spawned.ts';
import { median } from '../world/lengths.ts';
import { seedOf, tagsOf, targetsOf } from '../world/world.ts';

const RUNS = 5;
/** Node takes memory as long as there is some, and collects garbage late; with these it takes what it needs. */
const HELD_SMALL = ['--max-semi-space-size=2', '--max-old-space-size=32'];

export const memoryRow: Row = {
  name: 'memory',
  title: 'Peak memory',
  how: `The resident memory of the process at its peak, over real sockets; medians of ${RUNS}. The bare bundle is the toolkit as it is published, with its undici, and does nothing; where it receives, it gets as many replies of the same sizes as the large promotion does, none sooner than that got it, as many at once, and drops them. Held small means Node with ${HELD_SMALL.join(' ')}, so that it takes what it needs, and not what there is.`,
  async run() {
    const bare = buildBare();
    const idle = await medianOf(async () => (await peakOf({ entry: bare, inputs: {} })).peak);
    const one = await promotion(1, 1, 0);
    const large = await promotion(1000, 10, 9000);
    const receiving = await medianOf(() => peakOfReceiving(bare, large.replies));
    const small = {
      alone: await promotion(1000, 10, 0, HELD_SMALL),
      large: await promotion(1000, 10, 9000, HELD_SMALL),
      receiving: await medianOf(() => peakOfReceiving(bare, large.replies, HELD_SMALL)),
    };
    return [
      finding('1 tag × 1 region, over the bare bundle', one.peak / idle, 1.3),
      finding('1000 tags × 10 regions, 10,000 tags in the repository, over the bare bundle', large.peak / idle),
      finding('a bare bundle that receives as much, over the bare bundle', receiving / idle),
      finding('1000 tags × 10 regions over the bare bundle that receives as much', large.peak / receiving),
      finding('held small: 1000 tags × 10 regions, 10,000 tags, over the bare bundle', small.large.peak / idle),
      finding('held small: a bare bundle that receives as much, over the bare bundle', small.receiving / idle),
      finding(
        'held small: 1000 tags × 10 regions over the bare bundle that receives as much',
        small.large.peak / small.receiving,
        1.5,
      ),
      finding(
        'held small: over the same without other tags in the repository',
        small.large.peak / small.alone.peak,
        1.2,
      ),
    ];
  },
};

function finding(what: string, ratio: number, most?: number): Finding {
  if (most === undefined) return { what, measured: times(ratio), goal: '' };
  return { what, measured: times(ratio), goal: `≤ ${times(most)}`, met: ratio <= most };
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const all = [];
  for (let run = 0; run < RUNS; run++) all.push(await measure());
  return median(all);
}

interface Promotion {
  readonly peak: number;
  readonly replies: readonly Reply[];
}

async function promotion(
  count: number,
  targetCount: number,
  otherTags: number,
  nodeOptions: readonly string[] = [],
): Promise<Promotion> {
  const [tags, targets] = [tagsOf(count), targetsOf(targetCount)];
  let replies: readonly Reply[] = [];
  const peak = await medianOf(async () => {
    const emulator = await startEmulator({ seed: seedOf({ tags, targets, otherTags, jobSeconds: 3 }) });
    const between = await counting(emulator.port);
    try {
      const run = await peakOf(copying(tags, targets, `${between.url}/{service}/{region}`), nodeOptions);
      if (run.exitCode !== 0) throw new Error(`the promotion ended with ${run.exitCode}`);
      ({ replies } = between);
      return run.peak;
    } finally {
      await between.close();
      await emulator.close();
    }
  });
  return { peak, replies };
}
