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
  readonly pushes: readonly (Push & { readonly atMs: number })[];
  /** The runs of the step: one or two, or those of a story. */
  readonly runs: readonly RunPlan[];
}

/** A tag that somebody else pushes. */
export interface Push {
  readonly region: string;
  readonly tag: string;
  readonly digest: string;
}

/** When a run begins, and whether it is stopped. */
export interface RunPlan {
  /** `after`: when the previous run has ended. A number: milliseconds after the first run began, in parallel to it. */
  readonly begins: 'after' | number;
  /** Milliseconds from the beginning of the run until the job is stopped; undefined if it is not. */
  readonly stopAtMs: number | undefined;
  /** Inputs of its own besides those of the scenario. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** An input that is what the last earlier run has written that wrote one; where none did, the run is left out. */
  readonly takes?: 'plan' | 'report';
  /** Tags that are pushed right before it. */
  readonly pushes?: readonly Push[];
}

/** A push of one of these tags. */
export function pushOf(tags: readonly string[]) {
  return fc.record(pushFields(tags));
}

/** The same at a random moment. */
export function timedPushOf(tags: readonly string[]) {
  return fc.record({ atMs: fc.integer({ min: 0, max: 100_000 }), ...pushFields(tags) });
}

function pushFields(tags: readonly string[]) {
  return {
    region: fc.constantFrom(HOME, ...TARGETS),
    tag: fc.constantFrom(...tags),
    digest: fc.constantFrom('a', 'b', 'pushed').map(digestOf),
  };
}

/** When a run is stopped. */
export const stopAtMs = fc.oneof(
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

/** None, or one to three. */
export function few<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<readonly T[]> {
  return fc.oneof(
    { weight, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(arbitrary, { maxLength: 3 }) },
  );
}

/** What every scenario has. The source has no repository where it is undefined. */
export function partsOf<S, R, O>(source: fc.Arbitrary<S>, one: fc.Arbitrary<R>, inputs: fc.Arbitrary<O>) {
  return {
    source: fc.oneof({ weight: 12, arbitrary: source }, { weight: 1, arbitrary: fc.constant(undefined) }),
    regions: fc.tuple(one, one, one, one),
    lostProject: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...TARGETS) },
    ),
    clockSkewSeconds: fc.constantFrom(0, 0, 0, 0, 600, -1200, 20_000),
    rateLimits,
    rules: fc.array(rule, { maxLength: 5 }),
    operation: inputs,
    signIn,
    isProjectGiven: fc.boolean(),
  };
}

const parts = partsOf(sourceTags, region, operation);

/** Builds the seed and the script, and lets the emulator check both. */
export function scenarioOf(raw: Raw): Scenario {
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

/** The parts of a scenario. */
export interface Raw {
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
  .record({ ...parts, settings, pushes: few(timedPushOf(TAGS), 3), runs })
  .map((raw) => scenarioOf(raw));

/** Scenarios for real time (`runBundle`): one run each, without pushes, over within seconds. */
export const shortScenarios: fc.Arbitrary<Scenario> = fc
  .record({
    ...parts,
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
