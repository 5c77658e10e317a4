import { describe, expect, test } from '@jest/globals';
import type { SyncJob } from '../../../src/cloud/swr-jobs.ts';
import { findJobToAttach } from '../../../src/copy/by-sync/attach.ts';
import { fakeCopy } from '../../support/copy-target.ts';
import { fakeJob } from '../../support/fake-swr.ts';

const HOUR_MS = 3_600_000;

describe('findJobToAttach: where the target does not have the tag', () => {
  test.each<[string, Partial<SyncJob>]>([
    ['is running', {}],
    ['is waiting', { status: 'waiting' }],
    ['was created a moment ago', { ageMs: 0 }],
    ['has been running for six hours', { ageMs: 6 * HOUR_MS }],
    ['succeeded 30 s ago', { status: 'success', quietMs: 30_000 }],
    ['found the tag 30 s ago', { status: 'existed', quietMs: 30_000 }],
  ])('returns a job that %s', (_, job) => {
    expect(findJobToAttach(fakeCopy('v1'), [fakeJob(job)])?.id).toBe('1');
  });

  test.each<[string, Partial<SyncJob>]>([
    ['has been running for a day', { ageMs: 24 * HOUR_MS }],
    ['succeeded 31 s ago', { status: 'success', quietMs: 31_000 }],
    ['succeeded at an unknown time', { status: 'success' }],
    ['failed a moment ago', { status: 'failed', quietMs: 0 }],
    ['failed at an unknown time', { status: 'failed' }],
    ['is running since an unknown time', { ageMs: undefined }],
    ['is waiting since an unknown time', { status: 'waiting', ageMs: undefined }],
    ['begins in a day', { ageMs: -24 * HOUR_MS }],
    ['has an unknown status', { status: 'paused' }],
    ['is for another tag', { tag: 'v2' }],
    ['is for another region', { region: 'cn-south-1' }],
    ['is for another organization', { organization: 'others' }],
  ])('does not return a job that %s', (_, job) => {
    expect(findJobToAttach(fakeCopy('v1'), [fakeJob(job)])).toBeUndefined();
  });
});

describe('findJobToAttach: where the target has another digest', () => {
  test('does not return a job that has succeeded', () => {
    const copy = fakeCopy('v1', { previousDigest: 'sha256:old', policy: 'replace' });
    expect(findJobToAttach(copy, [fakeJob({ status: 'success', quietMs: 0, override: true })])).toBeUndefined();
  });
});

describe('findJobToAttach: override', () => {
  test.each([
    { policy: 'refuse', override: false, previousDigest: undefined, isAttached: true },
    { policy: 'refuse', override: true, previousDigest: undefined, isAttached: true },
    { policy: 'replace', override: false, previousDigest: undefined, isAttached: true },
    { policy: 'replace', override: false, previousDigest: 'sha256:old', isAttached: false },
    { policy: 'replace', override: true, previousDigest: 'sha256:old', isAttached: true },
  ] as const)(
    'policy $policy, a job with override $override, target digest $previousDigest: attached $isAttached',
    ({ policy, override, previousDigest, isAttached }) => {
      const job = findJobToAttach(fakeCopy('v1', { policy, previousDigest }), [fakeJob({ override })]);
      expect(job !== undefined).toBe(isAttached);
    },
  );
});
