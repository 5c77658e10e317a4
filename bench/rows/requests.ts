/** How many requests a promotion takes, first and again, against the least that the API allows. */
import type { Finding, Row } from '../row.ts';
import { times } from '../row.ts';
import { copyLengths, seeded } from '../world/lengths.ts';
import { least } from '../world/least.ts';
import { countsOf, type Played, playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

const JOB_SECONDS = 30;

export const requestsRow: Row = {
  name: 'requests',
  title: 'Requests, first run and second run',
  how: `The emulator's counters, in virtual time; every copy lasts ${JOB_SECONDS} s, or where it says so 1 to 60 s, so that at every look some have ended. The least is one list per 1000 tags of the source and of each target to compare, one list of the jobs, one POST per 50 tags and target, and for every look one list per 1000 tags of each target and one list per 1000 jobs for all of them; the looks are those of the schedule. The second run has the comparison alone.`,
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
  const bound = least({ tags, targets, looks: looksOf(first) });
  const counts = countsOf(first.requests);
  const again = countsOf(second.requests);
  const isDone = first.exitCode === 0 && second.exitCode === 0;
  const what = `${tags} tags × ${targets} regions${isMixed ? ', copies of 1 to 60 s' : ''}`;
  return [
    {
      what,
      measured: `${counts.all} requests, ${counts.posts} of them POST; the least is ${bound.first}: ${times(counts.all / bound.first)}`,
      goal: `≤ 1.00 ×, POSTs ${bound.posts}`,
      met: isDone && counts.all <= bound.first && counts.posts === bound.posts,
    },
    {
      what: `${what}, again`,
      measured: `${again.all} requests, ${again.posts} of them POST; the least is ${bound.second}: ${times(again.all / bound.second)}`,
      goal: '≤ 1.00 ×, no POST',
      met: isDone && again.all <= bound.second && again.posts === 0,
    },
  ];
}

/** Requests that fall within a second belong to one look. */
function looksOf({ requests }: Played): number {
  const lastPost = Math.max(...requests.filter(({ method }) => method === 'POST').map(({ at }) => at));
  const moments = requests.filter(({ at }) => at > lastPost).map(({ at }) => at);
  let [looks, begun] = [0, -Infinity];
  for (const at of moments.toSorted((left, right) => left - right)) {
    if (at - begun <= 800) continue;
    [looks, begun] = [looks + 1, at];
  }
  return looks;
}
