/** How the cost of a promotion grows with what is promoted, and what several jobs make of it. */
import { type Finding, type Row, times } from '../row.ts';
import { copyLengths, mean, seeded } from '../world/lengths.ts';
import { countsOf, type Played, playSync, playTogether } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf, type World } from '../world/world.ts';

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
/** So many tags × regions, by so many jobs. */
const FAN_OUTS = [
  { tags: 1, targets: 3, jobs: 3, how: 'by region' },
  { tags: 1000, targets: 20, jobs: 5, how: 'by region' },
  { tags: 1000, targets: 20, jobs: 5, how: 'by tag' },
  { tags: 4000, targets: 2, jobs: 4, how: 'by tag' },
] as const;

type FanOut = (typeof FAN_OUTS)[number];

export const growthRow: Row = {
  name: 'growth',
  title: 'How cost grows',
  how: `Every copy lasts ${JOB_SECONDS} s, latency ${LATENCY_MS} ms, virtual time; ratios over 1 tag × 1 region. In the last rows a promotion is split over the jobs of a matrix, which run at the same time and in the same cloud, with copies of 1 to 60 s: the balance is the slowest job over the mean of all.`,
  async run(say) {
    const findings: Finding[] = [];
    let one: Played | undefined;
    for (const [tags, targets] of SIZES) {
      const played = await promoted(tags, targets);
      one ??= played;
      const counts = countsOf(played.requests);
      const perItem = counts.all / (tags * targets);
      findings.push({
        what: `${tags} tags × ${targets} regions`,
        measured: `${times(played.tookMs / one.tookMs)} the wall time, ${times(counts.all / one.requests.length)} the requests (${perItem.toPrecision(2)} an item), ${Math.round(played.lines / one.lines)} × the lines of log`,
        goal: '',
      });
      say(`  … ${tags} × ${targets}`);
    }
    for (const fanOut of FAN_OUTS) findings.push(await balance(fanOut));
    return findings;
  },
};

async function promoted(tagCount: number, targetCount: number): Promise<Played> {
  const played = await playSync(worldOf(tagCount, targetCount), seeded(1));
  if (played.exitCode !== 0) throw new Error('the promotion failed');
  return played;
}

async function balance({ tags: tagCount, targets: targetCount, jobs: count, how }: FanOut): Promise<Finding> {
  const lengths = copyLengths(seeded(tagCount), tagCount);
  const alone = await playSync(worldOf(tagCount, targetCount, lengths), seeded(1));
  if (alone.exitCode !== 0) throw new Error('the promotion failed');
  const world = worldOf(tagCount, targetCount, lengths);
  const { tags, targets } = world.parts;
  const parts = Array.from({ length: count }, (_, index) => ({
    tags: how === 'by tag' ? nth(tags, index, count) : tags,
    targets: how === 'by region' ? nth(targets, index, count) : targets,
    random: seeded(index + 1),
  }));
  const { jobs, requests } = await playTogether(world, parts);
  if (jobs.some(({ exitCode }) => exitCode !== 0)) throw new Error('a job of the fan-out failed');
  const longest = Math.max(...jobs.map(({ tookMs }) => tookMs));
  const ratio = longest / mean(jobs.map(({ tookMs }) => tookMs));
  return {
    what: `${tagCount} tags × ${targetCount} regions in ${count} jobs ${how}`,
    measured: `${times(longest / alone.tookMs)} the wall time of one job, ${times(requests.length / alone.requests.length)} its requests, balance ${times(ratio)}`,
    goal: 'balance ≤ 1.10 ×',
    met: ratio <= 1.1,
  };
}

/** The length of the copies of each tag, unless it is that of all. */
function worldOf(tagCount: number, targetCount: number, lengths: readonly number[] = []): World {
  const tags = tagsOf(tagCount);
  return createWorld({
    tags,
    targets: targetsOf(targetCount),
    jobSeconds: JOB_SECONDS,
    latencyMs: LATENCY_MS,
    outcomes: lengths.map((seconds, index) => ({ tag: tags[index] ?? '', seconds })),
  });
}

/** One of so many equal parts. */
function nth<T>(all: readonly T[], index: number, count: number): readonly T[] {
  const size = all.length / count;
  return all.slice(index * size, (index + 1) * size);
}
