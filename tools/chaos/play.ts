/** Plays a story in virtual time and gives the evidence. */
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { connectOver } from '../../src/connect.ts';
import type { Host } from '../../src/github/host.ts';
import { runAction } from '../../src/run.ts';
import { createFakeHost } from '../../__tests__/support/fake-host.ts';
import { createManualClock, type ManualClock } from '../../__tests__/support/manual-clock.ts';
import type { Evidence, RunEvidence, Sent } from './evidence.ts';
import { openRealHost, type Written } from './real-host.ts';
import { HOME, REPOSITORY, TEAM } from './story/names.ts';
import type { RunPlan, Story } from './story/story.ts';
import { remember } from './truth.ts';
import { createEmulatedWire } from './wire.ts';

interface World {
  readonly story: Story;
  readonly inputs: Readonly<Record<string, string>>;
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly seen: Set<string>;
}

export async function play(story: Story): Promise<Evidence> {
  const clock = createManualClock();
  const emulator = createEmulator({ seed: story.seed, now: () => clock.date().getTime() });
  emulator.setScript(story.script);
  const inputs = { endpoint: 'http://127.0.0.1:1/{service}/{region}', ...story.inputs };
  const world: World = { story, inputs, clock, emulator, seen: new Set() };
  for (const { atMs, region, tag, digest } of story.pushes) {
    clock.after(atMs, () => push(emulator, { region, tag, digest }));
  }
  const [first, second] = story.runs;
  const runs: Promise<RunEvidence>[] = [];
  // Only the first is watched down to its bytes: stdout and environment are the process's own, and there is one of each.
  const real = openRealHost(inputs);
  try {
    if (first !== undefined) {
      runs.push(once(world, first, real.host).then((ended) => ({ ...ended, ...real.written() })));
    }
    if (second !== undefined) {
      const begun = second.begins === 'after' ? runs[0] : elapsed(clock, second.begins);
      runs.push(Promise.resolve(begun).then(() => onFake(world, second)));
    }
    return { story, runs: await clock.run(Promise.all(runs)), seen: world.seen };
  } finally {
    real.close();
  }
}

async function onFake(world: World, plan: RunPlan): Promise<RunEvidence> {
  const host = createFakeHost({ inputs: world.inputs });
  const result = await once(world, plan, host);
  const written: Written = {
    outputs: Object.fromEntries(host.outputs),
    stdout: '',
    summary: host.summaries.join(''),
    report: host.reports.join(''),
  };
  return { ...result, ...written };
}

/** One run of the action. */
async function once(
  { clock, emulator, seen, inputs }: World,
  { stopAtMs }: RunPlan,
  host: Host,
): Promise<Omit<RunEvidence, keyof Written>> {
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
  const requests: Sent[] = [];
  const askedAgain: string[] = [];
  const earlier = new Set(before.regions[HOME]?.jobs.map(({ id }) => id));
  const wire = createEmulatedWire(emulator, clock, {
    before({ method, url, body }) {
      if (method !== 'POST' || !url.pathname.endsWith('/sync_images')) return;
      const { now: serverNow, regions } = emulator.state();
      for (const job of regions[HOME]?.jobs ?? []) {
        const isOpen = earlier.has(job.id) && (job.status === 'running' || job.status === 'waiting');
        const isAsked = body.includes(`"${job.tag}"`) && body.includes(`"${job.remoteRegionId}"`);
        // One that is older is stuck, and not waited for; a silent one is not listed.
        if (isOpen && isAsked && job.outcome !== 'silent' && serverNow - job.createdAt < 6 * 3_600_000)
          askedAgain.push(`${job.remoteRegionId} ${job.tag}`);
      }
    },
    after(sent) {
      requests.push(sent);
      remember(emulator.state(), seen);
    },
  });
  const connect = (parts: Parameters<typeof connectOver>[1]) => connectOver(wire, parts);
  const exitCode = await runAction(host, { clock, random: () => 0.5, signal: stop.signal, connect });
  cancelTimer?.();
  const after = emulator.state();
  remember(after, seen);
  return {
    inputs,
    exitCode,
    begunAt,
    endedAt: now(),
    stoppedAt,
    requests,
    before,
    after,
    askedAgain,
    // A step that heeds nothing is left behind after a second.
    slackMs: 1000,
  };
}

function elapsed(clock: ManualClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Into an organization that exists; elsewhere there is nothing to push to. */
function push(emulator: Emulator, { region, tag, digest }: { region: string; tag: string; digest: string }): void {
  if (emulator.state().regions[region]?.organizations[TEAM] === undefined) return;
  emulator.push({ region, organization: TEAM, repository: REPOSITORY, tag, digest });
}
