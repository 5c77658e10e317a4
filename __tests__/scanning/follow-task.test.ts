import { expect, test } from '@jest/globals';
import type { SyncTask } from '../../src/cloud/hss.ts';
import { judgeTask } from '../../src/scanning/follow-task.ts';

const task = (more: Partial<SyncTask>): SyncTask => ({
  id: 't',
  status: 100,
  total: undefined,
  succeeded: undefined,
  failed: undefined,
  reason: undefined,
  ...more,
});

test.each<[Partial<SyncTask>, string, string | undefined]>([
  [{ status: 0 }, 'pending', undefined],
  [{ status: 99 }, 'pending', undefined],
  [{ status: 101 }, 'pending', undefined],
  [{ status: -4 }, 'pending', undefined],
  [{ status: 99.9 }, 'pending', undefined],
  [{ status: -1 }, 'refused', 'The synchronization of HSS was stopped.'],
  [{ status: -2, reason: 'slow' }, 'refused', 'The synchronization of HSS timed out: slow.'],
  [{ status: -3, reason: '' }, 'refused', 'The synchronization of HSS failed.'],
  [{ status: -3, succeeded: 5 }, 'refused', 'The synchronization of HSS failed.'],
  [{}, 'synchronized', undefined],
  [{ total: 3, succeeded: 3, failed: 0 }, 'synchronized', undefined],
  [{ total: 0, succeeded: 0, failed: 0 }, 'synchronized', undefined],
  [
    { total: 5, succeeded: 4, failed: 1, reason: 'old' },
    'synchronized',
    'The synchronization of HSS ended; 1 of 5 images failed: old.',
  ],
  [{ succeeded: 4, failed: 1 }, 'synchronized', 'The synchronization of HSS ended; 1 of 5 images failed.'],
  [{ total: 2, succeeded: 0, failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
  [{ total: 5, succeeded: 0 }, 'refused', 'The synchronization of HSS ended, but 5 of 5 images failed.'],
  [{ total: 5 }, 'synchronized', undefined],
  [{ failed: 2 }, 'refused', 'The synchronization of HSS ended, but 2 of 2 images failed.'],
])('a task with %j is %s', (more, kind, message) => {
  const verdict = judgeTask(task(more));
  expect([verdict?.kind ?? 'pending', verdict?.message]).toEqual([kind, message]);
  expect(verdict?.code).toBe(kind === 'refused' ? 'scan-task-failed' : undefined);
  expect(verdict?.status).toBe(kind === 'pending' ? undefined : String(task(more).status));
});
