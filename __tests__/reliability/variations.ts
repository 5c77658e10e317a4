/** The ways in which a scenario can fail. */
import { digestOf } from '../../emulator/digest.ts';
import { IMAGES, REPOSITORY, TARGETS, TEAM } from '../../tools/chaos/scenario/names.ts';
import {
  COPIED_TARGET,
  type OperationName,
  type RegionSeed,
  type Rule,
  SERVICE,
  type Variation,
  withTags,
} from './operations.ts';

/** The variations of one row of the table, for an operation. */
export type Variations = (operation: OperationName) => readonly Variation[];
type Fault = Rule['fault'];

/** The reply is lost or incomplete. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'cut', bytes: 5 },
  { kind: 'stall', bytes: 5 },
  { kind: 'silence' },
];
/** HTTP 5xx without a service's error code. */
export const SERVER_ERRORS: readonly Fault[] = [500, 502, 503, 504].map((status) => ({ kind: 'status', status }));
/** HTTP 200 with a body that is not the documented one. */
export const WRONG_BODY: readonly Fault[] = [
  { kind: 'html' },
  { kind: 'text', body: '{"half' },
  { kind: 'status', status: 200, body: 'a word' },
];
/** HTTP 429, with and without Retry-After. */
export const THROTTLED: readonly Fault[] = [
  { kind: 'throttle', preset: 'APIGW.0308' },
  { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: 30 },
];
/** The gateway names a window of minutes, which refused requests use up as well. */
export const THROTTLED_BY_THE_MINUTE: readonly Fault[] = (['APIGW.0308', 'APIG.0308'] as const).map((preset) => ({
  kind: 'throttle',
  preset,
  window: '1 minute',
}));
/** A pause that is longer than the time limit. */
export const THROTTLED_FOR_AN_HOUR: Fault = { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: 3600 };
/** The page with which a network asks to sign in, in place of any reply. */
export const CAPTIVE_PORTAL: readonly Fault[] = [200, 401, 511].map((status) => ({ kind: 'html', status }));
/** An error within a 200 without a code of the service, which is therefore not its own. */
export const FOREIGN_ERRORS: readonly Fault[] = [
  { error: 'login_required' },
  { success: false, message: 'Sign in' },
  { error_code: 'GW-1', error_msg: 'Sign in' },
].map((body) => ({ kind: 'status', status: 200, body }));
/** A fault that a service reports with a code of its own, under 5xx and within a 200. */
export const SERVICE_FAULTS: readonly Fault[] = [
  { kind: 'status', status: 500, body: { errors: [{ errorCode: 'SVCSTG.SWR.5001001', errorMessage: 'internal' }] } },
  { kind: 'status', status: 504, body: { error_code: 'ModelArts.6102', error_msg: 'internal' } },
  { kind: 'status', status: 200, body: { errorCode: 'SVCSTG.SWR.5001001', errorMessage: 'internal' } },
];
/** Throttling that is reported within a 200. */
export const THROTTLED_WITHIN: readonly Fault[] = (['APIGW.0308', 'SVCSTG.SWR.4031032'] as const).map((preset) => ({
  kind: 'throttle',
  preset,
  status: 200,
}));
/** A missing permission under 401, as some services report it. */
export const UNAUTHORIZED_ACTION: Fault = {
  kind: 'status',
  status: 401,
  body: { error_code: 'VPN.0003', error_msg: 'Insufficient authentication for action swr:repo:listRepoTags' },
};
/** SWR throttles with HTTP 403 and 409 as well. */
const THROTTLED_BY_SWR: readonly Fault[] = (
  ['SVCSTG.SWR.4031032', 'SVCSTG.SWR.4031042', 'SVCSTG.SWR.4090023'] as const
).map((preset) => ({ kind: 'throttle', preset }));
/** A redirect to another host. */
export const REDIRECT: Fault = { kind: 'redirect', location: 'https://elsewhere.example/' };
/** HTTP 403 with an error code that does not mean throttling. */
export const FORBIDDEN: Fault = {
  kind: 'status',
  status: 403,
  body: { error_code: 'X.403', error_msg: 'No permission' },
};
/** HTTP 404 from the gateway: the region does not offer this call. */
export const UNKNOWN_CALL: Fault = {
  kind: 'status',
  status: 404,
  body: { error_code: 'APIGW.0101', error_msg: 'No such API' },
};
/** HTTP 404 with a web page. */
export const NOT_FOUND_PAGE: Fault = { kind: 'html', status: 404 };

