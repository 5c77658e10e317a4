/** The operations of the table, and the scenario of each in which it succeeds. */
import type { Seed } from '../../emulator/seed.ts';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import { completePlan, serializePlan } from '../../src/plan/plan-file.ts';
import type { Scenario } from '../../tools/chaos/scenario/scenario.ts';
import { HOME, IMAGES, REPOSITORY, TARGETS, TEAM } from '../../tools/chaos/scenario/names.ts';

const [TARGET] = TARGETS;
const [IMAGE = ''] = IMAGES;
const KEY = { accessKey: 'RELIABILITY-KEY', secretKey: 'reliability-secret-key' };

/** The columns of the table about the digests of tags. */
export const TAG_OPERATIONS = ['sync-tags', 'retag', 'apply', 'verify-tags', 'rollback'] as const;
/** The columns of the table about images and their scans. */
export const IMAGE_OPERATIONS = ['refresh-image', 'wait-image', 'sync-hss', 'delete-image', 'promote'] as const;
/** The columns of both. */
export const OPERATIONS = [...TAG_OPERATIONS, ...IMAGE_OPERATIONS] as const;
/** One column of the table. */
export type OperationName = (typeof OPERATIONS)[number];

/** The verdict of each operation when nothing fails. */
export const SUCCESS: Readonly<Record<OperationName, string>> = {
  'sync-tags': 'copied',
  retag: 'tagged',
  apply: 'copied',
  'verify-tags': 'verified',
  rollback: 'restored',
  'refresh-image': 'active',
  'wait-image': 'active',
  'sync-hss': 'synchronized',
  'delete-image': 'deleted',
  promote: 'active',
};

const PLACE = { namespace: TEAM, repository: REPOSITORY } as const;
/** What the run to undo has replaced. */
const OLD = digestOf('old');
/** The tag that keeps it. */
export const BACKUP = `backup-${OLD.slice(7, 23)}-v1`;

const INPUTS: Readonly<Record<OperationName, Readonly<Record<string, string>>>> = {
  'sync-tags': { ...PLACE, tags: 'v1', 'target-regions': TARGET },
  retag: { ...PLACE, tags: 'v1 => stable' },
  apply: { plan: planOf('sync-tags') },
  'verify-tags': { ...PLACE, tags: 'v1', 'target-regions': TARGET },
  rollback: { ...PLACE, report: reportOf() },
  'refresh-image': { 'image-ids': IMAGE },
  'wait-image': { 'image-ids': IMAGE },
  'sync-hss': {},
  'delete-image': { 'image-ids': IMAGE },
  promote: { ...PLACE, tags: 'v1', 'target-regions': TARGET, modelarts: 'register' },
};

/** The service that the operation itself calls. Projects are read from IAM in addition. */
export const SERVICE = {
  'sync-tags': 'swr-api',
  retag: 'swr-api',
  apply: 'swr-api',
  'verify-tags': 'swr-api',
  rollback: 'swr-api',
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

/** The plan of copying `v1` to a target without it. */
function planOf(operation: 'sync-tags'): string {
  const place = { ...PLACE, tag: 'v1' };
  return serializePlan(
    completePlan({
      operation,
      github: { repository: '', run: '' },
      proof: 'digest',
      stages: {},
      environmentPrefix: '',
      names: [],
      copies: [
        {
          source: { ...place, region: HOME, digest: digestOf('a') },
          target: { ...place, region: TARGET, present: 'none' },
          policy: 'refuse',
          backup: false,
        },
      ],
    }),
  );
}

/** The report of a run that replaced `v1` in the target, and kept what it had. */
function reportOf(): string {
  const row = { operation: 'sync-tags', region: TARGET, ...PLACE, subject: 'v1', tag: 'v1' };
  const end = { verdict: 'overwritten', ok: true, proved: true, seconds: 1 };
  const result = { ...row, ...end, digest: digestOf('a'), previousDigest: OLD, backup: BACKUP };
  const nothing = {
    failure: null,
    succeededTags: [],
    failedTags: [],
    readyRegions: [],
    references: {},
    images: [],
    plan: [],
  };
  return JSON.stringify({
    version: 1,
    status: 'succeeded',
    failureKind: '',
    github: null,
    inputs: { ...PLACE, region: HOME },
    results: [result],
    ...nothing,
  });
}

/** The tags of the target, by operation, where it has any. */
const TARGET_TAGS: Readonly<Partial<Record<OperationName, Readonly<Record<string, string>>>>> = {
  'verify-tags': { v1: digestOf('a') },
  rollback: { v1: digestOf('a'), [BACKUP]: OLD },
};

/** A target that has these tags. */
export function withTags(tags: Readonly<Record<string, string>>): RegionSeed {
  return { organizations: { [TEAM]: { [REPOSITORY]: tags } } };
}

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
          ...(TARGET_TAGS[operation] === undefined ? {} : withTags(TARGET_TAGS[operation])),
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
