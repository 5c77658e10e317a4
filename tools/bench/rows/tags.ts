import { curlScript } from '../baselines/curl-script.ts';
import { plainCloud } from '../baselines/baseline.ts';
import { type Measurement, type Row, sizeText, times } from '../row.ts';
import { type SimulatedRun, simulateRun } from '../simulation/run.ts';
import {
  createSimulation,
  ORGANIZATION,
  REPOSITORY,
  type Simulation,
  tagNames,
  targetNames,
} from '../simulation/simulation.ts';
import { createRandom } from '../simulation/statistics.ts';

const JOB_SECONDS = 30;
const SIZES = [
  [1, 1],
  [10, 3],
  [50, 10],
] as const;

/** The requests of new names, plans, their application and `verify-tags`, against those of a plain run and of a script. */
export const tagsRow: Row = {
  name: 'tags',
  title: 'Requests of new names, plans and checks',
  how: `Counted by the emulator, in virtual time. Every copy takes ${JOB_SECONDS} s. Each run has a cloud of its own, but for the application of a plan and \`verify-tags\`, which follow in the cloud where the plan was made and applied. The shell script is a program in tools/bench/baselines: it asks for the details of each tag by its name, copies one tag and region after the other, and asks for the tag in the target every 10 s.`,
  async run() {
    const measurements: Measurement[] = [];
    for (const [tags, targets] of SIZES) measurements.push(...(await measure(tags, targets)));
    return { measurements };
  },
};

async function measure(tags: number, targets: number): Promise<readonly Measurement[]> {
  const size = sizeText(tags, targets);
  const names = tagNames(tags);
  const create = (): Simulation =>
    createSimulation({ tags: names, targets: targetNames(targets), jobSeconds: JOB_SECONDS, latencyMs: 20 });
  const plain = await run(create(), { operation: 'sync-tags', tags: names.join('\n') });
  const renamed = await run(create(), {
    operation: 'sync-tags',
    tags: names.map((name) => `${name} => release-${name}`).join('\n'),
  });
  const planned = create();
  const dryRun = await run(planned, { operation: 'sync-tags', tags: names.join('\n'), 'dry-run': 'true' });
  const applied = await run(planned, { operation: 'apply', plan: dryRun.plan, ...NO_PLACE });
  const verified = await run(planned, { operation: 'verify-tags', tags: names.join('\n') });
  const script = create();
  await script.clock.run(curlScript.run(plainCloud(script)));

  const [all, sent, lists] = [plain.requests.length, postsOf(plain), listsOf(plain)];
  const ofScript = script.emulator.requests().length;
  return [
    {
      subject: `${size}, new names`,
      value: `${renamed.requests.length} requests, ${postsOf(renamed)} of them POST; without new names ${all} and ${sent}`,
      goal: `at most a POST and a list more for each name`,
      isMet: postsOf(renamed) === sent + tags && renamed.requests.length <= all + 2 * tags,
    },
    {
      subject: `${size}, plan`,
      value: `${listsOf(dryRun)} lists, ${postsOf(dryRun)} POST`,
      goal: `${1 + targets} lists, no POST`,
      isMet: listsOf(dryRun) === 1 + targets && postsOf(dryRun) === 0,
    },
    {
      subject: `${size}, application of the plan`,
      value: `${listsOf(applied)} lists, ${applied.requests.length} requests; without a plan ${lists} and ${all}`,
      goal: 'no more',
      isMet: listsOf(applied) <= lists && applied.requests.length <= all,
    },
    {
      subject: `${size}, \`verify-tags\``,
      value: `${verified.requests.length} requests; a script that asks for each tag ${tags * (1 + targets)}`,
      goal: `${1 + targets}`,
      isMet: verified.requests.length === 1 + targets,
    },
    {
      subject: `${size}, ${curlScript.name}`,
      value: `${ofScript} requests: ${times(ofScript / all)} those of the action`,
      goal: '',
    },
  ];
}

async function run(simulation: Simulation, inputs: Readonly<Record<string, string>>): Promise<SimulatedRun> {
  const result = await simulateRun(simulation, createRandom(1), { ...placeOf(simulation), ...inputs });
  if (result.exitCode !== 0) throw new Error(`${inputs['operation']} failed`);
  return result;
}

function placeOf({ options: { targets }, projectOf }: Simulation): Readonly<Record<string, string>> {
  return {
    namespace: ORGANIZATION,
    repository: REPOSITORY,
    'target-regions': targets.join('\n'),
    'target-project-ids': targets.map((region) => `${region}=${projectOf(region)}`).join('\n'),
  };
}

/** A plan says it all. */
const NO_PLACE = { namespace: '', repository: '', 'target-regions': '' } as const;

function postsOf({ requests }: SimulatedRun): number {
  return requests.filter(({ method }) => method === 'POST').length;
}

function listsOf({ requests }: SimulatedRun): number {
  return requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/tags')).length;
}
