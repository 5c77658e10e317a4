import { expect, test } from '@jest/globals';
import type { Dated, Hss, SyncTask } from '../../src/cloud/hss.ts';
import { Failure } from '../../src/errors.ts';
import { syncHss } from '../../src/operations/sync-hss.ts';
import { cloudOfHss, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { dated, syncTask, taskPage } from '../support/hss-tasks.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { runOperation } from '../support/run-operation.ts';

const lost = new Failure('service-error', 'No reply.', { uncertain: true });
type Tasks = readonly SyncTask[] | undefined;

/** The service's time at the request; a reply tells it in whole seconds. */
const AT = Date.parse('2026-11-28T02:00:00Z');
const done = (): Promise<Dated<true>> => Promise.resolve(dated(true, AT));
const gone = (): Promise<undefined> => Promise.resolve(undefined);

/** A task that began at the request. */
const task = (id: string, status: number, more: Partial<SyncTask> = {}): SyncTask =>
  syncTask({ id, status, beganAtMs: AT, ...more });
const OLD = task('old', 100);

const reply = (entry: Tasks | Error) => (entry === undefined || entry instanceof Error ? entry : taskPage(entry, AT));
const tasks = (before: Tasks | Error, ...later: readonly (Tasks | Error)[]) =>
  inTurn<ReturnType<typeof taskPage> | undefined>(reply(before), ...later.map(reply));

test.each<[string, string, Given, Partial<Hss>]>([
  [
    'synchronized',
    'its task succeeds',
    {},
    { synchronize: done, syncTasks: tasks([OLD], [task('new', 10), OLD], [task('new', 100), OLD]) },
  ],
  [
    'refused',
    "its own task fails after another run's task succeeded",
    {},
    {
      synchronize: done,
      syncTasks: tasks([OLD], [task('theirs', 100), OLD], [task('ours', -3), task('theirs', 100), OLD]),
    },
  ],
  [
    'timeout',
    "its own task never ends and another run's task succeeded",
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], [task('theirs', 100), task('ours', 42)]) },
  ],
  ['refused', 'its task fails', {}, { synchronize: done, syncTasks: tasks([], [task('new', -3)]) }],
  ['timeout', 'only an earlier task has succeeded', { timeout: '5m' }, { synchronize: done, syncTasks: tasks([OLD]) }],
  [
    'timeout',
    'its task stays in an unknown state',
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], [task('new', 777)]) },
  ],
  [
    'synchronized',
    'its task succeeds after an outage',
    {},
    { synchronize: done, syncTasks: tasks([], lost, [task('new', 100)]) },
  ],
  [
    'timeout',
    'a success is listed once, and then an outage lasts to the deadline',
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], [task('theirs', 100)], lost) },
  ],
  [
    'refused',
    'a failure is listed once, and then an outage lasts to the deadline',
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], [task('new', 10)], [task('new', -2)], lost) },
  ],
  ['accepted', 'the region does not list its tasks', {}, { synchronize: done, syncTasks: gone }],
  [
    'synchronized',
    'only the newer API exists and its task succeeds',
    {},
    { synchronize: gone, startSyncTask: done, syncTasks: tasks([], [task('new', 100)]) },
  ],
  [
    'refused',
    'the older API does not exist and the newer one refuses',
    {},
    {
      synchronize: gone,
      startSyncTask: inTurn<Dated<true>>(new Failure('service-refused', 'No.')),
      syncTasks: tasks([]),
    },
  ],
  [
    'synchronized',
    'the reply is lost and a new task succeeds',
    {},
    { synchronize: inTurn<Dated<true>>(lost), syncTasks: tasks([], [task('new', 100)]) },
  ],
  [
    'unavailable',
    'the reply is lost and no new task is listed',
    {},
    { synchronize: inTurn<Dated<true>>(lost), syncTasks: tasks([OLD]) },
  ],
  [
    'unavailable',
    'the reply is lost and the region does not list its tasks',
    {},
    { synchronize: inTurn<Dated<true>>(lost), syncTasks: gone },
  ],
  [
    'refused',
    'the request is refused',
    {},
    { synchronize: inTurn<Dated<true>>(new Failure('service-refused', 'No.')), syncTasks: tasks([]) },
  ],
  ['accepted', 'it does not wait', { wait: 'false' }, { synchronize: done }],
  ['unavailable', 'the reply is lost, without waiting', { wait: 'false' }, { synchronize: inTurn<Dated<true>>(lost) }],
  ['planned', 'it is a dry run', { 'dry-run': 'true' }, { syncTasks: tasks([]) }],
  [
    'refused',
    'it is a dry run, and the tasks may not be read',
    { 'dry-run': 'true' },
    { syncTasks: tasks(new Failure('permission-denied', 'No.')) },
  ],
  [
    'refused',
    "its own task is listed nine checks after another run's task has succeeded, and fails",
    {},
    {
      synchronize: done,
      syncTasks: tasks([], ...Array.from({ length: 9 }, () => [task('theirs', 100)]), [
        task('theirs', 100),
        task('ours', -3),
      ]),
    },
  ],
  [
    'timeout',
    'a task that was not listed before began, and so ended, before the request',
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], [task('theirs', 100, { beganAtMs: AT - 60_000 })]) },
  ],
  [
    'synchronized',
    'its task began in the second of the request',
    {},
    { synchronize: done, syncTasks: tasks([], [task('ours', 100, { beganAtMs: AT - 999 })]) },
  ],
  [
    'synchronized',
    'its task succeeds, and another that began before the request fails',
    {},
    {
      synchronize: done,
      syncTasks: tasks([], [task('ours', 100, { beganAtMs: AT }), task('theirs', -3, { beganAtMs: AT - 60_000 })]),
    },
  ],
  [
    'timeout',
    'the reply is lost and a task began before the list that was read first',
    { timeout: '1m' },
    {
      synchronize: inTurn<Dated<true>>(lost),
      syncTasks: tasks([], [task('theirs', 42, { beganAtMs: AT - 60_000 })], [task('ours', 42, { beganAtMs: AT })]),
    },
  ],
  [
    'synchronized',
    'the older API is missing in one reply and not in the next',
    {},
    {
      synchronize: inTurn<Dated<true> | undefined>(undefined, dated(true, AT)),
      syncTasks: tasks([], [task('new', 100)]),
    },
  ],
  [
    'synchronized',
    'the list of tasks is missing in one reply and not in the next',
    {},
    { synchronize: done, syncTasks: tasks(undefined, [], [task('new', 100)]) },
  ],
  [
    'timeout',
    'the list of tasks is missing after the request and was there before',
    { timeout: '5m' },
    { synchronize: done, syncTasks: tasks([], undefined) },
  ],
  [
    'refused',
    'all images failed',
    {},
    { synchronize: done, syncTasks: tasks([], [task('new', 100, { total: 2, failed: 2 })]) },
  ],
])('sync-hss: reports %s when %s', async (kind, _, given, hss) => {
  const { verdicts } = await runOperation(syncHss, given, cloudOfHss(hss));
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
});

