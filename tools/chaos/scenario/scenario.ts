/** Random scenarios. What a seed generates must not change, so that a reported seed can be run again. */
import * as fc from 'fast-check';
import { digestOf } from '../../../emulator/digest.ts';
import { readScript, type Script } from '../../../emulator/script.ts';
import { readSeed, type Seed } from '../../../emulator/seed.ts';
import { region, sourceTags } from './cloud.ts';
import { rateLimits, rule } from './faults.ts';
import { HOME, REPOSITORY, TAGS, TARGETS, TEAM } from './names.ts';
import { operation, settings, shortSettings, signIn } from './workflow.ts';

/** A cloud, the inputs of the step, and the faults, pushes and stops meanwhile. */
export interface Scenario {
  readonly seed: Seed;
  readonly script: Script;
  readonly inputs: Readonly<Record<string, string>>;
  /** Tags that are pushed while the step runs. */
  readonly pushes: readonly {
    readonly atMs: number;
    readonly region: string;
    readonly tag: string;
    readonly digest: string;
  }[];
  /** The runs of the step: one or two. */
  readonly runs: readonly RunPlan[];
}

/** When a run begins, and whether it is stopped. */
export interface RunPlan {
  /** `after`: when the previous run has ended. A number: milliseconds after the first run began, in parallel to it. */
  readonly begins: 'after' | number;
  /** Milliseconds from the beginning of the run until the job is stopped; undefined if it is not. */
  readonly stopAtMs: number | undefined;
}

const push = fc.record({
  atMs: fc.integer({ min: 0, max: 100_000 }),
  region: fc.constantFrom(HOME, ...TARGETS),
  tag: fc.constantFrom(...TAGS),
  digest: fc.constantFrom('a', 'b', 'pushed').map(digestOf),
});

const stopAtMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
);
const runs = fc.oneof(
  { weight: 5, arbitrary: stopAtMs.map((moment) => [{ begins: 'after', stopAtMs: moment } as const]) },
  {
    // A second run after the first, which may have been stopped; or two runs in parallel.
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.oneof(stopAtMs, fc.integer({ min: 0, max: 20_000 })),
        fc.oneof(fc.constant('after' as const), fc.integer({ min: 0, max: 5000 })),
      )
      .map(([moment, begins]) => [
        { begins: 'after' as const, stopAtMs: moment },
        { begins, stopAtMs: undefined },
      ]),
  },
);

function few<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<readonly T[]> {
  return fc.oneof(
    { weight, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(arbitrary, { maxLength: 3 }) },
  );
}

const clouds = {
  source: fc.oneof({ weight: 12, arbitrary: sourceTags }, { weight: 1, arbitrary: fc.constant(undefined) }),
  regions: fc.tuple(region, region, region, region),
  lostProject: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...TARGETS) },
  ),
  clockSkewSeconds: fc.constantFrom(0, 0, 0, 0, 600, -1200, 20_000),
  rateLimits,
  rules: fc.array(rule, { maxLength: 5 }),
  operation,
  signIn,
  isProjectGiven: fc.boolean(),
};

/** Builds the seed and the script, and lets the emulator check both. */
function scenarioOf(raw: Raw): Scenario {
  const names = [HOME, ...TARGETS];
  const seed = readSeed({
    ...raw.signIn.seed,
    projects: names.filter((name) => name !== raw.lostProject).map((name) => ({ id: `p-${name}`, name })),
    clockSkewSeconds: raw.clockSkewSeconds,
    rateLimits: raw.rateLimits,
    regions: Object.fromEntries(
      names.map((name, index) => [
        name,
        name === HOME && raw.source !== undefined
          ? { ...raw.regions[index], organizations: { [TEAM]: { [REPOSITORY]: raw.source } } }
          : raw.regions[index],
      ]),
    ),
  });
  const inputs = {
    region: HOME,
    'project-id': raw.isProjectGiven ? `p-${HOME}` : '',
    ...raw.settings,
    ...raw.signIn.inputs,
    ...raw.operation,
  };
  return { seed, script: readScript({ rules: raw.rules }), inputs, pushes: raw.pushes, runs: raw.runs };
}

interface Raw {
  readonly source: Readonly<Record<string, string>> | undefined;
  readonly regions: readonly object[];
  readonly lostProject: string | undefined;
  readonly clockSkewSeconds: number;
  readonly rateLimits: unknown;
  readonly rules: readonly unknown[];
  readonly operation: Readonly<Record<string, string>>;
  readonly signIn: { readonly inputs: Readonly<Record<string, string>>; readonly seed: object };
  readonly isProjectGiven: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly pushes: Scenario['pushes'];
  readonly runs: Scenario['runs'];
}

/** Scenarios for virtual time (`simulate`). */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({ ...clouds, settings, pushes: few(push, 3), runs })
  .map((raw) => scenarioOf(raw));

/** Scenarios for real time (`runBundle`): one run each, without pushes, over within seconds. */
export const shortScenarios: fc.Arbitrary<Scenario> = fc
  .record({
    ...clouds,
    settings: shortSettings,
    pushes: fc.constant([]),
    runs: fc
      .oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.integer({ min: 100, max: 3000 }) },
      )
      .map((moment) => [{ begins: 'after' as const, stopAtMs: moment }]),
  })
  .map((raw) => scenarioOf(raw));
