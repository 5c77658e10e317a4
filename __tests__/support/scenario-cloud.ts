/** Runs the action against an emulated cloud: the bundle over real sockets, or its sources in virtual time. */
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script, ScriptReport } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import { runAction, type ActionRun, type Transcript } from '../../tools/runner/run-action.ts';
import { createInProcessCloud, type InProcessCloud, type InProcessStep } from './run-in-process.ts';
import { checkRun, checkTruth } from './scenario-invariants.ts';
import { startWatchedEmulator, type WatchedEmulator } from './watched-emulator.ts';

export const NORTH = 'cn-north-4';
export const EAST = 'cn-east-3';
export const SOUTH = 'cn-south-1';
export const WEST = 'cn-southwest-2';
export const FAR = 'ap-southeast-1';

export const KEY = { accessKey: 'SCENARIO-ACCESS-KEY', secretKey: 'planted-secret-key-6f1d' } as const;

/** The project id of each region. */
export const PROJECTS = {
  [NORTH]: 'p-north',
  [EAST]: 'p-east',
  [SOUTH]: 'p-south',
  [WEST]: 'p-west',
  [FAR]: 'p-far',
} as const;

type Given = Readonly<Record<string, string | undefined>>;

/**
 * Inputs of every step; `undefined` takes one away again. The time limits are out of reach on the busiest machine: a
 * scenario in which one of them ends something runs in virtual time.
 */
const DEFAULTS: Given = {
  region: NORTH,
  'access-key': KEY.accessKey,
  'secret-key': KEY.secretKey,
  timeout: '30m',
  'poll-interval': '1s',
  'request-timeout': '5m',
};

/** A step of a scenario. The endpoint and the default inputs are added to its `with:`. */
export interface StepRun extends Omit<ActionRun, 'with'> {
  readonly with: Given;
}

/** A running emulator, and the bundle that is run against it. */
export interface ScenarioCloud {
  readonly emulator: WatchedEmulator;
  /** Runs the bundle, and checks what must hold of every run. */
  run(step: StepRun): Promise<Transcript>;
}

/** What is emulated: the cloud at the start, and the faults. */
export interface CloudSettings {
  readonly seed: Seed;
  readonly script?: Script;
}

/** What one run came to: the runner's view of it, the requests, and the emulator's state and script at the end. */
export interface ScenarioResult {
  readonly run: Transcript;
  readonly requests: readonly LogEntry[];
  readonly state: StateSnapshot;
  readonly script: ScriptReport;
}

/** A seed that knows {@link KEY}, and the projects of these regions. */
export function seedOf(regions: Seed['regions'], rest: Omit<Seed, 'regions'> = {}): Seed {
  const projects = Object.entries(PROJECTS)
    .filter(([name]) => Object.hasOwn(regions, name))
    .map(([name, id]) => ({ id, name }));
  return { accessKeys: [KEY], projects, ...rest, regions };
}

/** Starts an emulator for as long as `use` takes. */
export async function inCloud<T>(
  { seed, script }: CloudSettings,
  use: (cloud: ScenarioCloud) => Promise<T>,
): Promise<T> {
  const emulator = await startWatchedEmulator(seed);
  if (script !== undefined) emulator.setScript(script);
  const secrets = secretsOf(seed);
  try {
    return await use({
      emulator,
      async run(step) {
        const inputs = Object.entries({ endpoint: emulator.endpoint, ...DEFAULTS, ...step.with });
        const given = inputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
        const transcript = await runAction({ ...step, with: Object.fromEntries(given) });
        checkRun(transcript, secrets);
        checkTruth(transcript, step.with, emulator.state());
        return transcript;
      },
    });
  } finally {
    await emulator.close();
  }
}

/** Runs the bundle once, in a cloud of its own. */
export function runInCloud({ seed, script, ...step }: CloudSettings & StepRun): Promise<ScenarioResult> {
  return inCloud(script === undefined ? { seed } : { seed, script }, async ({ emulator, run }) =>
    resultOf(emulator, await run(step)),
  );
}

/** The result of a run that has just ended. */
export function resultOf(
  emulator: Pick<WatchedEmulator, 'requests' | 'state' | 'script'>,
  run: Transcript,
): ScenarioResult {
  return { run, requests: emulator.requests(), state: emulator.state(), script: emulator.script() };
}

/** A cloud in virtual time. Steps run in the process of the tests, one after the other. */
export function createVirtualCloud({ seed, script }: CloudSettings): InProcessCloud {
  const { emulator, run } = createInProcessCloud(seed, script);
  const secrets = secretsOf(seed);
  return {
    emulator,
    async run(step) {
      const transcript = await run({ ...step, with: { ...DEFAULTS, ...step.with } });
      checkRun(transcript, secrets);
      checkTruth(transcript, step.with, emulator.state());
      return transcript;
    },
  };
}

/** Runs a step once in virtual time, in a cloud of its own. The faults are played as well, without sockets. */
export async function runInVirtualTime({
  seed,
  script,
  ...step
}: CloudSettings & InProcessStep): Promise<ScenarioResult> {
  const { emulator, run } = createVirtualCloud(script === undefined ? { seed } : { seed, script });
  return resultOf(emulator, await run(step));
}

function secretsOf({ accessKeys = [], tokens = [], users = [], github = {} }: Seed): readonly string[] {
  const ofKeys = accessKeys.flatMap(({ secretKey, securityToken }) => [secretKey, securityToken ?? '']);
  const others = [...tokens.map(({ token }) => token), ...users.map(({ password }) => password)];
  return [...ofKeys, ...others, github.requestToken ?? '', github.token ?? ''].filter((secret) => secret !== '');
}
