/** The table of docs/reliability.md: what goes wrong, and what each operation comes to then. The tests play every cell. */
import { TARGETS } from '../../tools/chaos/scenario/names.ts';
import { OPERATIONS, type OperationName, WELL } from './operations.ts';
import {
  BROKEN,
  changes,
  copies,
  DOWN,
  earlierJob,
  FORBIDDEN,
  hss,
  images,
  looks,
  LOST_PAGE,
  NO_SUCH_CALL,
  NONSENSE,
  registered,
  REDIRECT,
  targetHas,
  THROTTLED,
  twists,
  type Twists,
} from './variations.ts';

export interface Row {
  readonly what: string;
  /** Several ways in which it goes wrong, with the same end. */
  readonly twists: Twists;
  /** The verdict; an operation that is left out is not concerned. */
  readonly ends: Ends;
  /** How often a request that changes something is sent, where that is more than once. */
  readonly sent?: Readonly<Partial<Record<OperationName, number>>>;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

type Ends = Readonly<Partial<Record<OperationName, string>>>;

/** Every operation, or those that change something. */
const WHOLE = OPERATIONS;
const CHANGING = OPERATIONS.filter((name) => name !== 'wait-image');

function every(names: readonly OperationName[], end: string, but: Ends = {}): Ends {
  return Object.fromEntries(names.map((name) => [name, but[name] ?? end]));
}

function well(names: readonly OperationName[]): Ends {
  return Object.fromEntries(names.map((name) => [name, WELL[name]]));
}

const tags = (end: string): Ends => ({ 'sync-tags': end });
const security = (end: string): Ends => ({ 'sync-hss': end });
const IMAGE_OPERATIONS = ['refresh-image', 'wait-image'] as const;

/** ModelArts has confirmed the deletion; that nobody may look does not make it undone. */
const CONFIRMED: Ends = { 'delete-image': 'deleted' };
/** The effect is looked for, and does not come. */
const NO_EFFECT: Ends = { 'refresh-image': 'timeout' };
/** A deletion may be repeated. */
const REPEATED = { 'delete-image': 2 } as const;

export const SECTIONS: readonly Section[] = [
  {
    title: 'A request that reads',
    rows: [
      {
        what: 'once: the connection breaks, the reply is cut off, stalls or never comes',
        twists: looks(BROKEN),
        ends: well(WHOLE),
      },
      { what: 'once: HTTP 500, 502, 503 or 504', twists: looks(DOWN), ends: well(WHOLE) },
      {
        what: 'once: HTTP 200 with a web page, half a JSON text, or another one than documented',
        twists: looks(NONSENSE),
        ends: well(WHOLE),
      },
      {
        what: 'three times: throttled, with and without Retry-After (429; SWR has 403 and 409 as well)',
        twists: looks(THROTTLED, { times: 3 }),
        ends: well(WHOLE),
      },
      {
        what: 'always: any of these',
        twists: looks([...BROKEN, ...DOWN, ...NONSENSE, ...THROTTLED], { times: 'always' }),
        ends: every(WHOLE, 'unavailable'),
      },
      {
        what: 'always: a redirect',
        twists: looks([REDIRECT], { times: 'always' }),
        ends: every(WHOLE, 'refused', CONFIRMED),
      },
      {
        what: 'always: HTTP 403, no permission',
        twists: looks([FORBIDDEN], { times: 'always' }),
        ends: every(WHOLE, 'refused', CONFIRMED),
      },
      {
        what: 'always: HTTP 404, the region does not have this call',
        twists: looks([NO_SUCH_CALL], { times: 'always' }),
        ends: every(WHOLE, 'refused', { ...CONFIRMED, 'sync-hss': 'accepted' }),
      },
      {
        what: 'always: HTTP 404 with a web page',
        twists: looks([LOST_PAGE], { times: 'always' }),
        ends: every(WHOLE, 'refused', CONFIRMED),
      },
    ],
  },
  {
    title: 'A request that changes something',
    rows: [
      {
        what: 'it takes effect, and its reply breaks, is cut off, stalls or never comes',
        twists: changes(BROKEN, { takesEffect: true }),
        ends: well(CHANGING),
        sent: REPEATED,
      },
      {
        what: 'the connection breaks, and nothing happens',
        twists: changes([{ kind: 'reset' }]),
        ends: every(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'HTTP 500, 502, 503 or 504, and nothing happens',
        twists: changes(DOWN),
        ends: every(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'HTTP 200 with a web page, and nothing happens',
        twists: changes([{ kind: 'html' }]),
        ends: every(CHANGING, 'unavailable', { ...NO_EFFECT, ...CONFIRMED }),
        sent: REPEATED,
      },
      {
        what: 'throttled three times',
        twists: changes(THROTTLED, { times: 3 }),
        ends: well(CHANGING),
        sent: Object.fromEntries(CHANGING.map((name) => [name, 4])),
      },
      {
        what: 'throttled always',
        twists: changes(THROTTLED, { times: 'always' }),
        ends: every(CHANGING, 'unavailable'),
        sent: Object.fromEntries(CHANGING.map((name) => [name, 5])),
      },
      {
        what: 'a redirect',
        twists: changes([REDIRECT], { times: 'always' }),
        ends: every(CHANGING, 'refused'),
      },
      {
        what: 'HTTP 403, no permission',
        twists: changes([FORBIDDEN], { times: 'always' }),
        ends: every(CHANGING, 'refused'),
      },
    ],
  },
  {
    title: 'Signing in',
    rows: [
      {
        what: 'a wrong secret key',
        twists: twists({ inputs: { 'secret-key': 'another-secret-key' } }),
        ends: every(WHOLE, 'refused'),
      },
      {
        what: 'temporary keys that have expired, or expire while waiting',
        twists: (operation) =>
          (operation === 'delete-image' ? [0] : [0, 1]).map((expiresInSeconds) => ({
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
        ends: every(WHOLE, 'refused'),
      },
      {
        what: 'a clock that is off by 20 minutes or by 5 hours',
        twists: twists({ cloud: { clockSkewSeconds: 1200 } }, { cloud: { clockSkewSeconds: -18_000 } }),
        ends: well(WHOLE),
      },
      {
        what: 'no project of the region',
        twists: twists({ cloud: { projects: [] } }),
        ends: every(WHOLE, 'refused'),
      },
    ],
  },
  {
    title: 'The job',
    rows: [
      {
        what: 'it is stopped while the step waits',
        twists: (operation) =>
          // A deletion is over at once, unless the look at it takes long.
          (operation === 'delete-image' ? looks([{ kind: 'silence' }])(operation) : [{}]).map((twist) => ({
            ...twist,
            stopAtMs: 70,
          })),
        ends: every(WHOLE, 'cancelled'),
      },
    ],
  },
  {
    title: 'What the cloud does: SWR',
    rows: [
      {
        what: 'the source has no such tag, or no such repository',
        twists: twists({ inputs: { tags: 'v9' } }, { inputs: { repository: 'app/none' } }),
        ends: tags('missing'),
      },
      { what: 'the target has the digest already', twists: targetHas('a'), ends: tags('unchanged') },
      { what: 'the target has another digest', twists: targetHas('b'), ends: tags('conflict') },
      { what: 'the same, with `override`', twists: targetHas('b', { override: 'true' }), ends: tags('overwritten') },
      {
        what: 'the target region has no such organization',
        twists: twists({ target: { organizations: {} } }),
        ends: tags('timeout'),
      },
      {
        what: 'the job fails, times out, or is cancelled',
        twists: copies('failed', 'timeout', 'cancel'),
        ends: tags('refused'),
      },
      {
        what: 'the job says `success` or `existed`, and the bytes are not there, or others are',
        twists: copies('lie', 'existed', 'wrong-digest'),
        ends: tags('mismatch'),
      },
      { what: 'the job never ends', twists: copies('stuck'), ends: tags('timeout') },
      { what: 'the bytes come, and no job is listed', twists: copies('silent'), ends: tags('copied') },
      {
        what: 'the bytes show 20 s after the job has ended',
        twists: twists({ home: { syncOutcomes: [{ outcome: 'success', lagSeconds: 20 }] } }),
        ends: tags('copied'),
      },
      { what: 'a job of yesterday failed', twists: earlierJob('failed', 86_400), ends: tags('copied') },
      { what: 'a job of yesterday is stuck', twists: earlierJob('running', 86_400), ends: tags('copied') },
      {
        what: 'the target is in a region without a project',
        twists: twists({ inputs: { 'target-regions': TARGETS[1] } }),
        ends: tags('refused'),
      },
    ],
  },
  {
    title: 'What the cloud does: ModelArts',
    rows: [
      {
        what: 'ERROR, CREATE_FAILED or DELETED',
        twists: images('ERROR', 'CREATE_FAILED', 'DELETED'),
        ends: every(IMAGE_OPERATIONS, 'bad-status'),
      },
      {
        what: 'INIT or CREATING for ever',
        twists: images('INIT', 'CREATING'),
        ends: every(IMAGE_OPERATIONS, 'timeout'),
      },
      {
        what: 'no such image, said in three ways',
        twists: twists(
          ...(['400-6404', '400-6797', '404'] as const).map((imageNotFound) => ({
            home: { images: [], imageNotFound },
          })),
        ),
        ends: { ...every(IMAGE_OPERATIONS, 'missing'), 'delete-image': 'absent' },
      },
      {
        what: 'registered already: ERROR, CREATE_FAILED or DELETED, also after a refresh',
        twists: registered('ERROR', 'CREATE_FAILED', 'DELETED'),
        ends: { promote: 'bad-status' },
      },
      {
        what: 'registered already, and ACTIVE; nothing else is registered',
        twists: registered('ACTIVE'),
        ends: { promote: 'active' },
      },
      {
        what: 'nothing is registered, and `modelarts` is `refresh`',
        twists: twists({ inputs: { modelarts: 'refresh' } }),
        ends: { promote: 'missing' },
      },
      {
        what: 'the deletion is confirmed with a text, or without one',
        twists: twists({ home: { deleteReply: 'object' } }, { home: { deleteReply: '204' } }),
        ends: { 'delete-image': 'deleted' },
      },
    ],
  },
  {
    title: 'What the cloud does: HSS',
    rows: [
      {
        what: 'a failure inside HTTP 200',
        twists: hss({ synchronize: { status: 200, error_code: 7, error_description: 'No' } }),
        ends: security('refused'),
      },
      {
        what: 'the task is stopped, times out or fails',
        twists: hss({ outcome: 'stopped' }, { outcome: 'timeout' }, { outcome: 'error' }),
        ends: security('refused'),
      },
      {
        what: 'the task never ends, or is never listed',
        twists: hss({ outcome: 'stuck' }, { outcome: 'none' }),
        ends: security('timeout'),
      },
      { what: 'the region lists no tasks', twists: hss({ tasks: false }), ends: security('accepted') },
      {
        what: 'the call is gone, and a newer one is there (404, 410)',
        twists: hss({ synchronize: 'gone-404' }, { synchronize: 'gone-410' }),
        ends: security('synchronized'),
        sent: { 'sync-hss': 2 },
      },
    ],
  },
];
