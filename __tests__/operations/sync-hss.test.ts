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

test.each<[string, Given, Partial<Hss>, string]>([
  [
    'its task ends',
    {},
    { synchronize: inTurn(true), syncTasks: tasks([OLD], [task('new', 10), OLD], [task('new', 100), OLD]) },
    'synchronized',
  ],
  [
    'the task of another run ends well, and its own, listed later, does not',
    {},
    {
      synchronize: inTurn(true),
      syncTasks: tasks([OLD], [task('theirs', 100), OLD], [task('ours', -3), task('theirs', 100), OLD]),
    },
    'refused',
  ],
  [
    'the task of another run ends well, and its own never',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('theirs', 100), task('ours', 42)]) },
    'timeout',
  ],
  ['its task fails', {}, { synchronize: inTurn(true), syncTasks: tasks([], [task('new', -3)]) }, 'refused'],
  ['an old task proves nothing', { timeout: '5m' }, { synchronize: inTurn(true), syncTasks: tasks([OLD]) }, 'timeout'],
  [
    'in an unknown state',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('new', 777)]) },
    'timeout',
  ],
  [
    'an outage in between',
    {},
    { synchronize: inTurn(true), syncTasks: tasks([], lost, [task('new', 100)]) },
    'synchronized',
  ],
  [
    'a good end that is seen once, and then an outage to the end',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('theirs', 100)], lost) },
    'timeout',
  ],
  [
    'a bad end, and then an outage to the end',
    { timeout: '5m' },
    { synchronize: inTurn(true), syncTasks: tasks([], [task('new', 10)], [task('new', -2)], lost) },
    'refused',
  ],
  [
    'no report in the region',
    {},
    { synchronize: inTurn(true), syncTasks: () => Promise.resolve(undefined) },
    'accepted',
  ],
  [
    'the newer route',
    {},
    { synchronize: inTurn(false), startSyncTask: nothing, syncTasks: tasks([], [task('new', 100)]) },
    'synchronized',
  ],
  [
    'both routes gone',
    {},
    {
      synchronize: inTurn(false),
      startSyncTask: inTurn<void>(new Failure('service-refused', 'No.')),
      syncTasks: tasks([]),
    },
    'refused',
  ],
  [
    'without an answer, with a task',
    {},
    { synchronize: inTurn<boolean>(lost), syncTasks: tasks([], [task('new', 100)]) },
    'synchronized',
  ],
  ['without an answer and a task', {}, { synchronize: inTurn<boolean>(lost), syncTasks: tasks([OLD]) }, 'unavailable'],
  [
    'without an answer and a report',
    {},
    { synchronize: inTurn<boolean>(lost), syncTasks: () => Promise.resolve(undefined) },
    'unavailable',
  ],
  [
    'refused',
    {},
    { synchronize: inTurn<boolean>(new Failure('service-refused', 'No.')), syncTasks: tasks([]) },
    'refused',
  ],
  ['without waiting', { wait: 'false' }, { synchronize: inTurn(true) }, 'accepted'],
  ['without waiting and an answer', { wait: 'false' }, { synchronize: inTurn<boolean>(lost) }, 'unavailable'],
  ['a dry run', { 'dry-run': 'true' }, {}, 'planned'],
])('%s', async (_, given, hss, kind) => {
  const { verdicts } = await runOperation(syncHss, given, cloudOfHss(hss));
  expect(verdicts).toEqual([`private_image → cn-north-4 ${kind}`]);
});

test('a lost request is given up after two minutes, long before the time is up', async () => {
  const cloud = cloudOfHss({ synchronize: inTurn<boolean>(lost), syncTasks: tasks([]) });
  const { messages, tookMs } = await runOperation(syncHss, {}, cloud);
  expect(messages).toEqual(['No reply. HSS lists no task of it either. Run the step again.']);
  expect(tookMs).toBeLessThanOrEqual(140_000);
});

test('a list that is never read does not say that there is no task', async () => {
  const cloud = cloudOfHss({
    synchronize: inTurn<boolean>(lost),
    syncTasks: tasks([], new Failure('service-error', 'Down.')),
  });
  const { messages } = await runOperation(syncHss, { timeout: '5m' }, cloud);
  expect(messages).toEqual(['No reply. Whether HSS has a task of it is not known: Down. Run the step again.']);
});