/** How often a fault occurs, and whether the request takes effect all the same. */
export interface FaultOptions {
  readonly times?: NonNullable<Rule['times']>;
  readonly takesEffect?: boolean;
}

/** The faults in reading requests (GET). */
export function readFaults(faults: readonly Fault[], options: FaultOptions = {}): Variations {
  return (operation) => of(operation, faults, ['GET'], options);
}

/** The faults in changing requests (POST, or DELETE for `delete-image`). */
export function writeFaults(faults: readonly Fault[], options: FaultOptions = {}): Variations {
  return (operation) => of(operation, faults, [operation === 'delete-image' ? 'DELETE' : 'POST'], options);
}

function of(
  operation: OperationName,
  faults: readonly Fault[],
  methods: readonly string[],
  options: FaultOptions,
): readonly Variation[] {
  const own = SERVICE[operation] === 'swr-api' && faults === THROTTLED ? [...faults, ...THROTTLED_BY_SWR] : faults;
  return own.flatMap((fault) =>
    methods.map((method) => ({ rules: [{ match: { service: SERVICE[operation], method }, ...options, fault }] })),
  );
}

/** The same variations for every operation. */
export function variations(...same: readonly Variation[]): Variations {
  return () => same;
}

/** How a copy of the emulator ends. */
export type Outcome = NonNullable<NonNullable<RegionSeed['syncOutcomes']>[number]['outcome']>;

/** One variation per outcome of the copy. */
export function copyOutcomes(...outcomes: readonly Outcome[]): Variations {
  return variations(...outcomes.map((outcome) => ({ home: { syncOutcomes: [{ outcome }] } })));
}

/** One variation per status of the image, which does not change. */
export function images(
  ...statuses: readonly NonNullable<NonNullable<RegionSeed['images']>[number]['status']>[]
): Variations {
  const [id = ''] = IMAGES;
  return variations(...statuses.map((status) => ({ home: { images: [{ id, status, tag: 'v1', timeline: [] }] } })));
}

/** The target has these images under the tag, and a refresh does not change them. */
export function registered(
  ...statuses: readonly NonNullable<NonNullable<RegionSeed['images']>[number]['status']>[]
): Variations {
  const [id = ''] = IMAGES;
  const place = { name: REPOSITORY, namespace: TEAM, tag: 'v1' };
  return variations(
    ...statuses.map((status) => ({ target: { ...COPIED_TARGET, images: [{ id, status, ...place }] } })),
  );
}

/** One variation per setting of HSS. */
export function hssSettings(...settings: readonly NonNullable<RegionSeed['hss']>[]): Variations {
  return variations(...settings.map((one) => ({ home: { hss: one } })));
}

/** The target has the tag already, with the digest that `word` stands for. */
export function targetHas(word: string, inputs: Readonly<Record<string, string>> = {}): Variations {
  return variations({ target: { organizations: { [TEAM]: { [REPOSITORY]: { v1: digestOf(word) } } } }, inputs });
}

/** The tags of the source, each with the digest that a word stands for. */
export function sourceHas(
  words: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Variations {
  return variations({ home: withTags(digestsOf(words)), inputs });
}

/** The same in the target. */
export function targetTags(words: Readonly<Record<string, string>>): Variations {
  return variations({ target: withTags(digestsOf(words)) });
}

function digestsOf(words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).map(([tag, word]) => [tag, digestOf(word)]));
}

/** A job for the tag exists from before the run. */
export function earlierJob(status: 'running' | 'failed', secondsAgo: number): Variations {
  const [remoteRegionId] = TARGETS;
  const place = { namespace: TEAM, repository: REPOSITORY, tag: 'v1', remoteRegionId, remoteNamespace: TEAM };
  return variations({ home: { jobs: [{ ...place, status, secondsAgo }] } });
}
