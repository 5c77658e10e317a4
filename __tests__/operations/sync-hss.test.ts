import { expect, test } from '@jest/globals';
import type { Hss, SyncTask } from '../../src/cloud/hss.ts';
import { Failure } from '../../src/errors.ts';
import { syncHss } from '../../src/operations/sync-hss.ts';
import { cloudOfHss, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { runOperation } from '../support/run-operation.ts';

const task = (id: string, status: number): SyncTask => ({
  id,
  status,
  total: undefined,
  succeeded: undefined,
  failed: undefined,
  reason: undefined,
});
const OLD = task('old', 100);
const lost = new Failure('service-error', 'No reply.', { uncertain: true });
const nothing = (): Promise<void> => Promise.resolve();
type Tasks = readonly SyncTask[] | undefined;

const tasks = (before: Tasks | Error, ...later: readonly (Tasks | Error)[]) => inTurn<Tasks>(before, ...later);

test.each<[string, string, Given, Partial<Hss>]>([
  [
    'synchronized',
    'its task succeeds',
    {},
    { synchronize: inTurn(true), syncTasks: tasks([OLD], [task('new', 10), OLD], [task('new', 100), OLD]) },
  ],
  [
    'refused',
    "its own task fails after another run's task succeeded",
    {},
    {
      synchronize: inTurn(true),
      syncTasks: tasks([OLD], [task('theirs', 100), OLD], [task('ours', -3), task('theirs', 100), OLD]),
    },
  ],
  [
    'timeout',
    "its own task never ends and another run's task succeeded",
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('theirs', 100), task('ours', 42)]) },
  ],
  ['refused', 'its task fails', {}, { synchronize: inTurn(true), syncTasks: tasks([], [task('new', -3)]) }],
  [
    'timeout',
    'only an earlier task has succeeded',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([OLD]) },
  ],
  [
    'timeout',
    'its task stays in an unknown state',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('new', 777)]) },
  ],
  [
    'synchronized',
    'its task succeeds after an outage',
    {},
    { synchronize: inTurn(true), syncTasks: tasks([], lost, [task('new', 100)]) },
  ],
  [
    'timeout',
    'a success is listed once, and then an outage lasts to the deadline',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('theirs', 100)], lost) },
  ],
  [
    'refused',
    'a failure is listed once, and then an outage lasts to the deadline',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('new', 10)], [task('new', -2)], lost) },
  ],
  [
    'accepted',
    'the region does not list its tasks',
    {},
    { synchronize: inTurn(true), syncTasks: () => Promise.resolve(undefined) },
  ],
  [
    'synchronized',
    'only the newer API exists and its task succeeds',
    {},
    { synchronize: inTurn(false), startSyncTask: nothing, syncTasks: tasks([], [task('new', 100)]) },
  ],
  [
    'refused',
    'the older API does not exist and the newer one refuses',
    {},
    {
      synchronize: inTurn(false),
      startSyncTask: inTurn<void>(new Failure('service-refused', 'No.')),
      syncTasks: tasks([]),
    },
  ],
  [
    'synchronized',
    'the reply is lost and a new task succeeds',
    {},
    { synchronize: inTurn<boolean>(lost), syncTasks: tasks([], [task('new', 100)]) },
  ],
  [
    'unavailable',
    'the reply is lost and no new task is listed',
    {},
    { synchronize: inTurn<boolean>(lost), syncTasks: tasks([OLD]) },
  ],
  [
    'unavailable',
    'the reply is lost and the region does not list its tasks',
    {},
    { synchronize: inTurn<boolean>(lost), syncTasks: () => Promise.resolve(undefined) },
  ],
  [
    'refused',
    'the request is refused',
    {},
    { synchronize: inTurn<boolean>(new Failure('service-refused', 'No.')), syncTasks: tasks([]) },
  ],
  ['accepted', 'it does not wait', { wait: 'false' }, { synchronize: inTurn(true) }],
  ['unavailable', 'the reply is lost, without waiting', { wait: 'false' }, { synchronize: inTurn<boolean>(lost) }],
  ['planned', 'it is a dry run', { 'dry-run': 'true' }, {}],
])('sync-hss: reports %s when %s', async (kind, _, given, hss) => {
  const { verdicts } = await runOperation(syncHss, given, cloudOfHss(hss));
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
});

test('sync-hss: reports unavailable 2 min after a request whose reply was lost, where no task is listed', async () => {
  const cloud = cloudOfHss({ synchronize: inTurn<boolean>(lost), syncTasks: tasks([]) });
  const { messages, tookMs } = await runOperation(syncHss, {}, cloud);
  expect(messages).toEqual(['No reply. HSS lists no task of it either. Run the step again.']);
  expect(tookMs).toBeLessThanOrEqual(140_000);
});

test('sync-hss: does not claim that there is no task when the tasks can never be read', async () => {
  const cloud = cloudOfHss({
    synchronize: inTurn<boolean>(lost),
    syncTasks: tasks([], new Failure('service-error', 'Down.')),
  });
  const { messages } = await runOperation(syncHss, { timeout: '5m' }, cloud);
  expect(messages).toEqual(['No reply. Whether HSS has a task of it is unknown: Down. Run the step again.']);
});
