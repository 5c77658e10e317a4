/** Runs a scenario in this process and in virtual time. */
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { connectOver } from '../../src/connect.ts';
import type { Host } from '../../src/github/host.ts';
import { runAction } from '../../src/run.ts';
import { createFakeHost } from '../../__tests__/support/fake-host.ts';
import { createManualClock, type ManualClock } from '../../__tests__/support/manual-clock.ts';
import type { Recording, RecordedRun, RecordedRequest } from './recording.ts';
import { openCapturingHost, type WrittenOutput } from './capturing-host.ts';
import { HOME, REPOSITORY, TEAM } from './scenario/names.ts';
import type { RunPlan, Scenario } from './scenario/scenario.ts';
import { recordStates } from './cloud-state.ts';
import { createEmulatedTransport } from './emulated-transport.ts';

interface Simulation {
  readonly inputs: Readonly<Record<string, string>>;
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly states: Set<string>;
}

/** Runs the scenario against an emulator of its own. The same scenario gives the same recording. */
export async function simulate(scenario: Scenario): Promise<Recording> {
  const clock = createManualClock();
  const emulator = createEmulator({ seed: scenario.seed, now: () => clock.date().getTime() });
  emulator.setScript(scenario.script);
  const inputs = { endpoint: 'http://127.0.0.1:1/{service}/{region}', ...scenario.inputs };
  const simulation: Simulation = { inputs, clock, emulator, states: new Set() };
  for (const { atMs, region, tag, digest } of scenario.pushes) {
    clock.after(atMs, () => push(emulator, { region, tag, digest }));
  }
  const [first, second] = scenario.runs;
  const runs: Promise<RecordedRun>[] = [];
  // Only the first run uses the real host: there is one stdout and one environment in a process.
  const capturing = openCapturingHost(inputs);
  try {
    if (first !== undefined) {
      runs.push(runOnce(simulation, first, capturing.host).then((ended) => ({ ...ended, ...capturing.written() })));
    }
    if (second !== undefined) {
      const start = second.begins === 'after' ? runs[0] : elapse(clock, second.begins);
      runs.push(Promise.resolve(start).then(() => runOnFakeHost(simulation, second)));
    }
    return { scenario, runs: await clock.run(Promise.all(runs)), states: simulation.states };
  } finally {
    capturing.close();
  }
}

async function runOnFakeHost(simulation: Simulation, plan: RunPlan): Promise<RecordedRun> {
  const host = createFakeHost({ inputs: simulation.inputs });
  const result = await runOnce(simulation, plan, host);
  const written: WrittenOutput = {
    outputs: Object.fromEntries(host.outputs),
    stdout: '',
    summary: host.summaries.join(''),
    report: host.reports.join(''),
  };
  return { ...result, ...written };
}

/** One run of the action. */
async function runOnce(
  { clock, emulator, states, inputs }: Simulation,
  { stopAtMs }: RunPlan,
  host: Host,
): Promise<Omit<RecordedRun, keyof WrittenOutput>> {
  const now = (): number => clock.date().getTime();
  const before = emulator.state();
  const begunAt = now();
  const stop = new AbortController();
  let stoppedAt: number | undefined;
  const stopNow = (): void => {
    stoppedAt = now();
    stop.abort();
  };
  const cancelTimer = stopAtMs === undefined ? undefined : clock.after(stopAtMs, stopNow);
  const requests: RecordedRequest[] = [];
  const resubmitted: string[] = [];
  const earlierJobs = new Set(before.regions[HOME]?.jobs.map(({ id }) => id));
  const transport = createEmulatedTransport(emulator, clock, {
    before({ method, url, body }) {
      if (method !== 'POST' || !url.pathname.endsWith('/sync_images')) return;
      const { now: serverNow, regions } = emulator.state();
      for (const job of regions[HOME]?.jobs ?? []) {
        const isOpen = earlierJobs.has(job.id) && (job.status === 'running' || job.status === 'waiting');
        const isRequested = body.includes(`"${job.tag}"`) && body.includes(`"${job.remoteRegionId}"`);
        // Jobs older than 6 hours count as stuck and may be replaced; a `silent` job is never listed.
        if (isOpen && isRequested && job.outcome !== 'silent' && serverNow - job.createdAt < 6 * 3_600_000)
          resubmitted.push(`${job.remoteRegionId} ${job.tag}`);
      }
    },
    after(request) {
      requests.push(request);
      recordStates(emulator.state(), states);
    },
  });
  const connect = (options: Parameters<typeof connectOver>[1]) => connectOver(transport, options);
  const exitCode = await runAction(host, { clock, random: () => 0.5, signal: stop.signal, connect });
  cancelTimer?.();
  const after = emulator.state();
  recordStates(after, states);
  return {
    inputs,
    exitCode,
    begunAt,
    endedAt: now(),
    stoppedAt,
    requests,
    before,
    after,
    resubmitted,
    // The engine abandons a step that ignores its abort signal after 1 s.
    slackMs: 1000,
    readLateMs: 0,
  };
}

function elapse(clock: ManualClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Pushes the tag, unless the region has no such organization. */
function push(emulator: Emulator, { region, tag, digest }: { region: string; tag: string; digest: string }): void {
  if (emulator.state().regions[region]?.organizations[TEAM] === undefined) return;
  emulator.push({ region, organization: TEAM, repository: REPOSITORY, tag, digest });
}
