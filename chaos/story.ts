/** Random stories: a cloud, what a workflow asks of it, and what goes wrong meanwhile. */
import * as fc from 'fast-check';
import { digestOf, uuidOf } from '../emulator/digest.ts';
import { readScript, type Script } from '../emulator/script.ts';
import { readSeed, type Seed } from '../emulator/seed.ts';
import { OUTCOMES, STATUSES } from '../emulator/swr/jobs.ts';

export const HOME = 'cn-north-4';
export const TARGETS = ['cn-east-3', 'cn-south-1', 'eu-west-101'] as const;
export const KEYS = { accessKey: 'CHAOS-ACCESS-KEY', secretKey: 'chaos-secret-key-of-nobody' } as const;
const TAGS = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;
const IMAGES = ['one', 'two', 'three'].map(uuidOf);

export interface Story {
  readonly seed: Seed;
  readonly script: Script;
  readonly inputs: Readonly<Record<string, string>>;
  /** Somebody pushes other bytes under a tag at some moment. */
  readonly pushes: readonly {
    readonly atMs: number;
    readonly region: string;
    readonly tag: string;
    readonly digest: string;
  }[];
  /** The job is stopped at this moment. */
  readonly stopAtMs: number | undefined;
}

const digest = fc.constantFrom('a', 'b', 'c').map(digestOf);
const tagsOf = fc.dictionary(fc.constantFrom(...TAGS), digest, { noNullPrototype: true });
/** The source has most of the tags in most stories; else everything would end as missing. */
const sourceTags = fc
  .tuple(
    ...TAGS.map((tag) =>
      fc.tuple(
        fc.integer({ min: 0, max: 9 }),
        digest.map((value) => [tag, value] as const),
      ),
    ),
  )
  .map((all) => Object.fromEntries(all.filter(([dice]) => dice > 0).map(([, entry]) => entry)));
const organizations = fc.oneof(
  { weight: 6, arbitrary: tagsOf.map((tags) => ({ team: { 'app/api': tags } })) },
  { weight: 2, arbitrary: fc.constant({ team: {} }) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const status = fc.constantFrom('INIT', 'CREATING', 'ACTIVE', 'CREATE_FAILED', 'ERROR', 'DELETED');

const image = fc.record({
  status,
  on: fc.constantFrom('sync', 'start'),
  later: fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), status), { maxLength: 3 }),
});
const images = fc.array(image, { minLength: 0, maxLength: IMAGES.length }).map((all) =>
  all.map(({ status: first, on, later }, index) => ({
    id: IMAGES[index] ?? '',
    name: 'training',
    namespace: 'team',
    tag: `t${index}`,
    status: first,
    on,
    timeline: later.toSorted(([a], [b]) => a - b).map(([after, next]) => ({ after, status: next })),
  })),
);

const outcome = fc.record(
  {
    tag: fc.constantFrom(...TAGS),
    target: fc.constantFrom(...TARGETS),
    outcome: fc.constantFrom(...OUTCOMES),
    seconds: fc.constantFrom(0, 1, 7, 60, 400),
    lagSeconds: fc.constantFrom(0, 2, 15),
  },
  { requiredKeys: ['outcome'] },
);
const pastJob = fc.record({
  namespace: fc.constant('team'),
  repository: fc.constant('app/api'),
  tag: fc.constantFrom(...TAGS),
  remoteRegionId: fc.constantFrom(...TARGETS),
  remoteNamespace: fc.constant('team'),
  status: fc.constantFrom(...STATUSES),
});
const hss = fc.record(
  {
    synchronize: fc.constantFrom('ok', 'gone-404', 'gone-410'),
    tasks: fc.boolean(),
    taskSeconds: fc.constantFrom(0, 3, 60),
    outcome: fc.constantFrom('success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'),
  },
  { requiredKeys: [] },
);
const region = fc.record({
  organizations,
  syncSeconds: fc.constantFrom(0, 2, 30, 300),
  syncOutcomes: fc.array(outcome, { maxLength: 4 }),
  hideSyncJobs: fc.boolean(),
  jobs: fc.array(pastJob, { maxLength: 3 }),
  swrErrorShape: fc.constantFrom('array', 'errors', 'object'),
  swrNotFound: fc.constantFrom('404', '400'),
  images,
  imageNotFound: fc.constantFrom('400-6404', '400-6797', '404'),
  deleteReply: fc.constantFrom('object', '204'),
  hss,
});

