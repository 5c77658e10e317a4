import { type Baseline, plainCloud } from '../baselines/baseline.ts';
import { exponential } from '../baselines/exponential.ts';
import { fiveWorkers } from '../baselines/five-workers.ts';
import { fixed5s } from '../baselines/fixed-5s.ts';
import { sdkLoop } from '../baselines/sdk-loop.ts';
import { terraformTiming } from '../baselines/terraform-timing.ts';
import { baselinesPlot, type StrategySample } from '../plots/baselines-plot.ts';
import { type Measurement, type Row, times } from '../row.ts';
import { simulatePromotion } from '../simulation/run.ts';
import { createSimulation, type Simulation, tagNames, targetNames } from '../simulation/simulation.ts';
import { copyDurations, createRandom, mean } from '../simulation/statistics.ts';

const BASELINES: readonly Baseline[] = [sdkLoop, terraformTiming, fiveWorkers, fixed5s, exponential];
const LATENCY_MS = 50;
const SEEDS = 40;
/** The least wall time of a baseline over that of the action. Below 1, as a fixed interval happens to match some durations. */
const GOAL = 0.97;
const SIZES: readonly Size[] = [
  { tags: 1, targets: 1, longest: 60 },
  { tags: 20, targets: 3, longest: 10 },
  { tags: 20, targets: 3, longest: 60 },
  { tags: 200, targets: 5, longest: 60 },
];

interface Size {
  readonly tags: number;
  readonly targets: number;
  /** The longest copy in seconds. */
  readonly longest: number;
}

/** Wall time and requests of other strategies, relative to the action. */
export const baselinesRow: Row = {
  name: 'baselines',
  title: 'Other strategies',
  how: `Each strategy is a program in tools/bench/baselines, and runs over the same transport (latency ${LATENCY_MS} ms) and in the same virtual time. Copies take from 1 s to the stated duration. Means of ${SEEDS} seeds, relative to the action. The strategies compare digests as the action does, but do not detect failed copies. Where the slowest copy takes 40 to 60 s, a fixed poll every 5 s is as fast as the action with less than half its requests; it is slower for short copies and makes more requests for very long ones.`,
  async run({ isQuick }) {
    const seeds = Array.from({ length: isQuick ? 2 : SEEDS }, (_, index) => index + 1);
    const samples: StrategySample[] = [];
    for (const size of SIZES) {
      const action = await average(seeds, size, async (simulation, seed) => {
        await simulatePromotion(simulation, createRandom(seed));
      });
      for (const { name, run } of BASELINES) {
        const baseline = await average(seeds, size, (simulation) => simulation.clock.run(run(plainCloud(simulation))));
        samples.push({
          strategy: name,
          size: `${size.tags} × ${size.targets}, to ${size.longest} s`,
          wallTime: baseline.wallMs / action.wallMs,
          requests: baseline.requests / action.requests,
        });
      }
    }
    return {
      measurements: samples.map(measurementOf),
      plots: [
        {
          file: 'baselines.svg',
          alt: 'Other strategies take about as long as this action or longer; those that poll each tag make many times its requests, and those with long fixed intervals fewer.',
          caption:
            'Tags × regions, and the duration of the longest copy. Points to the right of the dashed line take longer, or make more requests, than this action. A fixed interval saves requests and costs time where copies are short.',
          svg: baselinesPlot(samples),
        },
      ],
    };
  },
};

function measurementOf({ strategy, size, wallTime, requests }: StrategySample): Measurement {
  return {
    subject: `${size}: ${strategy}`,
    value: `${times(wallTime)} the wall time, ${times(requests)} the requests`,
    goal: `wall time ≥ ${times(GOAL)}`,
    isMet: wallTime >= GOAL,
  };
}

async function average(
  seeds: readonly number[],
  { tags: count, targets, longest }: Size,
  promote: (simulation: Simulation, seed: number) => Promise<void>,
): Promise<{ readonly wallMs: number; readonly requests: number }> {
  const [durations, requests]: [number[], number[]] = [[], []];
  for (const seed of seeds) {
    const random = createRandom(seed);
    const tags = tagNames(count);
    const copies = copyDurations(random, count, longest);
    const outcomes = tags.map((tag, index) => ({ tag, seconds: copies[index] ?? 0 }));
    const simulation = createSimulation({ tags, targets: targetNames(targets), outcomes, latencyMs: LATENCY_MS });
    const startedAt = simulation.clock.now();
    await promote(simulation, seed);
    durations.push(simulation.clock.now() - startedAt);
    requests.push(simulation.emulator.requests().length);
  }
  return { wallMs: mean(durations), requests: mean(requests) };
}
