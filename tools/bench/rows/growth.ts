import { type Measurement, type Row, sizeText, times } from '../row.ts';
import { type SimulatedRun, simulateJobs, simulatePromotion } from '../simulation/run.ts';
import { createSimulation, type Simulation, tagNames, targetNames } from '../simulation/simulation.ts';
import { copyDurations, createRandom, mean } from '../simulation/statistics.ts';

const [LATENCY_MS, JOB_SECONDS] = [50, 30] as const;
const SIZES = [
  [1, 1],
  [1, 20],
  [10, 5],
  [100, 1],
  [100, 10],
  [1000, 1],
  [1000, 10],
  [1000, 20],
  [10_000, 1],
  [10_000, 5],
  [10_000, 20],
] as const;
/** Promotions that are split over several jobs of a matrix. */
const FAN_OUTS = [
  { tags: 1, targets: 3, jobs: 3, how: 'by region' },
  { tags: 1000, targets: 20, jobs: 5, how: 'by region' },
  { tags: 1000, targets: 20, jobs: 5, how: 'by tag' },
  { tags: 4000, targets: 2, jobs: 4, how: 'by tag' },
] as const;

type FanOut = (typeof FAN_OUTS)[number];

/** How wall time, requests and log grow with the size, and what several jobs cost. */
export const growthRow: Row = {
  name: 'growth',
  title: 'Large promotions and several jobs',
  how: `Every copy takes ${JOB_SECONDS} s; latency ${LATENCY_MS} ms, virtual time; relative to 1 tag × 1 region. In the last lines a promotion is split over the jobs of a matrix, which run at the same time against the same cloud, with copies of 1 to 60 s. The balance is the slowest job over the mean of all.`,
  async run({ log, isQuick }) {
    const measurements: Measurement[] = [];
    let one: SimulatedRun | undefined;
    for (const [tags, targets] of SIZES.filter(([count]) => !isQuick || count <= 100)) {
      const result = await simulatePromotion(createPromotion(tags, targets), createRandom(1));
      one ??= result;
      const requests = result.requests.length;
      const perCopy = requests / (tags * targets);
      measurements.push({
        subject: sizeText(tags, targets),
        value: `${times(result.durationMs / one.durationMs)} the wall time, ${times(requests / one.requests.length)} the requests (${perCopy.toPrecision(2)} per copy), ${Math.round(result.logLines / one.logLines)} × the log lines`,
        goal: '',
      });
      log(`  … ${tags} × ${targets}`);
    }
    for (const fanOut of isQuick ? FAN_OUTS.slice(0, 1) : FAN_OUTS) measurements.push(await measureFanOut(fanOut));
    return { measurements };
  },
};

async function measureFanOut({ tags: tagCount, targets: targetCount, jobs: count, how }: FanOut): Promise<Measurement> {
  const durations = copyDurations(createRandom(tagCount), tagCount);
  const alone = await simulatePromotion(createPromotion(tagCount, targetCount, durations), createRandom(1));
  const simulation = createPromotion(tagCount, targetCount, durations);
  const { tags, targets } = simulation.options;
  const parts = Array.from({ length: count }, (_, index) => ({
    tags: how === 'by tag' ? partOf(tags, index, count) : tags,
    targets: how === 'by region' ? partOf(targets, index, count) : targets,
    random: createRandom(index + 1),
  }));
  const { jobs, requests } = await simulateJobs(simulation, parts);
  if (jobs.some(({ exitCode }) => exitCode !== 0)) throw new Error('a job of the fan-out failed');
  const longest = Math.max(...jobs.map(({ durationMs }) => durationMs));
  const balance = longest / mean(jobs.map(({ durationMs }) => durationMs));
  return {
    subject: `${sizeText(tagCount, targetCount)} in ${count} jobs ${how}`,
    value: `${times(longest / alone.durationMs)} the wall time of one job, ${times(requests.length / alone.requests.length)} its requests, balance ${times(balance)}`,
    goal: 'balance ≤ 1.10 ×',
    isMet: balance <= 1.1,
  };
}

/** `durations` are those of the copies of each tag; JOB_SECONDS if left out. */
function createPromotion(tagCount: number, targetCount: number, durations: readonly number[] = []): Simulation {
  const tags = tagNames(tagCount);
  return createSimulation({
    tags,
    targets: targetNames(targetCount),
    jobSeconds: JOB_SECONDS,
    latencyMs: LATENCY_MS,
    outcomes: durations.map((seconds, index) => ({ tag: tags[index] ?? '', seconds })),
  });
}

/** One of `count` equal parts. */
function partOf<T>(all: readonly T[], index: number, count: number): readonly T[] {
  const size = all.length / count;
  return all.slice(index * size, (index + 1) * size);
}
