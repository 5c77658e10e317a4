import { describe, expect, test } from '@jest/globals';
import type { SyncTask } from '../../src/cloud/hss.ts';
import { type RequestMoment, tasksSince } from '../../src/scanning/own-tasks.ts';
import { dated, syncTask } from '../support/hss-tasks.ts';

/** The service's time of a request that was sent at 1000 by the clock of the run; the list is read 20 s later. */
const AT = 1_795_831_200_000;
const READ_AT = 21_000;
const NOW = AT + 20_000;

interface Given {
  readonly sentAtMs?: number | undefined;
  readonly listDateMs?: number | undefined;
}

/** What a task that was not listed before is to a request: `not ours`, `open` (it may be ours and proves nothing) or `proof`. */
function meaningOf(task: Partial<SyncTask>, given: Given = {}): string {
  const { sentAtMs, listDateMs } = { sentAtMs: AT, listDateMs: NOW, ...given };
  const request: RequestMoment = { earlier: [syncTask({ id: 'old' })], sentAt: 1000, sentAtMs };
  const [candidate] = tasksSince(dated([syncTask(task)], listDateMs), request, READ_AT);
  if (candidate === undefined) return 'not ours';
  return candidate.beganSince ? 'proof' : 'open';
}

describe('a task that is first listed after the request', () => {
  test.each<[string, Partial<SyncTask>]>([
    ['proof', { beganAtMs: AT }],
    ['proof', { beganAtMs: AT + 5000 }],
    // Times are rounded down to seconds, and clocks differ a little.
    ['proof', { beganAtMs: AT - 2000 }],
    ['proof', { beganAtMs: NOW + 2000 }],
    ['not ours', { beganAtMs: AT - 2001 }],
    ['not ours', { beganAtMs: AT - 60_000, endedAtMs: AT + 1000 }],
    ['not ours', { beganAtMs: -1 }],
    ['open', { beganAtMs: undefined }],
    ['open', { beganAtMs: undefined, endedAtMs: AT + 1000 }],
    ['open', { beganAtMs: NOW + 2001 }],
    ['open', { beganAtMs: Infinity }],
    ['proof', { beganAtMs: AT, endedAtMs: AT }],
    ['proof', { beganAtMs: AT + 1999, endedAtMs: AT }],
    ['proof', { beganAtMs: AT, endedAtMs: AT + 86_400_000 }],
    ['open', { beganAtMs: AT + 10_000, endedAtMs: AT + 7999 }],
    ['not ours', { beganAtMs: AT + 1, endedAtMs: AT - 2001 }],
    ['not ours', { beganAtMs: undefined, endedAtMs: AT - 60_000 }],
    ['not ours', { id: 'old', beganAtMs: AT + 1 }],
  ])('is %s with %j', (meaning, task) => {
    expect(meaningOf(task)).toBe(meaning);
  });
});

describe('the time of the request', () => {
  const TASKS = [{ beganAtMs: AT }, { beganAtMs: AT - 2001 }, { beganAtMs: undefined }];
  test.each<[string, Given, readonly string[]]>([
    ['that of its reply, where the list has none', { listDateMs: undefined }, ['proof', 'not ours', 'open']],
    ['told by the list, where no earlier reply did', { sentAtMs: undefined }, ['proof', 'not ours', 'open']],
    ['not known, so that nothing is proved', { sentAtMs: undefined, listDateMs: undefined }, ['open', 'open', 'open']],
  ])('is %s', (_, given, meanings) => {
    expect(TASKS.map((task) => meaningOf(task, given))).toEqual(meanings);
  });
});