const fault = fc.oneof(
  fc
    .constantFrom(500, 502, 503, 504, 400, 403, 404, 409)
    .map((code) => ({ kind: 'status', status: code, body: { error_code: 'X.1', error_msg: 'chaos' } })),
  fc
    .constantFrom<unknown>([], ['v1'], {}, null, 'text', [{ Tag: 'v1' }], { error_code: 1 }, { status: 'ACTIVE' })
    .map((body) => ({ kind: 'status', status: 200, body })),
  fc.record({
    kind: fc.constant('throttle'),
    preset: fc.constantFrom('APIGW.0308', 'SVCSTG.SWR.4031032', 'SVCSTG.SWR.4090023'),
    retryAfterSeconds: fc.constantFrom(0, 1, 30),
  }),
  fc.constantFrom(
    { kind: 'cut', bytes: 5 },
    { kind: 'stall', bytes: 5 },
    { kind: 'reset' },
    { kind: 'silence' },
    { kind: 'html' },
  ),
  fc.constantFrom(
    { kind: 'text', body: '{"half' },
    { kind: 'drip', bytes: 1, everyMs: 200 },
    { kind: 'delay', ms: 4000 },
  ),
  fc.constant({ kind: 'redirect', location: 'https://elsewhere.example/' }),
);
const rule = fc.record({
  match: fc.record(
    {
      service: fc.constantFrom('swr-api', 'modelarts', 'hss', 'iam'),
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      path: fc.constantFrom('/tags', '/sync_images', '/sync_job', '/sync', '/image', '/projects'),
    },
    { requiredKeys: [] },
  ),
  skip: fc.integer({ min: 0, max: 3 }),
  times: fc.constantFrom<'always' | number>(1, 1, 2, 5, 'always'),
  takesEffect: fc.boolean(),
  fault,
});

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      operation: fc.constant('sync-tags'),
      namespace: fc.constant('team'),
      repository: fc.constant('app/api'),
      tags: some(TAGS).map((tags) => tags.join(',')),
      'target-regions': some(TARGETS).map((regions) => regions.join(',')),
      override: fc.constantFrom('true', 'false'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      operation: fc.constantFrom('refresh-image', 'wait-image', 'delete-image'),
      'image-ids': some(IMAGES).map((ids) => ids.join('\n')),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ operation: 'sync-hss' }) },
);
const settings = fc.record({
  wait: fc.constantFrom('true', 'true', 'true', 'false'),
  'dry-run': fc.constantFrom('false', 'false', 'false', 'true'),
  timeout: fc.constantFrom('0', '20s', '2m', '10m'),
  'request-timeout': fc.constantFrom('5s', '30s'),
  'poll-interval': fc.constantFrom('1s', '10s'),
  'max-attempts': fc.constantFrom('1', '3', '5'),
  concurrency: fc.constantFrom('1', '3', '8'),
  'fail-on': fc.constantFrom('any', 'all', 'never'),
});
const push = fc.record({
  atMs: fc.integer({ min: 0, max: 100_000 }),
  region: fc.constantFrom(HOME, ...TARGETS),
  tag: fc.constantFrom(...TAGS),
  digest: fc.constantFrom('a', 'b', 'pushed').map(digestOf),
});

/** What is generated is checked again by the emulator's own reader, which names the place of a mistake. */
export const stories: fc.Arbitrary<Story> = fc
  .record({
    source: fc.oneof({ weight: 12, arbitrary: sourceTags }, { weight: 1, arbitrary: fc.constant(undefined) }),
    regions: fc.tuple(region, region, region, region),
    lostProject: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...TARGETS) },
    ),
    clockSkewSeconds: fc.constantFrom(0, 0, 0, 0, 600, -1200, 20_000),
    rules: fc.array(rule, { maxLength: 5 }),
    operation,
    settings,
    isProjectGiven: fc.boolean(),
    isKeyWrong: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    pushes: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(push, { maxLength: 3 }) },
    ),
    stopAtMs: fc.oneof(
      { weight: 7, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
    ),
  })
  .map((raw) => {
    const names = [HOME, ...TARGETS];
    const seed = readSeed({
      accessKeys: [raw.isKeyWrong ? { ...KEYS, secretKey: 'another-secret-key' } : KEYS],
      projects: names.filter((name) => name !== raw.lostProject).map((name) => ({ id: `p-${name}`, name })),
      clockSkewSeconds: raw.clockSkewSeconds,
      regions: Object.fromEntries(
        names.map((name, index) => [
          name,
          name === HOME && raw.source !== undefined
            ? { ...raw.regions[index], organizations: { team: { 'app/api': raw.source } } }
            : raw.regions[index],
        ]),
      ),
    });
    const inputs = {
      region: HOME,
      'access-key': KEYS.accessKey,
      'secret-key': KEYS.secretKey,
      'project-id': raw.isProjectGiven ? `p-${HOME}` : '',
      ...raw.settings,
      ...raw.operation,
    };
    return { seed, script: readScript({ rules: raw.rules }), inputs, pushes: raw.pushes, stopAtMs: raw.stopAtMs };
  });
