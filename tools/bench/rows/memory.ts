import { startEmulator } from '../../../emulator/start.ts';
import { renderBars } from '../plots/bars.ts';
import { buildBareBundle } from '../processes/bare-bundle.ts';
import { measurePeakMemory } from '../processes/bundle-process.ts';
import { syncStep } from '../processes/sync-step.ts';
import { type Measurement, type Row, times } from '../row.ts';
import { seedOf, tagNames, targetNames } from '../simulation/simulation.ts';
import { median } from '../simulation/statistics.ts';

const RUNS = 5;
const GOAL = 1.3;
/** Node collects garbage sooner with a small semi-space. Workflows can set it by NODE_OPTIONS. */
const SMALL_HEAP = '--max-semi-space-size=2';

interface Case {
  readonly label: string;
  readonly tags: number;
  readonly targets: number;
  readonly otherTags?: number;
  readonly nodeOptions?: readonly string[];
  /** The most, relative to the bare bundle. */
  readonly goal?: number;
}

const LARGE = { tags: 1000, targets: 10 } as const;
const CASES: readonly Case[] = [
  { label: '1 tag × 1 region', tags: 1, targets: 1, goal: GOAL },
  { label: '1000 tags × 10 regions', ...LARGE },
  { label: 'the same, 10,000 tags in the repository', ...LARGE, otherTags: 9000 },
  { label: `the same, ${SMALL_HEAP}`, ...LARGE, otherTags: 9000, nodeOptions: [SMALL_HEAP] },
];

/** The peak memory of the process. */
export const memoryRow: Row = {
  name: 'memory',
  title: 'Peak memory',
  how: `The peak resident memory of the process, with real sockets and in real time; medians of ${RUNS}. The bare bundle is @actions/core alone, and writes one line.`,
  async run({ log, isQuick }) {
    const runs = isQuick ? 1 : RUNS;
    const bundle = buildBareBundle();
    const bareKb = await medianOf(runs, async () => (await measurePeakMemory({ entry: bundle, inputs: {} })).peakKb);
    const measurements: Measurement[] = [];
    const bars = [
      { label: 'bare bundle (@actions/core alone)', value: bareKb / 1024, text: megabytes(bareKb), series: 'limit' },
    ] as const;
    const caseBars = [];
    for (const { label, goal, ...size } of CASES) {
      const peakKb = await medianOf(runs, () => measurePromotion(size));
      const ratio = peakKb / bareKb;
      measurements.push({
        subject: `${label}, over the bare bundle`,
        value: times(ratio),
        ...(goal === undefined ? { goal: '' } : { goal: `≤ ${times(goal)}`, isMet: ratio <= goal }),
      });
      caseBars.push({
        label,
        value: peakKb / 1024,
        text: `${megabytes(peakKb)} (${times(ratio)})`,
        series: 'action',
      } as const);
      log(`  … ${label}`);
    }
    return {
      measurements,
      plots: [
        {
          file: 'memory.svg',
          alt: `Peak memory: ${[...bars, ...caseBars].map(({ label, text }) => `${label} ${text}`).join('; ')}.`,
          caption:
            'Node collects garbage late while memory is available, so much of the larger figures is garbage that is not collected yet.',
          svg: renderBars('Peak resident memory', 'MiB', [...bars, ...caseBars]),
        },
      ],
    };
  },
};

function megabytes(kb: number): string {
  return `${(kb / 1024).toFixed(0)} MiB`;
}

async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
  const values = [];
  for (let run = 0; run < runs; run++) values.push(await measure());
  return median(values);
}

async function measurePromotion(size: Omit<Case, 'label' | 'goal'>): Promise<number> {
  const [tags, targets] = [tagNames(size.tags), targetNames(size.targets)];
  const emulator = await startEmulator({
    seed: seedOf({ tags, targets, otherTags: size.otherTags ?? 0, jobSeconds: 3 }),
  });
  try {
    const { peakKb, exitCode } = await measurePeakMemory(
      syncStep(tags, targets, `${emulator.url}/{service}/{region}`),
      size.nodeOptions,
    );
    if (exitCode !== 0) throw new Error(`the promotion ended with exit code ${exitCode}`);
    return peakKb;
  } finally {
    await emulator.close();
  }
}
