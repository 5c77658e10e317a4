/** The table of docs/reliability.md: what fails, and the verdict of each operation. Every cell is tested. */
import { TARGETS } from '../../tools/chaos/scenario/names.ts';
import { digestOf } from '../../emulator/digest.ts';
import { BACKUP, OPERATIONS, type OperationName, SUCCESS } from './operations.ts';
import {
  CONNECTION_FAULTS,
  writeFaults,
  copyOutcomes,
  SERVER_ERRORS,
  earlierJob,
  FORBIDDEN,
  FOREIGN_ERRORS,
  hssSettings,
  images,
  readFaults,
  NOT_FOUND_PAGE,
  UNKNOWN_CALL,
  WRONG_BODY,
  registered,
  REDIRECT,
  CAPTIVE_PORTAL,
  SERVICE_FAULTS,
  THROTTLED_BY_THE_MINUTE,
  THROTTLED_FOR_AN_HOUR,
  THROTTLED_WITHIN,
  UNAUTHORIZED_ACTION,
  sourceHas,
  targetHas,
  targetTags,
  THROTTLED,
  variations,
  type Variations,
} from './variations.ts';

/** One row: a failure and the verdict of each operation. */
export interface Row {
  /** What fails, as the document says it. */
  readonly what: string;
  /** The ways in which it fails. All have the same verdict. */
  readonly variations: Variations;
  /** The verdict by operation. An operation without one is not affected. */
  readonly ends: Ends;
  /** How often a changing request is sent, where that is more than once; `until-limit`: again and again until the time limit. */
  readonly sent?: Readonly<Partial<Record<OperationName, number | 'until-limit'>>>;
}

/** Rows under one heading. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

type Ends = Readonly<Partial<Record<OperationName, string>>>;

/** The operations that send changing requests. */
const CHANGING = OPERATIONS.filter((name) => name !== 'wait-image' && name !== 'verify-tags');

/** One verdict for all the operations, but for those in `but`. */
function all(names: readonly OperationName[], end: string, but: Ends = {}): Ends {
  return Object.fromEntries(names.map((name) => [name, but[name] ?? end]));
}

/** The verdict of success, by operation. */
function success(names: readonly OperationName[]): Ends {
  return Object.fromEntries(names.map((name) => [name, SUCCESS[name]]));
}

const tags = (end: string): Ends => ({ 'sync-tags': end });
const copies = (end: string): Ends => ({ 'sync-tags': end, apply: end });
const security = (end: string): Ends => ({ 'sync-hss': end });
const IMAGES = ['refresh-image', 'wait-image'] as const;
/** Those that have ended before a key expires. */
const SHORT: ReadonlySet<OperationName> = new Set(['delete-image', 'retag', 'verify-tags', 'rollback']);

/** ModelArts confirmed the deletion, so a missing permission to read the image afterwards does not matter. */
const CONFIRMED: Ends = { 'delete-image': 'deleted' };
/** The effect is waited for and never seen. */
const NO_EFFECT: Ends = { 'refresh-image': 'timeout' };
/** A deletion may be sent again. */
const REPEATED = { 'delete-image': 2 } as const;

