/** How many requests a promotion takes, first and again, against the least that the API allows. */
import type { Finding, Row } from '../row.ts';
import { times } from '../row.ts';
import { copyLengths, seeded } from '../world/lengths.ts';
import { least } from '../world/least.ts';
import { countsOf, playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

const JOB_SECONDS = 30;
/** What jitter and latency may add. */
const MOST = 1.2;

export const requestsRow: Row = {
  name: 'requests',
  title: 'Requests, first run and second run',
  how: `The emulator's counters, in virtual time; every copy lasts ${JOB_SECONDS} s, or where it says so 1 to 60 s, so that at every look some have ended. The least is one list per 1000 tags of the source and of each target to compare, one list of the jobs, one POST per 50 tags and target; for every look of the schedule one list per 1000 jobs, and one per 1000 tags of each target to which a copy has just ended, or which was not listed at the seven looks before. It knows nothing of the run, and no jitter, which adds looks. The second run has the comparison alone.`,
  async run() {
    const findings: Finding[] = [];
    for (const tags of [1, 10, 100, 1000]) {
      for (const targets of [1, 5, 10]) findings.push(...(await measured(tags, targets, false)));
    }
    findings.push(...(await measured(100, 5, true)), ...(await measured(1000, 10, true)));
    return findings;
  },
};

async function measured(tags: number, targets: number, isMixed: boolean): Promise<readonly Finding[]> {
  const names = tagsOf(tags);
  const random = seeded(tags + targets);
  const lengths = isMixed ? copyLengths(random, tags) : names.map(() => JOB_SECONDS);
  const outcomes = names.map((tag, index) => ({ tag, seconds: lengths[index] ?? 0 }));
  const world = createWorld({ tags: names, targets: targetsOf(targets), outcomes, latencyMs: 20 });
  const first = await playSync(world, random);
  const second = await playSync(world, random);
  const bound = least({ tags, targets, lengths });
  const counts = countsOf(first.requests);
  const again = countsOf(second.requests);
  const isDone = first.exitCode === 0 && second.exitCode === 0;
  const what = `${tags} tags × ${targets} regions${isMixed ? ', copies of 1 to 60 s' : ''}`;
  return [
    {
      what,
      measured: `${counts.all} requests, ${counts.posts} of them POST; the least is ${bound.first}: ${times(counts.all / bound.first)}`,
      goal: `≤ ${MOST.toFixed(2)} ×, POSTs ${bound.posts}`,
      met: isDone && counts.all <= MOST * bound.first && counts.posts === bound.posts,
    },
    {
      what: `${what}, again`,
      measured: `${again.all} requests, ${again.posts} of them POST; the least is ${bound.second}: ${times(again.all / bound.second)}`,
      goal: '≤ 1.00 ×, no POST',
      met: isDone && again.all <= bound.second && again.posts === 0,
    },
  ];
}