/** Tasks that are first listed after the request, with the verdict that they come to. */
const HOUR = 3_600_000;
test.each<[string, string, readonly SyncTask[]]>([
  ['timeout', 'has no begin', [task('theirs', 100, { beganAtMs: undefined })]],
  ['timeout', 'has no begin and ended after it', [task('theirs', 100, { beganAtMs: undefined, endedAtMs: AT + 1000 })]],
  [
    'timeout',
    'has no begin and ended before it',
    [task('theirs', 100, { beganAtMs: undefined, endedAtMs: AT - HOUR })],
  ],
  ['timeout', 'began and ended before it', [task('theirs', 100, { beganAtMs: AT - HOUR, endedAtMs: AT - 60_000 })]],
  ['timeout', 'began after it, and ended before it', [task('theirs', 100, { endedAtMs: AT - 60_000 })]],
  ['timeout', 'ended before its begin', [task('theirs', 100, { beganAtMs: AT + 9000, endedAtMs: AT + 1000 })]],
  ['timeout', 'began in the future', [task('theirs', 100, { beganAtMs: AT + 8 * HOUR })]],
  ['timeout', 'began before it and is running', [task('theirs', 42, { beganAtMs: AT - HOUR })]],
  ['synchronized', 'began at it and has ended', [task('ours', 100, { endedAtMs: AT + 5000 })]],
  ['synchronized', 'has no end', [task('ours', 100, { endedAtMs: undefined })]],
  [
    'synchronized',
    'began at it, beside others without a begin or from before it',
    [
      task('theirs', 100, { beganAtMs: undefined }),
      task('older', -3, { beganAtMs: AT - HOUR }),
      task('oldest', -3, { beganAtMs: undefined, endedAtMs: AT - HOUR }),
      task('ours', 100),
    ],
  ],
  ['refused', 'has no begin and has failed', [task('ours', -3, { beganAtMs: undefined })]],
])('sync-hss: reports %s for a task that is first listed after the request and %s', async (kind, _, listed) => {
  const cloud = cloudOfHss({ synchronize: done, syncTasks: tasks([], listed) });
  const { verdicts, messages } = await runOperation(syncHss, { timeout: '5m' }, cloud);
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
  const isLate = messages.some((message) => message?.startsWith('The time limit was reached before HSS reported'));
  expect(isLate).toBe(kind === 'timeout');
});

test('sync-hss: a timeout says that the task may be older than the request', async () => {
  const cloud = cloudOfHss({
    synchronize: done,
    syncTasks: tasks([], [task('theirs', 100, { beganAtMs: undefined })]),
  });
  const { messages } = await runOperation(syncHss, { timeout: '1m' }, cloud);
  expect(messages).toEqual([
    'The time limit was reached before HSS reported the end. Last observed: task 100 % done (its times do not say that ' +
      'it began after the request).',
  ]);
});

