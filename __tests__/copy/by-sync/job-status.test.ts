import { describe, expect, test } from '@jest/globals';
import { copyStateOf, createJobStatuses } from '../../../src/copy/by-sync/job-status.ts';
import type { CopyState } from '../../../src/copy/copier.ts';
import { TARGET } from '../../support/copy-target.ts';
import { fakeJob } from '../../support/fake-swr.ts';

test.each<[string, CopyState]>([
  ['waiting', 'running'],
  ['running', 'running'],
  ['success', 'succeeded'],
  ['existed', 'untouched'],
  ['failed', 'failed'],
  ['timeout', 'failed'],
  ['cancel', 'failed'],
  ['paused', 'unknown'],
  ['no longer listed', 'unknown'],
  ['', 'unknown'],
])("copyStateOf: '%s' is %s", (word, state) => {
  expect(copyStateOf(word)).toBe(state);
});

describe('createJobStatuses', () => {
  test('keeps targets apart by region, organization and tag', () => {
    const statuses = createJobStatuses();
    statuses.add(fakeJob({ status: 'running' }));
    statuses.add(fakeJob({ status: 'failed', tag: 'v2' }));
    statuses.add(fakeJob({ status: 'existed', region: 'cn-south-1' }));
    statuses.add(fakeJob({ status: 'success', organization: 'others' }));
    expect([
      statuses.of({ ...TARGET, tag: 'v1' }),
      statuses.of({ ...TARGET, tag: 'v2' }),
      statuses.of({ ...TARGET, region: 'cn-south-1', tag: 'v1' }),
      statuses.of({ ...TARGET, namespace: 'others', tag: 'v1' }),
      statuses.of({ ...TARGET, tag: 'v3' }),
    ]).toEqual([
      { state: 'running', word: 'running', isRunning: true },
      { state: 'failed', word: 'failed', isRunning: false },
      { state: 'untouched', word: 'existed', isRunning: false },
      { state: 'succeeded', word: 'success', isRunning: false },
      undefined,
    ]);
  });
});