/** The table. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'A reading request fails',
    rows: [
      {
        what: 'once: the connection breaks, the reply is cut off, stalls or never comes',
        variations: readFaults(CONNECTION_FAULTS),
        ends: success(OPERATIONS),
      },
      { what: 'once: HTTP 500, 502, 503 or 504', variations: readFaults(SERVER_ERRORS), ends: success(OPERATIONS) },
      {
        what: 'once: HTTP 200 with a web page, an incomplete JSON text, or a body that is not the documented one',
        variations: readFaults(WRONG_BODY),
        ends: success(OPERATIONS),
      },
      {
        what: 'three times: throttled, with and without Retry-After (429; SWR has 403 and 409 as well)',
        variations: readFaults(THROTTLED, { times: 3 }),
        ends: success(OPERATIONS),
      },
      {
        what: '25 times in a row: the connection breaks, HTTP 500, 502, 503 or 504, a page on which the network asks to sign in (200, 401, 511), or an error within HTTP 200 without a code of the service',
        variations: readFaults([{ kind: 'reset' }, ...SERVER_ERRORS, ...CAPTIVE_PORTAL, ...FOREIGN_ERRORS], {
          times: 25,
        }),
        ends: success(OPERATIONS),
      },
      {
        what: 'four times: throttled with a limit for a minute; or the code of throttling within HTTP 200',
        variations: readFaults([...THROTTLED_BY_THE_MINUTE, ...THROTTLED_WITHIN], { times: 4 }),
        ends: success(OPERATIONS),
      },
      {
        what: 'once: a fault with an error code of the service, under HTTP 500 or 504, or within HTTP 200',
        variations: readFaults(SERVICE_FAULTS),
        ends: success(OPERATIONS),
      },
      {
        what: 'always: a page on which the network asks to sign in; an error within HTTP 200 without a code of the service; a fault with an error code of the service; Retry-After beyond the time limit',
        variations: readFaults([...CAPTIVE_PORTAL, ...FOREIGN_ERRORS, ...SERVICE_FAULTS, THROTTLED_FOR_AN_HOUR], {
          times: 'always',
        }),
        ends: all(OPERATIONS, 'unavailable'),
      },
      {
        what: 'always: the connection, HTTP 5xx, another body, or throttled',
        variations: readFaults([...CONNECTION_FAULTS, ...SERVER_ERRORS, ...WRONG_BODY, ...THROTTLED], {
          times: 'always',
        }),
        ends: all(OPERATIONS, 'unavailable'),
      },
      {
        what: 'always: a redirect',
        variations: readFaults([REDIRECT], { times: 'always' }),
        ends: all(OPERATIONS, 'refused'),
      },
      {
        what: 'always: HTTP 403, or 401 that names an action: no permission',
        variations: readFaults([FORBIDDEN, UNAUTHORIZED_ACTION], { times: 'always' }),
        ends: all(OPERATIONS, 'refused', CONFIRMED),
      },
      {
        what: 'always: HTTP 404, the region does not have this call',
        variations: readFaults([UNKNOWN_CALL], { times: 'always' }),
        ends: all(OPERATIONS, 'refused', { 'sync-hss': 'accepted' }),
      },
      {
        what: 'always: HTTP 404 with a web page',
        variations: readFaults([NOT_FOUND_PAGE], { times: 'always' }),
        ends: all(OPERATIONS, 'refused'),
      },
    ],
  },
  {
    title: 'A changing request fails',
    rows: [
      {
        what: 'it takes effect, but its reply breaks off, is cut off, stalls or never comes',
        variations: writeFaults(CONNECTION_FAULTS, { takesEffect: true }),
        ends: success(CHANGING),
        sent: REPEATED,
      },
      {
        what: 'the connection breaks, without effect',
        variations: writeFaults([{ kind: 'reset' }]),
        ends: all(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'HTTP 500, 502, 503 or 504, without effect',
        variations: writeFaults(SERVER_ERRORS),
        ends: all(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'it takes effect, but the reply is a fault with an error code of the service, under HTTP 500 or 504, or within HTTP 200; or an error within HTTP 200 without such a code',
        variations: writeFaults([...SERVICE_FAULTS, ...FOREIGN_ERRORS], { takesEffect: true }),
        ends: success(CHANGING),
        sent: REPEATED,
      },
      {
        what: 'the same, without effect',
        variations: writeFaults([...SERVICE_FAULTS, ...FOREIGN_ERRORS]),
        ends: all(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'HTTP 200 with a web page, without effect',
        variations: writeFaults([{ kind: 'html' }]),
        ends: all(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'throttled three times',
        variations: writeFaults(THROTTLED, { times: 3 }),
        ends: success(CHANGING),
        sent: Object.fromEntries(CHANGING.map((name) => [name, 4])),
      },
      {
        what: 'throttled four times with a limit for a minute, or within HTTP 200',
        variations: writeFaults([...THROTTLED_BY_THE_MINUTE, ...THROTTLED_WITHIN], { times: 4 }),
        ends: success(CHANGING),
        sent: Object.fromEntries(CHANGING.map((name) => [name, 5])),
      },
      {
        what: 'throttled with Retry-After beyond the time limit',
        variations: writeFaults([THROTTLED_FOR_AN_HOUR], { times: 'always' }),
        ends: all(CHANGING, 'unavailable'),
      },
      {
        what: 'throttled always',
        variations: writeFaults(THROTTLED, { times: 'always' }),
        ends: all(CHANGING, 'unavailable'),
        sent: Object.fromEntries(CHANGING.map((name) => [name, 'until-limit'])),
      },
      {
        what: 'a redirect',
        variations: writeFaults([REDIRECT], { times: 'always' }),
        ends: all(CHANGING, 'refused'),
      },
      {
        what: 'HTTP 403, no permission',
        variations: writeFaults([FORBIDDEN], { times: 'always' }),
        ends: all(CHANGING, 'refused'),
      },
    ],
  },
  {
    title: 'Signing in fails',
    rows: [
      {
        what: 'the secret key is wrong',
        variations: variations({ inputs: { 'secret-key': 'another-secret-key' } }),
        ends: all(OPERATIONS, 'refused'),
      },
      {
        what: 'temporary keys have expired, or expire while the step waits',
        variations: (operation) =>
          (SHORT.has(operation) ? [0] : [0, 1]).map((expiresInSeconds) => ({
            cloud: {
              accessKeys: [
                {
                  accessKey: 'SHORT-LIVED',
                  secretKey: 'short-lived-secret',
                  securityToken: 'a-token',
                  expiresInSeconds,
                },
              ],
            },
            inputs: {
              'access-key': 'SHORT-LIVED',
              'secret-key': 'short-lived-secret',
              'security-token': 'a-token',
            },
          })),
        ends: all(OPERATIONS, 'refused'),
      },
      {
        what: 'the clock is off by 20 minutes or by 5 hours',
        variations: variations({ cloud: { clockSkewSeconds: 1200 } }, { cloud: { clockSkewSeconds: -18_000 } }),
        ends: success(OPERATIONS),
      },
      {
        what: 'the region has no project',
        variations: variations({ cloud: { projects: [] } }),
        ends: all(OPERATIONS, 'refused'),
      },
    ],
  },
  {
    title: 'The job of the workflow',
    rows: [
      {
        what: 'the job is stopped while the step waits',
        variations: (operation) =>
          // A deletion ends at once, unless reading the image hangs.
          (operation === 'delete-image' ? readFaults([{ kind: 'silence' }])(operation) : [{}]).map((variation) => ({
            ...variation,
            stopAtMs: 70,
          })),
        ends: all(OPERATIONS, 'cancelled'),
      },
    ],
  },
  {
    title: 'Outcomes in the cloud: SWR',
    rows: [
      {
        what: 'the source has no such tag, or no such repository',
        variations: variations({ inputs: { tags: 'v9' } }, { inputs: { repository: 'app/none' } }),
        ends: { ...tags('missing'), 'verify-tags': 'missing' },
      },
      {
        what: 'the target has the digest already',
        variations: targetHas('a'),
        ends: { ...copies('unchanged'), 'verify-tags': 'verified' },
      },
      {
        what: 'the target has another digest',
        variations: targetHas('b'),
        ends: { ...tags('conflict'), apply: 'moved', 'verify-tags': 'drifted', rollback: 'moved' },
      },
      {
        what: 'the source tag has another digest than the pin or the plan',
        variations: sourceHas({ v1: 'b' }, { tags: `v1@${digestOf('a')}` }),
        ends: copies('moved'),
      },
      {
        what: 'the same, with `override`',
        variations: targetHas('b', { override: 'true' }),
        ends: tags('overwritten'),
      },
      {
        what: 'the target region has no such organization',
        variations: variations({ target: { organizations: {} } }),
        ends: copies('refused'),
      },
      {
        what: 'the job fails, times out or is cancelled',
        variations: copyOutcomes('failed', 'timeout', 'cancel'),
        ends: copies('refused'),
      },
      {
        what: 'the job reports `success` or `existed`, but the target has no such tag or another digest',
        variations: copyOutcomes('lie', 'existed', 'wrong-digest'),
        ends: copies('mismatch'),
      },
      { what: 'the job never ends', variations: copyOutcomes('stuck'), ends: copies('timeout') },
      {
        what: 'the target gets the tag, but no job is listed',
        variations: copyOutcomes('silent'),
        ends: copies('copied'),
      },
      {
        what: 'the target lists the tag 20 s after the job has ended',
        variations: variations({ home: { syncOutcomes: [{ outcome: 'success', lagSeconds: 20 }] } }),
        ends: copies('copied'),
      },
      { what: 'a job from the day before failed', variations: earlierJob('failed', 86_400), ends: copies('copied') },
      { what: 'a job from the day before is stuck', variations: earlierJob('running', 86_400), ends: copies('copied') },
      {
        what: 'the target region has no project',
        variations: variations({ inputs: { 'target-regions': TARGETS[1] } }),
        ends: tags('refused'),
      },
      {
        what: 'the target has no such tag any more',
        variations: targetTags({ [BACKUP]: 'old' }),
        ends: { 'verify-tags': 'drifted', rollback: 'moved' },
      },
      {
        what: 'the backup is gone, or shows another digest',
        variations: (operation) => [
          ...targetTags({ v1: 'a' })(operation),
          ...targetTags({ v1: 'a', [BACKUP]: 'b' })(operation),
        ],
        ends: { rollback: 'missing' },
      },
      {
        what: 'the tag shows the digest of its backup again',
        variations: targetTags({ v1: 'old', [BACKUP]: 'old' }),
        ends: { rollback: 'unchanged' },
      },
      {
        what: 'the new name has the digest already',
        variations: sourceHas({ v1: 'a', stable: 'a' }),
        ends: { retag: 'unchanged' },
      },
      {
        what: 'the new name has another digest',
        variations: sourceHas({ v1: 'a', stable: 'b' }),
        ends: { retag: 'conflict' },
      },
      {
        what: 'the same, with `override`',
        variations: sourceHas({ v1: 'a', stable: 'b' }, { override: 'true' }),
        ends: { retag: 'overwritten' },
      },
    ],
  },
  {
    title: 'Outcomes in the cloud: ModelArts',
    rows: [
      {
        what: 'the status is ERROR, CREATE_FAILED or DELETED',
        variations: images('ERROR', 'CREATE_FAILED', 'DELETED'),
        ends: all(IMAGES, 'bad-status'),
      },
      {
        what: 'the status stays INIT or CREATING',
        variations: images('INIT', 'CREATING'),
        ends: all(IMAGES, 'timeout'),
      },
      {
        what: 'no such image (three forms of the reply)',
        variations: variations(
          ...(['400-6404', '400-6797', '404'] as const).map((imageNotFound) => ({
            home: { images: [], imageNotFound },
          })),
        ),
        ends: { ...all(IMAGES, 'missing'), 'delete-image': 'absent' },
      },
      {
        what: 'the image is registered, and stays ERROR, CREATE_FAILED or DELETED after a refresh',
        variations: registered('ERROR', 'CREATE_FAILED', 'DELETED'),
        ends: { promote: 'bad-status' },
      },
      {
        what: 'the image is registered and ACTIVE; no other one is registered',
        variations: registered('ACTIVE'),
        ends: { promote: 'active' },
      },
      {
        what: 'no image is registered, and `modelarts` is `refresh`',
        variations: variations({ inputs: { modelarts: 'refresh' } }),
        ends: { promote: 'missing' },
      },
      {
        what: 'the deletion is confirmed with a body, or without one',
        variations: variations({ home: { deleteReply: 'object' } }, { home: { deleteReply: '204' } }),
        ends: { 'delete-image': 'deleted' },
      },
    ],
  },
  {
    title: 'Outcomes in the cloud: HSS',
    rows: [
      {
        what: 'HTTP 200 with an error code in the body',
        variations: hssSettings({ synchronize: { status: 200, error_code: 7, error_description: 'No' } }),
        ends: security('refused'),
      },
      {
        what: 'the task is stopped, times out or fails',
        variations: hssSettings({ outcome: 'stopped' }, { outcome: 'timeout' }, { outcome: 'error' }),
        ends: security('refused'),
      },
      {
        what: 'the task ends, and no image could be imported',
        variations: variations({ home: { hss: { outcome: 'partial' } } }, { home: { organizations: {} } }),
        ends: security('refused'),
      },
      {
        what: 'the task is listed late, or its begin is given in seconds or in words',
        variations: hssSettings({ taskListSeconds: 15 }, { beginTimes: 'seconds' }, { beginTimes: 'text' }),
        ends: security('synchronized'),
      },
      {
        what: 'HSS does not say when the task began',
        variations: hssSettings({ beginTimes: 'none' }),
        ends: security('timeout'),
      },
      {
        what: 'the task never ends, or is never listed',
        variations: hssSettings({ outcome: 'stuck' }, { outcome: 'none' }),
        ends: security('timeout'),
      },
      { what: 'the region lists no tasks', variations: hssSettings({ tasks: false }), ends: security('accepted') },
      {
        what: 'the call no longer exists (404, 410), and a newer one does',
        variations: hssSettings({ synchronize: 'gone-404' }, { synchronize: 'gone-410' }),
        ends: security('synchronized'),
        sent: { 'sync-hss': 3 },
      },
    ],
  },
];