const untimed = (): Promise<Dated<true>> => Promise.resolve(dated(true));
test.each<[string, string, Partial<Hss>]>([
  [
    'synchronized',
    'the lists alone',
    { synchronize: untimed, syncTasks: inTurn(taskPage([], AT), taskPage([task('ours', 100)], AT)) },
  ],
  [
    'synchronized',
    'the last list alone',
    { synchronize: untimed, syncTasks: inTurn(taskPage([]), taskPage([task('ours', 100)], AT)) },
  ],
  [
    'synchronized',
    'the reply to the request alone',
    { synchronize: done, syncTasks: inTurn(taskPage([]), taskPage([task('ours', 100)])) },
  ],
  [
    'timeout',
    'no reply at all',
    { synchronize: untimed, syncTasks: inTurn(taskPage([]), taskPage([task('ours', 100)])) },
  ],
])('sync-hss: reports %s where %s tells the time of the service', async (kind, _, hss) => {
  const { verdicts } = await runOperation(syncHss, { timeout: '5m' }, cloudOfHss(hss));
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
});

test.each([
  ['timeout', 60_000],
  ['synchronized', 299_000],
])(
  'sync-hss: reports %s for a task that began %d ms after it first asked, 5 min before HSS accepted',
  async (kind, ms) => {
    const clock = createManualClock();
    const accepted = dated(true as const, AT + 300_000);
    const cloud = cloudOfHss({
      synchronize: () => new Promise((resolve) => void clock.after(300_000, () => resolve(accepted))),
      syncTasks: inTurn(taskPage([], AT), taskPage([task('new', 100, { beganAtMs: AT + ms })], AT + 330_000)),
    });
    const { verdicts } = await runOperation(syncHss, { timeout: '10m' }, cloud, { clock });
    expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
  },
);

test.each([
  ['15s', 'timeout'],
  ['19s', 'timeout'],
  ['0s', 'timeout'],
  ['25s', 'synchronized'],
])('sync-hss: a timeout of %s, in which a task is watched that has ended, comes to %s', async (timeout, kind) => {
  const cloud = cloudOfHss({ synchronize: done, syncTasks: tasks([], [task('theirs', 100)]) });
  const { verdicts, messages } = await runOperation(syncHss, { timeout }, cloud);
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
  expect(messages).toEqual([
    kind === 'synchronized'
      ? undefined
      : 'The time limit was reached before the tasks of HSS had been watched for 20 s, within which its own task may be ' +
        'listed. Last observed: task 100 % done. Set a longer timeout.',
  ]);
});

test('sync-hss: takes 20 s, in which its own task may be listed', async () => {
  const cloud = cloudOfHss({ synchronize: done, syncTasks: tasks([], [task('new', 100)]) });
  const { tookMs } = await runOperation(syncHss, {}, cloud);
  expect([tookMs >= 20_000, tookMs < 25_000]).toEqual([true, true]);
});

test('sync-hss: warns of images that could not be imported, with their names', async () => {
  const image = { namespace: 'team', name: 'app', tag: 'v1', registryType: 'SwrPrivate', reason: 'no_pull' };
  const ended = task('new', 100, { total: 3, failed: 1, failedImages: [image] });
  const cloud = cloudOfHss({ synchronize: done, syncTasks: tasks([], [ended]) });
  const { verdicts, messages, log } = await runOperation(syncHss, {}, cloud);
  expect([verdicts, messages]).toEqual([
    ['private_image → cn-north-4 synchronized'],
    ['The synchronization of HSS ended; 1 of 3 images failed.'],
  ]);
  expect(log).toContain('warning: HSS in cn-north-4 could not import 1 image from SWR: team/app:v1 (no_pull).');
});

test.each([
  [{}, '0'],
  [{ 'enterprise-project-id': 'all_granted_eps' }, undefined],
])('sync-hss: a timeout without any task names the enterprise project (%j)', async (given, project) => {
  const cloud = cloudOfHss({ synchronize: done, syncTasks: tasks([]) });
  const { messages } = await runOperation(syncHss, { timeout: '5m', ...given }, cloud);
  const hint = ` HSS shows what belongs to enterprise project ${project} only: is that the right enterprise-project-id?`;
  expect(messages).toEqual([
    'The time limit was reached before HSS reported the end. Last observed: no task of this synchronization.' +
      (project === undefined ? '' : hint),
  ]);
});

test('sync-hss: reports unavailable 2 min after a request whose reply was lost, where no task is listed', async () => {
  const cloud = cloudOfHss({ synchronize: inTurn<Dated<true>>(lost), syncTasks: tasks([]) });
  const { messages, tookMs } = await runOperation(syncHss, {}, cloud);
  expect(messages).toEqual(['No reply. HSS lists no task of it either. Run the step again.']);
  expect(tookMs).toBeLessThanOrEqual(140_000);
});

test('sync-hss: does not claim that there is no task when the tasks can never be read', async () => {
  const cloud = cloudOfHss({
    synchronize: inTurn<Dated<true>>(lost),
    syncTasks: tasks([], new Failure('service-error', 'Down.')),
  });
  const { messages } = await runOperation(syncHss, { timeout: '5m' }, cloud);
  expect(messages).toEqual(['No reply. Whether HSS has a task of it is unknown: Down. Run the step again.']);
});
