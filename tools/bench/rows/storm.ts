import { percent, type Row, times } from '../row.ts';
import { simulateSync } from '../simulation/run.ts';
import { createSimulation, tagNames, targetNames } from '../simulation/simulation.ts';
import { createRandom, mean } from '../simulation/statistics.ts';

const [TAGS, TARGETS, LIMIT, LATENCY_MS, SEEDS] = [200, 5, 5, 50, 5] as const;

/** A promotion from a cloud that accepts few requests per second. */
export const stormRow: Row = {
  name: 'storm',
  title: 'Throttling',
  how: `SWR accepts ${LIMIT} requests per second in all regions together, and answers 429 to the others. ${TAGS} tags × ${TARGETS} regions, latency ${LATENCY_MS} ms, ${SEEDS} seeds, virtual time. The least wall time is computed: what must be sent before the last copy begins, at that rate; the slowest copy; and one list of everything at that rate.`,
  async run({ isQuick }) {
    const measurements = [];
    for (const [subject, longest] of [
      ['every copy takes 30 s', undefined],
      ['copies of 1 to 60 s', 60],
    ] as const) {
      const runs = [];
      for (let seed = 1; seed <= (isQuick ? 1 : SEEDS); seed++) runs.push(await measure(seed, longest));
      const refused = mean(runs.map((run) => run.refused));
      const wall = mean(runs.map((run) => run.wall));
      const lost = runs.reduce((sum, run) => sum + run.lost, 0);
      measurements.push(
        {
          subject: `${subject}: copies lost`,
          value: `${lost} of ${runs.length * TAGS * TARGETS}`,
          goal: '0',
          isMet: lost === 0,
        },
        {
          subject: `${subject}: requests refused`,
          value: percent(refused),
          goal: '≤ 5 %',
          isMet: refused <= 0.05,
        },
        { subject: `${subject}: wall time`, value: times(wall), goal: '≤ 1.20 × the least', isMet: wall <= 1.2 },
      );
    }
    return { measurements };
  },
};

async function measure(seed: number, longest: number | undefined) {
  const random = createRandom(seed);
  const tags = tagNames(TAGS);
  const durations = tags.map((_, index) =>
    index === TAGS - 1 ? (longest ?? 30) : longest ? 1 + (longest - 1) * random() : 30,
  );
  const outcomes = tags.map((tag, index) => ({ tag, seconds: durations[index] ?? 0 }));
  const simulation = createSimulation({
    tags,
    targets: targetNames(TARGETS),
    outcomes,
    latencyMs: LATENCY_MS,
    rateLimit: LIMIT,
  });
  const { requests, results, durationMs } = await simulateSync(simulation, random);
  // A list of the source and of each target, the job list, and a POST per 50 tags; after the copies each target and the jobs.
  const before = 1 + TARGETS + 1 + TARGETS * Math.ceil(TAGS / 50);
  const leastMs = (1000 * (before - LIMIT)) / LIMIT + Math.max(...durations) * 1000 + (1000 * (TARGETS + 1)) / LIMIT;
  return {
    refused: requests.filter(({ status }) => status === 429).length / requests.length,
    wall: durationMs / leastMs,
    lost: results.filter(({ verdict }) => verdict !== 'copied').length,
  };
}
