import { wallPlot, type WallSample } from '../plots/size-plots.ts';
import { type Measurement, type Row, sizeText, times } from '../row.ts';
import { simulatePromotion } from '../simulation/run.ts';
import { createSimulation, tagNames, targetNames } from '../simulation/simulation.ts';
import { copyDurations, createRandom, mean } from '../simulation/statistics.ts';

const SEEDS = 6;
const LATENCIES_MS = [20, 100] as const;
/** Ten pages of jobs at every poll, and ten targets whose pages of tags are read. */
const isLargest = (tags: number, targets: number): boolean => tags === 1000 && targets === 10;
const GOAL = 1.1;
const LARGEST_GOAL = 1.15;
/** Durations of single, short copies in seconds. */
const SHORT = [
  [1, 2],
  [2, 5],
  [5, 10],
  [10, 20],
] as const;
const SHORT_SEEDS = 20;

/** The wall time of a promotion over the ideal. */
export const wallRow: Row = {
  name: 'wall',
  title: 'Wall time over the ideal',
  how: `The emulator behind a network with latency, in virtual time. Copies take 1 to 60 s, and the slowest one 40 to 60 s. The ideal is the slowest copy and one reply. The goal is for the mean of ${SEEDS} seeds. In the last lines a single, shorter copy is promoted: there the first interval of 1 s and the requests before it weigh more.`,
  async run({ isQuick }) {
    const measurements: Measurement[] = [];
    const samples: WallSample[] = [];
    const seeds = isQuick ? 1 : SEEDS;
    for (const tags of [1, 10, 100, 1000]) {
      for (const targets of [1, 5, 10]) samples.push(await measureSize(tags, targets, seeds));
    }
    for (const [index, latencyMs] of LATENCIES_MS.entries()) {
      for (const { tags, targets, goal, ratios } of samples) {
        const { mean: average, worst } = ratios[index] ?? { mean: Number.NaN, worst: Number.NaN };
        measurements.push({
          subject: `${sizeText(tags, targets)}, ${latencyMs} ms`,
          value: `${times(average)}, worst ${times(worst)}`,
          goal: `≤ ${times(goal)}`,
          isMet: average <= goal,
        });
      }
    }
    const means = samples.flatMap(({ ratios }) => ratios.map((ratio) => ratio.mean));
    const spread = Math.max(...means) / Math.min(...means);
    measurements.push({
      subject: 'the slowest size over the fastest',
      value: times(spread),
      goal: '≤ 1.10 ×',
      isMet: spread <= 1.1,
    });
    const short: string[] = [];
    for (const [from, to] of SHORT) {
      const ratios = await measureShort(from, to, isQuick ? 2 : SHORT_SEEDS);
      short.push(times(mean(ratios)));
      measurements.push({
        subject: `1 tag × 1 region, 20 ms, a copy of ${from} to ${to} s`,
        value: `${times(mean(ratios))}, worst ${times(Math.max(...ratios))}`,
        goal: '',
      });
    }
    return {
      measurements,
      plots: [
        {
          file: 'wall-time.svg',
          alt: 'The wall time is a few percent above the ideal for every number of tags and regions, and within its goal.',
          caption: `The mean is between ${times(Math.min(...means))} and ${times(Math.max(...means))} the ideal where the slowest copy takes 40 to 60 s. A single copy of 1 to 2 s takes ${short[0]} the ideal, as the first interval is 1 s; one of 10 to 20 s takes ${short.at(-1)}.`,
          svg: wallPlot(samples),
        },
      ],
    };
  },
};

async function measureSize(tags: number, targets: number, seeds: number): Promise<WallSample> {
  const ratios = [];
  for (const latencyMs of LATENCIES_MS) {
    const found: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      // A seed gives every size the same durations, so that sizes can be compared.
      found.push(await ratioOf(copyDurations(createRandom(seed), tags), { targets, latencyMs, seed }));
    }
    ratios.push({ latencyMs, mean: mean(found), worst: Math.max(...found) });
  }
  return { tags, targets, goal: isLargest(tags, targets) ? LARGEST_GOAL : GOAL, ratios };
}

async function measureShort(from: number, to: number, seeds: number): Promise<readonly number[]> {
  const random = createRandom(from);
  const ratios: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    ratios.push(await ratioOf([from + (to - from) * random()], { targets: 1, latencyMs: 20, seed }));
  }
  return ratios;
}

interface Case {
  readonly targets: number;
  readonly latencyMs: number;
  readonly seed: number;
}

async function ratioOf(durations: readonly number[], { targets, latencyMs, seed }: Case): Promise<number> {
  const tags = tagNames(durations.length);
  const outcomes = tags.map((tag, index) => ({ tag, seconds: durations[index] ?? 0 }));
  const simulation = createSimulation({ tags, targets: targetNames(targets), outcomes, latencyMs });
  const { durationMs } = await simulatePromotion(simulation, createRandom(1000 + seed));
  return durationMs / (Math.max(...durations) * 1000 + latencyMs);
}
