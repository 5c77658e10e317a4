import { describe, expect, test } from '@jest/globals';
import type { FailedImage, SyncTask } from '../../src/cloud/hss.ts';
import { describeFailedImages, judgeTask, judgeTasks, tasksSince } from '../../src/scanning/judge-tasks.ts';
import { dated, syncTask } from '../support/hss-tasks.ts';

const failed = (tag: string, more: Partial<FailedImage> = {}): FailedImage => ({
  namespace: 'team',
  name: 'app',
  tag,
  registryType: undefined,
  reason: undefined,
  ...more,
});

const NOTHING =
  'The synchronization of HSS ended without importing a single image. May its agency read SWR (SWROperatePolicy), and are there images of this image-type?';

test.each<[Partial<SyncTask>, string, string | undefined]>([
  [{ status: 0 }, 'pending', undefined],
  [{ status: 99 }, 'pending', undefined],
  [{ status: 101 }, 'pending', undefined],
  [{ status: -4 }, 'pending', undefined],
  [{ status: 99.9 }, 'pending', undefined],
  [{ status: undefined }, 'pending', undefined],
  [{ status: -1 }, 'refused', 'The synchronization of HSS was stopped.'],
  [{ status: -2, reason: 'slow' }, 'refused', 'The synchronization of HSS timed out: slow.'],
  [{ status: -3, reason: '' }, 'refused', 'The synchronization of HSS failed.'],
  [{ status: -3, succeeded: 5 }, 'refused', 'The synchronization of HSS failed.'],
  [{}, 'synchronized', undefined],
  [{ total: 3, succeeded: 3, failed: 0 }, 'synchronized', undefined],
  // What was imported is the total without what failed.
  [{ total: 3, succeeded: 0, failed: 0 }, 'synchronized', undefined],
  [{ total: 5 }, 'synchronized', undefined],
  [
    { total: 5, succeeded: 4, failed: 1, reason: 'old' },
    'synchronized',
    'The synchronization of HSS ended; 1 of 5 images failed: old.',
  ],
  [{ total: 5, failed: 1 }, 'synchronized', 'The synchronization of HSS ended; 1 of 5 images failed.'],
  [{ succeeded: 4, failed: 1 }, 'synchronized', 'The synchronization of HSS ended; 1 of 5 images failed.'],
  [
    { total: 2, failedImages: [failed('v1')] },
    'synchronized',
    'The synchronization of HSS ended; 1 of 2 images failed.',
  ],
  [{ total: 2, succeeded: 0, failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ total: 2, failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ total: 2, succeeded: 2, failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ total: 5, succeeded: 0 }, 'refused', 'The synchronization of HSS ended, but 5 of 5 images failed.'],
  [
    { total: 1, failed: 0, failedImages: [failed('v1')] },
    'refused',
    'The synchronization of HSS ended, but 1 of 1 images failed.',
  ],
  [{ failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ total: 0, succeeded: 0, failed: 0 }, 'refused', NOTHING],
  [{ total: 0 }, 'refused', NOTHING],
  [{ succeeded: 0 }, 'refused', NOTHING],
])('a task with %j is %s', (more, kind, message) => {
  const verdict = judgeTask(syncTask(more));
  expect([verdict?.kind ?? 'pending', verdict?.message]).toEqual([kind, message]);
  expect(verdict?.code).toBe(kind === 'refused' ? 'scan-task-failed' : undefined);
  expect(verdict?.status).toBe(kind === 'pending' ? undefined : String(syncTask(more).status));
});

test.each<[readonly (number | undefined)[], string]>([
  [[], 'pending'],
  [[100, 100], 'synchronized'],
  [[100, 42], 'pending'],
  [[100, undefined], 'pending'],
  [[42, -3], 'refused'],
])('tasks with the states %j are %s', (states, kind) => {
  const verdict = judgeTasks(states.map((status, index) => syncTask({ id: `${index}`, status })));
  expect(verdict?.kind ?? 'pending').toBe(kind);
});

const AT = 1_795_831_200_000;
const idsSince = (requestedAtMs: number | undefined, ...begins: readonly (number | undefined)[]) => {
  const tasks = begins.map((beganAtMs, index) => syncTask({ id: `${index}`, beganAtMs }));
  const since = { earlier: dated([syncTask({ id: '0' })]), requestedAtMs };
  return tasksSince(tasks, since).map(({ id }) => id);
};

describe('tasks since a request', () => {
  test('are those that were not listed before and did not begin before it', () => {
    expect(idsSince(AT, AT, AT + 1, AT - 2000, AT - 2001, AT - 60_000, AT + 3_600_000)).toEqual(['1', '2', '5']);
  });

  test('are those that were not listed before, where a time is not known', () => {
    expect(idsSince(AT, undefined, undefined)).toEqual(['1']);
    expect(idsSince(undefined, AT, AT - 60_000, undefined)).toEqual(['1', '2']);
  });
});

const describeOf = (...tasks: readonly Partial<SyncTask>[]) =>
  describeFailedImages(
    'cn-east-3',
    tasks.map((task) => syncTask({ total: 50, ...task })),
    ({ tag }) => tag === 'own',
  );

describe('images that could not be imported', () => {
  test.each<[Partial<SyncTask>, string | undefined]>([
    [{}, undefined],
    [{ failedImages: [failed('own')] }, undefined],
    [{ status: 42, failedImages: [failed('v1')] }, undefined],
    [{ status: -3, failedImages: [failed('v1')] }, undefined],
    [{ failedImages: [failed('v1')] }, '1 image from SWR: team/app:v1.'],
    [{ failedImages: [failed('v1', { name: 'team/app', reason: 'no' })] }, '1 image from SWR: team/app:v1 (no).'],
    [{ failedImages: [failed('own'), failed('v1', { namespace: '' })] }, '1 image from SWR: app:v1.'],
    [{ failed: 3 }, '3 images from SWR: which it does not name.'],
    [{ failed: 3, failedImages: [failed('v1')] }, '3 images from SWR: team/app:v1, 2 more.'],
    [
      { failedImages: ['1', '2', '3', '4', '5', '6', '7'].map((tag) => failed(tag)) },
      '7 images from SWR: team/app:1, team/app:2, team/app:3, team/app:4, team/app:5, 2 more.',
    ],
  ])('of a task with %j', (task, words) => {
    expect(describeOf(task)).toBe(words === undefined ? undefined : `HSS in cn-east-3 could not import ${words}`);
  });

  test('of several tasks are named once', () => {
    const task = { failedImages: [failed('v1')] };
    expect(describeOf(task, task)).toBe('HSS in cn-east-3 could not import 1 image from SWR: team/app:v1.');
  });
});
