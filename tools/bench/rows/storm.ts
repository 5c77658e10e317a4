/** A cloud that takes five requests a second. */
import { percent, type Row, times } from '../row.ts';
import { mean, seeded } from '../world/lengths.ts';
import { countsOf, playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

const [TAGS, TARGETS, LIMIT, LATENCY_MS, SEEDS] = [200, 5, 5, 50, 5] as const;

export const stormRow: Row = {
  name: 'storm',
  title: '429 storm',
  how: `A server that takes ${LIMIT} requests a second in all regions together, ${TAGS} tags × ${TARGETS} regions, latency ${LATENCY_MS} ms, ${SEEDS} seeds. The least possible is what must be sent before the last copy begins, at the rate of the server, then the slowest copy, then one look at everything at that rate.`,
  async run() {
    const cases = [];
    for (const [what, longest] of [
      ['every copy lasts 30 s', undefined],
      ['copies of 1 to 60 s', 60],
    ] as const) {
      const runs = [];
      for (let seed = 1; seed <= SEEDS; seed++) runs.push(await storm(seed, longest));
      const refused = mean(runs.map((run) => run.refused));
      const wall = mean(runs.map((run) => run.wall));
      const lost = runs.reduce((sum, run) => sum + run.lost, 0);
      cases.push(
        { what: `${what}: lost`, measured: `${lost} of ${SEEDS * TAGS * TARGETS}`, goal: '0', met: lost === 0 },
        { what: `${what}: refused`, measured: percent(refused), goal: '≤ 5 %', met: refused <= 0.05 },
        { what: `${what}: wall time`, measured: times(wall), goal: '≤ 1.20 × the least', met: wall <= 1.2 },
      );
    }
    return cases;
  },
};

async function storm(seed: number, longest: number | undefined) {
  const random = seeded(seed);
  const tags = tagsOf(TAGS);
  const lengths = tags.map((_, index) =>
    index === TAGS - 1 ? (longest ?? 30) : longest ? 1 + (longest - 1) * random() : 30,
  );
  const outcomes = tags.map((tag, index) => ({ tag, seconds: lengths[index] ?? 0 }));
  const world = createWorld({ tags, targets: targetsOf(TARGETS), outcomes, latencyMs: LATENCY_MS, rateLimit: LIMIT });
  const { requests, results, tookMs } = await playSync(world, random);
  const counts = countsOf(requests);
  // A list of the source and of each target, the jobs, and 50 tags a POST; then each target and the jobs once more.
  const before = 1 + TARGETS + 1 + TARGETS * Math.ceil(TAGS / 50);
  const leastMs = (1000 * (before - LIMIT)) / LIMIT + Math.max(...lengths) * 1000 + (1000 * (TARGETS + 1)) / LIMIT;
  return {
    refused: requests.filter(({ status }) => status === 429).length / counts.all,
    wall: tookMs / leastMs,
    lost: results.filter(({ verdict }) => verdict !== 'copied').length,
  };
}
