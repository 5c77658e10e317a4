import { requestsPlot, type RequestSample } from '../plots/size-plots.ts';
import { type Measurement, type Row, sizeText, times } from '../row.ts';
import { fewestRequests } from '../simulation/fewest-requests.ts';
import { simulatePromotion, type SimulatedRun } from '../simulation/run.ts';
import { createSimulation, tagNames, targetNames } from '../simulation/simulation.ts';
import { copyDurations, createRandom } from '../simulation/statistics.ts';

const JOB_SECONDS = 30;
/** Jitter and latency may add a fifth. */
const GOAL = 1.2;
/** More than a page has. */
const OTHER_TAGS = 2000;

/** The requests of a first and of a second run, against the fewest that the API allows. */
export const requestsRow: Row = {
  name: 'requests',
  title: 'Requests of the first and the second run',
  how: `Counted by the emulator, in virtual time. Every copy takes ${JOB_SECONDS} s, or where stated 1 to 60 s. The fewest requests are computed, not measured: to compare, one list per 1000 tags of the source and one of each target, and one job list; to copy, one POST per 50 tags and target; at each poll, one job list per 1000 jobs, and one tag list per 1000 tags of each target where a copy has just ended or which the seven polls before did not list. Neither jitter, which adds polls, nor the time that the requests take, which saves some, is part of it. The first run also asks once which regions the source synchronizes to, because some of the target regions are not documented. The second run only compares. In the last line every repository has ${OTHER_TAGS} more tags: a list of several pages proves no absence, so each tag is looked up by its name before it is copied.`,
  async run() {
    const measurements: Measurement[] = [];
    const samples: RequestSample[] = [];
    for (const tags of [1, 10, 100, 1000]) {
      for (const targets of [1, 5, 10]) {
        const result = await measure(tags, targets, false);
        measurements.push(...result.measurements);
        samples.push(result.sample);
      }
    }
    for (const [tags, targets] of [
      [100, 5],
      [1000, 10],
    ] as const) {
      measurements.push(...(await measure(tags, targets, true)).measurements);
    }
    measurements.push(await measureLongLists(100, 5));
    const worst = Math.max(...samples.map(({ first, fewest }) => first / fewest));
    return {
      measurements,
      plots: [
        {
          file: 'requests.svg',
          alt: 'The requests of a first run lie on the fewest possible for every size; a second run makes one per list of tags.',
          caption: `A first run makes at most ${times(worst)} the fewest possible requests. The requests depend on the number of polls, regions and pages, not on the number of copies, but for a target that lists more than 1000 tags: there, each tag that is missing is looked up once by its name.`,
          svg: requestsPlot(samples),
        },
      ],
    };
  },
};

async function measure(tags: number, targets: number, isMixed: boolean) {
  const names = tagNames(tags);
  const random = createRandom(tags + targets);
  const durations = isMixed ? copyDurations(random, tags) : names.map(() => JOB_SECONDS);
  const outcomes = names.map((tag, index) => ({ tag, seconds: durations[index] ?? 0 }));
  const simulation = createSimulation({ tags: names, targets: targetNames(targets), outcomes, latencyMs: 20 });
  const first = count(await simulatePromotion(simulation, random));
  const second = count(await simulatePromotion(simulation, random));
  const fewest = fewestRequests({ tags, targets, durations });
  const subject = `${sizeText(tags, targets)}${isMixed ? ', copies of 1 to 60 s' : ''}`;
  const measurements: readonly Measurement[] = [
    {
      subject,
      value: `${first.all} requests, ${first.posts} of them POST; fewest ${fewest.first}: ${times(first.all / fewest.first)}`,
      goal: `≤ ${GOAL.toFixed(2)} ×, POSTs ${fewest.posts}`,
      isMet: first.all <= GOAL * fewest.first && first.posts === fewest.posts,
    },
    {
      subject: `${subject}, second run`,
      value: `${second.all} requests, ${second.posts} of them POST; fewest ${fewest.second}: ${times(second.all / fewest.second)}`,
      goal: '≤ 1.00 ×, no POST',
      isMet: second.all <= fewest.second && second.posts === 0,
    },
  ];
  return { measurements, sample: { tags, targets, first: first.all, fewest: fewest.first, second: second.all } };
}

/** A first run where the lists of the targets have several pages. */
async function measureLongLists(tags: number, targets: number): Promise<Measurement> {
  const simulation = createSimulation({
    tags: tagNames(tags),
    targets: targetNames(targets),
    jobSeconds: JOB_SECONDS,
    otherTags: OTHER_TAGS,
    latencyMs: 20,
  });
  const { requests } = await simulatePromotion(simulation, createRandom(tags + targets));
  const byName = requests.filter(({ query }) => query['tag'] !== undefined).length;
  return {
    subject: `${sizeText(tags, targets)}, ${OTHER_TAGS} other tags in every repository`,
    value: `${requests.length} requests, ${byName} of them for a tag by its name`,
    goal: '',
  };
}

function count({ requests }: SimulatedRun): { readonly all: number; readonly posts: number } {
  return { all: requests.length, posts: requests.filter(({ method }) => method === 'POST').length };
}
