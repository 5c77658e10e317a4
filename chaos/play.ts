/** Plays a story in virtual time and gives the evidence: what the workflow saw, and what was true. */
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import type { StateDump } from '../emulator/dump.ts';
import type { LogEntry } from '../emulator/request-log.ts';
import { connectOver } from '../src/runner/connect.ts';
import { run } from '../src/run.ts';
import { createFakeHost, type FakeHost } from '../__tests__/support/fake-host.ts';
import { createManualClock } from '../__tests__/support/manual-clock.ts';
import { HOME, type Story } from './story.ts';
import { createEmulatedWire } from './wire.ts';

export interface Evidence {
  readonly story: Story;
  readonly host: FakeHost;
  readonly exitCode: number;
  readonly tookMs: number;
  /** When the job was stopped, in the time of the request log; undefined when it ended before. */
  readonly stoppedAt: number | undefined;
  readonly requests: readonly LogEntry[];
  readonly before: StateDump;
  readonly after: StateDump;
  /** Everything that was ever true, as far as any request could see it: `region tag digest` and `region image status`. */
  readonly seen: ReadonlySet<string>;
}

export async function play(story: Story): Promise<Evidence> {
  const clock = createManualClock();
  const emulator = createEmulator({ seed: story.seed, now: () => clock.date().getTime() });
  emulator.setScript(story.script);
  const before = emulator.state();
  const seen = new Set<string>();
  const look = (): void => remember(emulator, seen);
  const stop = new AbortController();
  const host = createFakeHost({ inputs: { endpoint: 'http://127.0.0.1:1/{service}/{region}', ...story.inputs } });
  const begun = clock.now();
  let stoppedAt: number | undefined;
  for (const { atMs, region, tag, digest } of story.pushes) {
    clock.after(atMs, () => push(emulator, { region, tag, digest }));
  }
  if (story.stopAtMs !== undefined) {
    clock.after(story.stopAtMs, () => {
      stoppedAt = clock.date().getTime();
      stop.abort();
    });
  }
  const wire = createEmulatedWire(emulator, clock, look);
  const surroundings = {
    clock,
    random: () => 0.5,
    signal: stop.signal,
    connect: (parts: Parameters<typeof connectOver>[1]) => connectOver(wire, parts),
  };
  const { exitCode } = await clock.run(run(host, surroundings));
  look();
  return {
    story,
    host,
    exitCode,
    tookMs: clock.now() - begun,
    stoppedAt,
    requests: emulator.requests(),
    before,
    after: emulator.state(),
    seen,
  };
}

/** Into an organization that exists; elsewhere there is nothing to push to. */
function push(emulator: Emulator, { region, tag, digest }: { region: string; tag: string; digest: string }): void {
  if (emulator.state().regions[region]?.organizations['team'] === undefined) return;
  emulator.push({ region, organization: 'team', repository: 'app/api', tag, digest });
}

function remember(emulator: Emulator, seen: Set<string>): void {
  const { regions } = emulator.state();
  for (const [region, { organizations, images }] of Object.entries(regions)) {
    for (const [tag, digest] of Object.entries(organizations['team']?.['app/api'] ?? {}))
      seen.add(`${region} ${tag} ${digest}`);
    if (region === HOME) for (const { id, status } of images) seen.add(`${region} ${id} ${status}`);
  }
}
