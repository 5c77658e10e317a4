/** An emulated cloud with the action running against it, over real sockets. */
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script, ScriptReport } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import { runAction, type ActionRun, type Transcript } from '../../tools/runner/run-action.ts';
import { checkRun, checkTruth } from './scenario-invariants.ts';

export const NORTH = 'cn-north-4';
export const EAST = 'cn-east-3';
export const SOUTH = 'cn-south-1';
export const WEST = 'cn-southwest-2';
export const FAR = 'ap-southeast-1';

export const KEY = { accessKey: 'SCENARIO-ACCESS-KEY', secretKey: 'planted-secret-key-6f1d' } as const;

/** Projects of the regions above, so that scenarios can name them. */
export const PROJECTS = {
  [NORTH]: 'p-north',
  [EAST]: 'p-east',
  [SOUTH]: 'p-south',
  [WEST]: 'p-west',
  [FAR]: 'p-far',
} as const;

type Given = Readonly<Record<string, string | undefined>>;

/** Inputs that every scenario has; quick, so that a wait is short. `undefined` takes one away again. */
const USUAL: Given = {
  region: NORTH,
  'access-key': KEY.accessKey,
  'secret-key': KEY.secretKey,
  timeout: '20s',
  'poll-interval': '1s',
  'request-timeout': '5s',
};

/** How a step is started: {@link ActionRun}, where the endpoint and the usual inputs are filled in. */
export interface StepRun extends Omit<ActionRun, 'with'> {
  readonly with: Given;
}

export interface ScenarioCloud {
  readonly emulator: RunningEmulator;
  /** Runs the action, and checks what must hold of every run. */
  run(step: StepRun): Promise<Transcript>;
}

export interface CloudSettings {
  readonly seed: Seed;
  readonly script?: Script;
}

/** What is known in the end. */
export interface Story {
  readonly run: Transcript;
  readonly requests: readonly LogEntry[];
  readonly state: StateSnapshot;
  readonly script: ScriptReport;
}

/** A seed with the usual key and projects. */
export function seedOf(regions: Seed['regions'], rest: Omit<Seed, 'regions'> = {}): Seed {
  const projects = Object.entries(PROJECTS)
    .filter(([name]) => Object.hasOwn(regions, name))
    .map(([name, id]) => ({ id, name }));
  return { accessKeys: [KEY], projects, ...rest, regions };
}

/** Starts a cloud, lets `use` do its work, and ends the cloud whatever happens. */
export async function inCloud<T>(
  { seed, script }: CloudSettings,
  use: (cloud: ScenarioCloud) => Promise<T>,
): Promise<T> {
  const emulator = await startEmulator({ seed });
  if (script !== undefined) emulator.setScript(script);
  const secrets = secretsOf(seed);
  try {
    return await use({
      emulator,
      async run(step) {
        const usual = Object.entries({ endpoint: emulator.endpoint, ...USUAL, ...step.with });
        const given = usual.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
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

/** One cloud, one run. */
export function tell({ seed, script, ...step }: CloudSettings & StepRun): Promise<Story> {
  return inCloud(script === undefined ? { seed } : { seed, script }, async ({ emulator, run }) => {
    const transcript = await run(step);
    return { run: transcript, requests: emulator.requests(), state: emulator.state(), script: emulator.script() };
  });
}

function secretsOf({ accessKeys = [], tokens = [], users = [], github = {} }: Seed): readonly string[] {
  const ofKeys = accessKeys.flatMap(({ secretKey, securityToken }) => [secretKey, securityToken ?? '']);
  const others = [...tokens.map(({ token }) => token), ...users.map(({ password }) => password)];
  return [...ofKeys, ...others, github.requestToken ?? '', github.token ?? ''].filter((secret) => secret !== '');
}
