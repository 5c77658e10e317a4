/** Runs a scenario in this process and in virtual time. */
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { connectOver } from '../../src/connect.ts';
import type { Host } from '../../src/github/host.ts';
import { runAction } from '../../src/run.ts';
import { createFakeHost } from '../../__tests__/support/fake-host.ts';
import { createManualClock, type ManualClock } from '../../__tests__/support/manual-clock.ts';
import { readReport } from '../runner/report.ts';
import type { Recording, RecordedRun, RecordedRequest } from './recording.ts';
import { openCapturingHost, type WrittenOutput } from './capturing-host.ts';
import { HOME, REPOSITORY, TEAM } from './scenario/names.ts';
import type { Push, RunPlan, Scenario } from './scenario/scenario.ts';
import { recordStates, shownBefore } from './cloud-state.ts';
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
  for (const { atMs, ...push } of scenario.pushes) clock.after(atMs, () => pushInto(simulation, push));
  const runs: Promise<RecordedRun | undefined>[] = [];
  for (const plan of scenario.runs) {
    const earlier = [...runs];
    runs.push(plan.begins === 'after' ? runAfter(simulation, plan, earlier) : runBeside(simulation, plan, plan.begins));
  }
  const ended = await clock.run(Promise.all(runs));
  return { scenario, runs: ended.filter((run) => run !== undefined), states: simulation.states };
}

/** A run when the earlier ones have ended; undefined where it would have been given what they did not write. */
async function runAfter(
  simulation: Simulation,
  plan: RunPlan,
  earlier: readonly Promise<RecordedRun | undefined>[],
): Promise<RecordedRun | undefined> {
  const before = await Promise.all(earlier);
  const { takes } = plan;
  const taken =
    takes === undefined
      ? {}
      : { [takes]: before.map((run) => writtenBy(run, takes)).findLast((text) => text !== '') ?? '' };
  if (Object.values(taken).includes('')) return undefined;
  for (const push of plan.pushes ?? []) pushInto(simulation, push);
  // The real host: there is one stdout and one environment in a process.
  const inputs = { ...simulation.inputs, ...plan.inputs, ...taken };
  const capturing = openCapturingHost(inputs);
  try {
    const ended = await runOnce({ ...simulation, inputs }, plan, capturing.host);
    return { ...ended, ...capturing.written() };
  } finally {
    capturing.close();
  }
}

/** A plan, or a report that names a backup; empty where there is none. */
function writtenBy(run: RecordedRun | undefined, input: 'plan' | 'report'): string {
  if (input === 'plan') return run?.outputs['plan'] ?? '';
  const hasBackup = run !== undefined && readReport(run.report).results.some(({ backup }) => backup !== undefined);
  return hasBackup ? run.report : '';
}

/** A run in parallel to the first one. */
async function runBeside(simulation: Simulation, plan: RunPlan, afterMs: number): Promise<RecordedRun> {
  const { clock } = simulation;
  await new Promise<void>((resolve) => {
    clock.after(afterMs, resolve);
  });
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
  recordStates(before, states);
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
  let shown: RecordedRequest['shown'];
  const transport = createEmulatedTransport(emulator, clock, {
    before({ method, url, body }) {
      shown = undefined;
      if (method !== 'POST' || !/\/(sync_images|tags)$/.test(url.pathname)) return;
      const state = emulator.state();
      shown = shownBefore(state, url, body);
      if (url.pathname.endsWith('/tags')) return;
      for (const job of state.regions[HOME]?.jobs ?? []) {
        const isOpen = earlierJobs.has(job.id) && (job.status === 'running' || job.status === 'waiting');
        const isRequested = body.includes(`"${job.tag}"`) && body.includes(`"${job.remoteRegionId}"`);
        // Jobs older than 6 hours count as stuck and may be replaced; a `silent` job is never listed.
        if (isOpen && isRequested && job.outcome !== 'silent' && state.now - job.createdAt < 6 * 3_600_000)
          resubmitted.push(`${job.remoteRegionId} ${job.tag}`);
      }
    },
    after(request) {
      requests.push(shown === undefined ? request : { ...request, shown });
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

/** Pushes the tag, unless the region has no such organization. */
function pushInto({ emulator, states }: Simulation, { region, tag, digest }: Push): void {
  if (emulator.state().regions[region]?.organizations[TEAM] === undefined) return;
  emulator.push({ region, organization: TEAM, repository: REPOSITORY, tag, digest });
  recordStates(emulator.state(), states);
}
