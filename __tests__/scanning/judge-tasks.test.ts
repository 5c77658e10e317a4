import { describe, expect, test } from '@jest/globals';
import type { FailedImage, SyncTask } from '../../src/cloud/hss.ts';
import { describeFailedImages, describeTasks, judgeTask, judgeTasks } from '../../src/scanning/judge-tasks.ts';
import { syncTask } from '../support/hss-tasks.ts';

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
  [{ total: 5 }, 'synchronized', undefined],
  // What was imported is the total without what failed, and never more than HSS counts as imported.
  [{ total: 3, failed: 0 }, 'synchronized', undefined],
  [{ total: 3, failed: 1 }, 'synchronized', 'The synchronization of HSS ended; 1 of 3 images failed.'],
  [{ total: 5, succeeded: 2, failed: 0 }, 'synchronized', 'The synchronization of HSS ended; 3 of 5 images failed.'],
  [{ total: 5, succeeded: 5, failed: 3 }, 'synchronized', 'The synchronization of HSS ended; 3 of 5 images failed.'],
  [{ total: 5, succeeded: 2 }, 'synchronized', 'The synchronization of HSS ended; 3 of 5 images failed.'],
  [{ succeeded: 2, failed: 0 }, 'synchronized', undefined],
  [{ total: 3, succeeded: 0, failed: 0 }, 'refused', 'The synchronization of HSS ended, but 3 of 3 images failed.'],
  [{ succeeded: 0, failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ succeeded: 0, failed: 0 }, 'refused', NOTHING],
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
  // A reason for a failure contradicts nothing but a task that does not count what it imported.
  [{ reason: 'no agency' }, 'refused', 'The synchronization of HSS ended, and has a reason for a failure: no agency.'],
  [{ failed: 0, reason: 'x' }, 'refused', 'The synchronization of HSS ended, and has a reason for a failure: x.'],
  [{ total: 5, reason: 'x' }, 'refused', 'The synchronization of HSS ended, and has a reason for a failure: x.'],
  [
    { total: 5, failed: 0, reason: 'x' },
    'synchronized',
    'The synchronization of HSS ended, and has a reason for a failure: x.',
  ],
  [
    { succeeded: 5, reason: 'x' },
    'synchronized',
    'The synchronization of HSS ended, and has a reason for a failure: x.',
  ],
  [{ total: 0, reason: 'x' }, 'refused', NOTHING.replace('.', ': x.')],
])('a task with %j is %s', (more, kind, message) => {
  const verdict = judgeTask(syncTask(more));
  expect([verdict?.kind ?? 'pending', verdict?.message]).toEqual([kind, message]);
  expect(verdict?.code).toBe(kind === 'refused' ? 'scan-task-failed' : undefined);
  expect(verdict?.status).toBe(kind === 'pending' ? undefined : String(syncTask(more).status));
});

test.each<[Partial<SyncTask>, string]>([
  [{ total: 5, failed: -1 }, 'total_num: 5, failed_num: -1'],
  [{ total: -5 }, 'total_num: -5'],
  [{ total: 5, succeeded: -1, failed: 0 }, 'total_num: 5, success_num: -1, failed_num: 0'],
  [{ total: 5, succeeded: 2.5 }, 'total_num: 5, success_num: 2.5'],
  [{ succeeded: 0.5 }, 'success_num: 0.5'],
  [{ total: 2, failed: 3 }, 'total_num: 2, failed_num: 3'],
  [{ total: 2, succeeded: 3, failed: 0 }, 'total_num: 2, success_num: 3, failed_num: 0'],
  [{ failed: NaN }, 'failed_num: not a number'],
  [{ total: NaN, succeeded: 5, failed: 0 }, 'total_num: not a number, success_num: 5, failed_num: 0'],
])('a task whose counts cannot be right proves nothing: %j', (more, counts) => {
  expect(judgeTask(syncTask(more))).toEqual({
    kind: 'unavailable',
    code: 'reply-invalid',
    status: '100',
    message: `The synchronization of HSS ended with counts that cannot be right (${counts}), so what it imported is unknown.`,
  });
});

test.each<[readonly (number | undefined)[], string]>([
  [[], 'pending'],
  [[100, 100], 'synchronized'],
  [[100, 42], 'pending'],
  [[100, undefined], 'pending'],
  [[42, -3], 'refused'],
])('tasks since the request with the states %j are %s', (states, kind) => {
  const verdict = judgeTasks(states.map((status) => ({ ...syncTask({ status }), beganSince: true })));
  expect(verdict?.kind ?? 'pending').toBe(kind);
});

test.each<[readonly (readonly [number, boolean])[], string]>([
  [[[100, false]], 'pending'],
  [
    [
      [100, false],
      [100, true],
    ],
    'synchronized',
  ],
  [
    [
      [42, false],
      [100, true],
    ],
    'pending',
  ],
  [[[-3, false]], 'refused'],
])('tasks of which some may be older than the request, %j, are %s', (tasks, kind) => {
  const verdict = judgeTasks(tasks.map(([status, beganSince]) => ({ ...syncTask({ status }), beganSince })));
  expect(verdict?.kind ?? 'pending').toBe(kind);
});

test('what is observed of a task tells its state, and whether it may be older', () => {
  const tasks = [
    { ...syncTask({ status: 42 }), beganSince: true },
    { ...syncTask({ status: 100 }), beganSince: false },
    { ...syncTask({ status: undefined }), beganSince: true },
  ];
  expect(describeTasks(tasks)).toBe(
    'task 42 % done, task 100 % done (its times do not say that it began after the request), task status unreadable',
  );
  expect(describeTasks([])).toBe('no task of this synchronization');
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
    [{ succeeded: 48, failed: 0 }, '2 images from SWR: which it does not name.'],
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
