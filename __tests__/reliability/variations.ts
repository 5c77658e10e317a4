/** Ways to make a good scenario go wrong. */
import { digestOf } from '../../emulator/digest.ts';
import { IMAGES, REPOSITORY, TARGETS, TEAM } from '../../tools/chaos/scenario/names.ts';
import { PROMOTED, type OperationName, type RegionSeed, type Rule, SERVICE, type Twist } from './operations.ts';

export type Twists = (operation: OperationName) => readonly Twist[];
type Fault = Rule['fault'];

export const BROKEN: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'cut', bytes: 5 },
  { kind: 'stall', bytes: 5 },
  { kind: 'silence' },
];
export const DOWN: readonly Fault[] = [500, 502, 503, 504].map((status) => ({ kind: 'status', status }));
export const NONSENSE: readonly Fault[] = [
  { kind: 'html' },
  { kind: 'text', body: '{"half' },
  { kind: 'status', status: 200, body: 'a word' },
];
export const THROTTLED: readonly Fault[] = [
  { kind: 'throttle', preset: 'APIGW.0308' },
  { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: 30 },
];
/** SWR has codes of its own. */
const THROTTLED_BY_SWR: readonly Fault[] = (
  ['SVCSTG.SWR.4031032', 'SVCSTG.SWR.4031042', 'SVCSTG.SWR.4090023'] as const
).map((preset) => ({ kind: 'throttle', preset }));
export const REDIRECT: Fault = { kind: 'redirect', location: 'https://elsewhere.example/' };
export const FORBIDDEN: Fault = {
  kind: 'status',
  status: 403,
  body: { error_code: 'X.403', error_msg: 'No permission' },
};
export const NO_SUCH_CALL: Fault = {
  kind: 'status',
  status: 404,
  body: { error_code: 'APIGW.0101', error_msg: 'No such API' },
};
export const LOST_PAGE: Fault = { kind: 'html', status: 404 };

export interface Manner {
  readonly times?: NonNullable<Rule['times']>;
  readonly takesEffect?: boolean;
}

/** The faults in the requests that read. */
export function looks(faults: readonly Fault[], manner: Manner = {}): Twists {
  return (operation) => of(operation, faults, ['GET'], manner);
}

/** The faults in the requests that change something. */
export function changes(faults: readonly Fault[], manner: Manner = {}): Twists {
  return (operation) => of(operation, faults, [operation === 'delete-image' ? 'DELETE' : 'POST'], manner);
}

function of(
  operation: OperationName,
  faults: readonly Fault[],
  methods: readonly string[],
  manner: Manner,
): readonly Twist[] {
  const own = operation === 'sync-tags' && faults === THROTTLED ? [...faults, ...THROTTLED_BY_SWR] : faults;
  return own.flatMap((fault) =>
    methods.map((method) => ({ rules: [{ match: { service: SERVICE[operation], method }, ...manner, fault }] })),
  );
}

/** The same for every operation. */
export function twists(...same: readonly Twist[]): Twists {
  return () => same;
}

export type Outcome = NonNullable<NonNullable<RegionSeed['syncOutcomes']>[number]['outcome']>;

/** What becomes of the copy. */
export function copies(...outcomes: readonly Outcome[]): Twists {
  return twists(...outcomes.map((outcome) => ({ home: { syncOutcomes: [{ outcome }] } })));
}

/** The image is in this state, and stays in it. */
export function images(
  ...statuses: readonly NonNullable<NonNullable<RegionSeed['images']>[number]['status']>[]
): Twists {
  const [id = ''] = IMAGES;
  return twists(...statuses.map((status) => ({ home: { images: [{ id, status, tag: 'v1', timeline: [] }] } })));
}

/** The target has these images under the tag, and a refresh changes nothing about them. */
export function registered(
  ...statuses: readonly NonNullable<NonNullable<RegionSeed['images']>[number]['status']>[]
): Twists {
  const [id = ''] = IMAGES;
  const place = { name: REPOSITORY, namespace: TEAM, tag: 'v1' };
  return twists(...statuses.map((status) => ({ target: { ...PROMOTED, images: [{ id, status, ...place }] } })));
}

export function hss(...settings: readonly NonNullable<RegionSeed['hss']>[]): Twists {
  return twists(...settings.map((one) => ({ home: { hss: one } })));
}

/** What the target has under the tag before. */
export function targetHas(word: string, inputs: Readonly<Record<string, string>> = {}): Twists {
  return twists({ target: { organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf(word) } } } }, inputs });
}

/** A copy that was asked for before this run. */
export function earlierJob(status: 'running' | 'failed', secondsAgo: number): Twists {
  const [remoteRegionId] = TARGETS;
  const place = { namespace: TEAM, repository: REPOSITORY, tag: 'v1', remoteRegionId, remoteNamespace: TEAM };
  return twists({ home: { jobs: [{ ...place, status, secondsAgo }] } });
}
