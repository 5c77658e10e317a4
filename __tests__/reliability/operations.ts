/** The operations of the table, each with a cloud in which it ends well. */
import type { Seed } from '../../emulator/seed.ts';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import type { Scenario } from '../../tools/chaos/scenario/scenario.ts';
import { HOME, IMAGES, REPOSITORY, TARGETS, TEAM } from '../../tools/chaos/scenario/names.ts';

const [TARGET] = TARGETS;
const [IMAGE = ''] = IMAGES;
const KEY = { accessKey: 'RELIABILITY-KEY', secretKey: 'reliability-secret-key' };

export const OPERATIONS = ['sync-tags', 'refresh-image', 'wait-image', 'sync-hss', 'delete-image', 'promote'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** What it ends as when nothing is wrong. */
export const WELL: Readonly<Record<OperationName, string>> = {
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

/** Requests of the operation itself: not those for projects. */
export const SERVICE = {
  'sync-tags': 'swr-api',
  'refresh-image': 'modelarts',
  'wait-image': 'modelarts',
  'sync-hss': 'hss',
  'delete-image': 'modelarts',
  promote: 'modelarts',
} as const;

export type RegionSeed = Seed['regions'][string];
export type Rule = NonNullable<Script['rules']>[number];

/** What is other than in a good scenario. */
export interface Twist {
  readonly rules?: readonly Rule[];
  readonly home?: RegionSeed;
  readonly target?: RegionSeed;
  readonly cloud?: Omit<Seed, 'regions'>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly stopAtMs?: number;
}

/** A target whose copy is there already, so that the scenario of `promote` is about what follows it. */
export const PROMOTED: RegionSeed = {
  organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf('a') } } },
  registerTimeline: [
    { after: 0, status: 'CREATING' },
    { after: 5, status: 'ACTIVE' },
  ],
};

export function scenarioOf(operation: OperationName, twist: Twist): Scenario {
  const timeline = [{ after: 5, status: 'ACTIVE' }] as const;
  const status = operation === 'delete-image' ? 'ACTIVE' : 'CREATING';
  const on = operation === 'refresh-image' ? 'sync' : 'start';
  return {
    seed: {
      accessKeys: [KEY],
      projects: [HOME, TARGET].map((name) => ({ id: `p-${name}`, name })),
      ...twist.cloud,
      regions: {
        [HOME]: {
          organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf('a') } } },
          images: [{ id: IMAGE, name: REPOSITORY, tag: 'v1', namespace: TEAM, status, on, timeline: [...timeline] }],
          ...twist.home,
        },
        [TARGET]: { ...(operation === 'promote' ? PROMOTED : { organizations: { [TEAM]: {} } }), ...twist.target },
      },
    },
    script: { rules: [...(twist.rules ?? [])] },
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
      ...twist.inputs,
    },
    pushes: [],
    runs: [{ begins: 'after', stopAtMs: twist.stopAtMs }],
  };
}
