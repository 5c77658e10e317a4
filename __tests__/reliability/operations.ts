/** The operations of the table, and the scenario of each in which it succeeds. */
import type { Seed } from '../../emulator/seed.ts';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import type { Scenario } from '../../tools/chaos/scenario/scenario.ts';
import { HOME, IMAGES, REPOSITORY, TARGETS, TEAM } from '../../tools/chaos/scenario/names.ts';

const [TARGET] = TARGETS;
const [IMAGE = ''] = IMAGES;
const KEY = { accessKey: 'RELIABILITY-KEY', secretKey: 'reliability-secret-key' };

/** The columns of the table. */
export const OPERATIONS = ['sync-tags', 'refresh-image', 'wait-image', 'sync-hss', 'delete-image', 'promote'] as const;
/** One column of the table. */
export type OperationName = (typeof OPERATIONS)[number];

/** The verdict of each operation when nothing fails. */
export const SUCCESS: Readonly<Record<OperationName, string>> = {
  'sync-tags': 'copied',
  'refresh-image': 'active',
  'wait-image': 'active',
  'sync-hss': 'synchronized',
  'delete-image': 'deleted',
  promote: 'active',
};

const INPUTS: Readonly<Record<OperationName, Readonly<Record<string, string>>>> = {
  'sync-tags': { namespace: TEAM, repository: REPOSITORY, tags: 'v1', 'target-regions': TARGET },
  'refresh-image': { 'image-ids': IMAGE },
  'wait-image': { 'image-ids': IMAGE },
  'sync-hss': {},
  'delete-image': { 'image-ids': IMAGE },
  promote: { namespace: TEAM, repository: REPOSITORY, tags: 'v1', 'target-regions': TARGET, modelarts: 'register' },
};

/** The service that the operation itself calls. Projects are read from IAM in addition. */
export const SERVICE = {
  'sync-tags': 'swr-api',
  'refresh-image': 'modelarts',
  'wait-image': 'modelarts',
  'sync-hss': 'hss',
  'delete-image': 'modelarts',
  promote: 'modelarts',
} as const;

/** One region of the emulator's seed. */
export type RegionSeed = Seed['regions'][string];
/** One rule of the emulator's script. */
export type Rule = NonNullable<Script['rules']>[number];

/** How a scenario differs from the one in which everything succeeds. */
export interface Variation {
  readonly rules?: readonly Rule[];
  /** Settings of the source's region. */
  readonly home?: RegionSeed;
  readonly target?: RegionSeed;
  readonly cloud?: Omit<Seed, 'regions'>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly stopAtMs?: number;
}

/** A target that has the tag already, so that `promote` goes on to ModelArts at once. */
export const COPIED_TARGET: RegionSeed = {
  organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf('a') } } },
  registerTimeline: [
    { after: 0, status: 'CREATING' },
    { after: 5, status: 'ACTIVE' },
  ],
};

/** The scenario in which the operation succeeds, changed by the variation. */
export function scenarioOf(operation: OperationName, variation: Variation): Scenario {
  const timeline = [{ after: 5, status: 'ACTIVE' }] as const;
  const status = operation === 'delete-image' ? 'ACTIVE' : 'CREATING';
  const on = operation === 'refresh-image' ? 'sync' : 'start';
  return {
    seed: {
      accessKeys: [KEY],
      projects: [HOME, TARGET].map((name) => ({ id: `p-${name}`, name })),
      ...variation.cloud,
      regions: {
        [HOME]: {
          organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf('a') } } },
          images: [{ id: IMAGE, name: REPOSITORY, tag: 'v1', namespace: TEAM, status, on, timeline: [...timeline] }],
          ...variation.home,
        },
        [TARGET]: {
          ...(operation === 'promote' ? COPIED_TARGET : { organizations: { [TEAM]: {} } }),
          ...variation.target,
        },
      },
    },
    script: { rules: [...(variation.rules ?? [])] },
    inputs: {
      operation,
      region: HOME,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      timeout: '10m',
      'request-timeout': '30s',
      concurrency: '8',
      'fail-on': 'any',
      wait: 'true',
      'dry-run': 'false',
      override: 'false',
      ...INPUTS[operation],
      ...variation.inputs,
    },
    pushes: [],
    runs: [{ begins: 'after', stopAtMs: variation.stopAtMs }],
  };
}
