/** Runs the action in a simulated cloud. */
import type { LogEntry } from '../../../emulator/request-log.ts';
import { runAction } from '../../../src/run.ts';
import { connectOver } from '../../../src/connect.ts';
import type { Host } from '../../../src/github/host.ts';
import { KEY, ORGANIZATION, REPOSITORY, SOURCE, type Simulation, type SimulationOptions } from './simulation.ts';

/** The result of one job. */
export interface JobResult {
  /** Virtual milliseconds from its beginning to its end. */
  readonly durationMs: number;
  readonly exitCode: number;
  readonly results: readonly Result[];
  readonly logLines: number;
  /** The plan of a dry run; empty for any other run. */
  readonly plan: string;
}

/** The result of a job that ran alone, with every request that it made. */
export interface SimulatedRun extends JobResult {
  readonly requests: readonly LogEntry[];
}

/** One entry of the output `results`. */
export interface Result {
  readonly subject: string;
  readonly region: string;
  readonly verdict: string;
  readonly seconds: number;
}

type Inputs = Readonly<Record<string, string>>;
type CopyOptions = Pick<SimulationOptions, 'tags' | 'targets'>;

/** Runs `sync-tags` for every tag and target of the simulation. `random` is for the action's jitter. */
export function simulateSync(simulation: Simulation, random: () => number): Promise<SimulatedRun> {
  return simulateRun(simulation, random, syncInputs(simulation, simulation.options));
}

/** The same, but throws unless every tag was copied. */
export async function simulatePromotion(simulation: Simulation, random: () => number): Promise<SimulatedRun> {
  const result = await simulateSync(simulation, random);
  if (result.exitCode !== 0) throw new Error('the promotion failed');
  return result;
}

/** Runs one operation. */
export async function simulateRun(simulation: Simulation, random: () => number, inputs: Inputs): Promise<SimulatedRun> {
  simulation.emulator.clearRequests();
  const job = await simulation.clock.run(runJob(simulation, random, inputs));
  return { ...job, requests: simulation.emulator.requests() };
}

/** Runs several `sync-tags` jobs at the same time, each with its own tags and targets. */
export async function simulateJobs(
  simulation: Simulation,
  jobs: readonly (CopyOptions & { readonly random: () => number })[],
): Promise<{ readonly jobs: readonly JobResult[]; readonly requests: readonly LogEntry[] }> {
  simulation.emulator.clearRequests();
  const started = jobs.map((job) => runJob(simulation, job.random, syncInputs(simulation, job)));
  const results = await simulation.clock.run(Promise.all(started));
  return { jobs: results, requests: simulation.emulator.requests() };
}

function syncInputs(simulation: Simulation, { tags, targets }: CopyOptions): Inputs {
  return {
    operation: 'sync-tags',
    namespace: ORGANIZATION,
    repository: REPOSITORY,
    tags: tags.join('\n'),
    'target-regions': targets.join('\n'),
    'target-project-ids': targets.map((region) => `${region}=${simulation.projectOf(region)}`).join('\n'),
  };
}

async function runJob(
  { clock, transport, projectOf }: Simulation,
  random: () => number,
  inputs: Inputs,
): Promise<JobResult> {
  const { host, written } = createHost({
    endpoint: 'http://127.0.0.1:1/{service}/{region}',
    region: SOURCE,
    'project-id': projectOf(SOURCE),
    'access-key': KEY.accessKey,
    'secret-key': KEY.secretKey,
    timeout: '2h',
    ...inputs,
  });
  const start = clock.now();
  const connect = (options: Parameters<typeof connectOver>[1]) => connectOver(transport, options);
  const exitCode = await runAction(host, { clock, random, signal: new AbortController().signal, connect });
  const { results }: { results: readonly Result[] } = JSON.parse(written.report);
  return { durationMs: clock.now() - start, exitCode, results, logLines: written.logLines, plan: written.plan };
}

const ignore = (): void => undefined;

/** A host that keeps the report and counts the lines of the log, and drops everything else. */
function createHost(inputs: Inputs): {
  readonly host: Host;
  readonly written: { report: string; logLines: number; plan: string };
} {
  const written = { report: '', logLines: 0, plan: '' };
  const host: Host = {
    input: (name) => inputs[name] ?? '',
    env: () => '',
    mask: ignore,
    readFile() {
      throw new Error('does not exist');
    },
    eventTag: () => ({ tag: undefined, event: 'the event push' }),
    info() {
      written.logLines += 1;
    },
    warning: ignore,
    error: ignore,
    openGroup: ignore,
    closeGroup: ignore,
    setOutput: ignore,
    writeSummary: () => Promise.resolve(),
    writeReport(text, name = 'report.json') {
      written[name === 'plan.json' ? 'plan' : 'report'] = text;
      return Promise.resolve(name);
    },
  };
  return { host, written };
}
