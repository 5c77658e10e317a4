/** How much memory a large promotion takes. */
import { startEmulator } from '../../emulator/start.ts';
import { type Row, times } from '../row.ts';
import { buildBare } from '../start/bare.ts';
import { copying } from '../start/copying.ts';
import { peakOf } from '../start/spawned.ts';
import { median } from '../world/lengths.ts';
import { seedOf, tagsOf, targetsOf } from '../world/world.ts';

const BARE_RUNS = 5;

export const memoryRow: Row = {
  name: 'memory',
  title: 'Peak memory',
  how: 'The resident memory of the process at its peak, over real sockets: dist/index.js at work, and the bare bundle, that does nothing. The second case differs from the first in the size of the repository alone.',
  async run() {
    const bare = buildBare();
    const peaks = [];
    for (let run = 0; run < BARE_RUNS; run++) peaks.push((await peakOf({ entry: bare, inputs: {} })).peak);
    const least = median(peaks);
    const one = (await promotion(1, 1, 0)) / least;
    const many = (await promotion(1000, 10, 0)) / least;
    const crowded = (await promotion(1000, 10, 9000)) / least;
    return [
      { what: '1 tag × 1 region', measured: times(one), goal: '≤ 1.30 × the bare bundle', met: one <= 1.3 },
      { what: '1000 tags × 10 regions, no other tags', measured: times(many), goal: '' },
      {
        what: '1000 tags × 10 regions, 10,000 tags in the repository',
        measured: times(crowded),
        goal: '≤ 1.30 × the bare bundle',
        met: crowded <= 1.3,
      },
      {
        what: 'the same, over the repository without other tags',
        measured: times(crowded / many),
        goal: '≤ 1.10 ×',
        met: crowded / many <= 1.1,
      },
    ];
  },
};

async function promotion(count: number, targetCount: number, otherTags: number): Promise<number> {
  const [tags, targets] = [tagsOf(count), targetsOf(targetCount)];
  const emulator = await startEmulator({ seed: seedOf({ tags, targets, otherTags, jobSeconds: 3 }) });
  try {
    const { peak, exitCode } = await peakOf(copying(tags, targets, emulator.endpoint));
    if (exitCode !== 0) throw new Error(`the promotion ended with ${exitCode}`);
    return peak;
  } finally {
    await emulator.close();
  }
}
