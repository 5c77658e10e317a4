/** How the cost of a promotion grows with what is promoted, and what several jobs make of it. */
import { type Finding, type Row, times } from '../row.ts';
import { seeded } from '../world/lengths.ts';
import { countsOf, type Played, playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

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
/** A job of the fan-out promotes all tags to so many regions, or so many tags to all regions. */
const FAN_OUT = { tags: 1000, targets: 20, jobs: 5 } as const;

export const growthRow: Row = {
  name: 'growth',
  title: 'How cost grows',
  how: `Every copy lasts ${JOB_SECONDS} s, latency ${LATENCY_MS} ms, virtual time; ratios over 1 tag × 1 region. In the last rows ${FAN_OUT.tags} tags × ${FAN_OUT.targets} regions are split over ${FAN_OUT.jobs} jobs of a matrix that run at the same time: the balance is the slowest job over the mean of all.`,
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
        measured: `${times(played.tookMs / one.tookMs)} the wall time, ${times(counts.all / one.requests.length)} the requests (${perItem.toPrecision(2)} an item), ${times(played.lines / one.lines)} the lines of log`,
        goal: '',
      });
      say(`  … ${tags} × ${targets}`);
    }
    findings.push(await balance('by region', FAN_OUT.tags, FAN_OUT.targets / FAN_OUT.jobs));
    findings.push(await balance('by tag', FAN_OUT.tags / FAN_OUT.jobs, FAN_OUT.targets));
    return findings;
  },
};

async function promoted(tagCount: number, targetCount: number, seed = 1): Promise<Played> {
  const [tags, targets] = [tagsOf(tagCount), targetsOf(targetCount)];
  const world = createWorld({ tags, targets, jobSeconds: JOB_SECONDS, latencyMs: LATENCY_MS });
  const played = await playSync(world, seeded(seed));
  if (played.exitCode !== 0) throw new Error('the promotion failed');
  return played;
}

async function balance(how: string, tags: number, targets: number): Promise<Finding> {
  const alone = await promoted(FAN_OUT.tags, FAN_OUT.targets);
  const jobs: Played[] = [];
  for (let job = 1; job <= FAN_OUT.jobs; job++) jobs.push(await promoted(tags, targets, job));
  const longest = Math.max(...jobs.map(({ tookMs }) => tookMs));
  const meanMs = jobs.reduce((sum, { tookMs }) => sum + tookMs, 0) / jobs.length;
  const requests = jobs.reduce((sum, job) => sum + job.requests.length, 0);
  return {
    what: `${FAN_OUT.jobs} jobs ${how}`,
    measured: `${times(longest / alone.tookMs)} the wall time of one job, ${times(requests / alone.requests.length)} its requests, balance ${times(longest / meanMs)}`,
    goal: 'balance ≤ 1.10 ×',
    met: longest / meanMs <= 1.1,
  };
}
