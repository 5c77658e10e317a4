import { describe, expect, test } from '@jest/globals';
import { createSyncCloud, REPOSITORY, jobStatuses, V1 } from './sync-cloud.ts';
import { records } from './client.ts';

describe('outcomes of the seed', () => {
  test.each([
    ['failed', 'failed', undefined],
    ['timeout', 'timeout', undefined],
    ['cancel', 'cancel', undefined],
    ['existed', 'existed', undefined],
    ['stuck', 'running', undefined],
    ['lie', 'success', undefined],
    ['silent', undefined, V1],
    ['success', 'success', V1],
  ] as const)('the outcome %s', (outcome, state, digest) => {
    const subject = createSyncCloud({ syncOutcomes: [{ outcome }] });
    subject.sync();
    subject.clock.advance(1000);
    expect(jobStatuses(subject)).toEqual(state === undefined ? [] : [state]);
    expect(subject.target()['v1']).toBe(digest);
  });

  test('the outcome wrong-digest', () => {
    const subject = createSyncCloud({ syncOutcomes: [{ outcome: 'wrong-digest' }] });
    subject.sync();
    subject.clock.advance(2);
    expect(jobStatuses(subject)).toEqual(['success']);
    expect(subject.target()['v1']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(subject.target()['v1']).not.toBe(V1);
  });

  test('lagSeconds: the tag appears later than the success', () => {
    const subject = createSyncCloud({ syncOutcomes: [{ lagSeconds: 3 }] });
    subject.sync();
    subject.clock.advance(2);
    expect([jobStatuses(subject), subject.target()]).toEqual([['success'], {}]);
    subject.clock.advance(2.9);
    expect(subject.target()).toEqual({});
    subject.clock.advance(0.1);
    expect(subject.target()).toEqual({ v1: V1 });
  });

  test('the first match applies, by tag, target and repository, and may be limited', () => {
    const syncOutcomes = [
      { tag: 'v2', outcome: 'stuck' as const },
      { target: 'cn-south-1', outcome: 'lie' as const },
      { repository: 'web', outcome: 'cancel' as const },
      { tag: 'v1', outcome: 'failed' as const, times: 1 },
      { tag: 'v1', seconds: 10 },
    ];
    const subject = createSyncCloud({ syncOutcomes });
    subject.sync({ imageTag: ['v1', 'v2'] });
    subject.sync();
    subject.clock.advance(9);
    expect(jobStatuses(subject)).toEqual(['running', 'running', 'failed']);
    subject.clock.advance(1);
    expect(jobStatuses(subject)).toEqual(['success', 'running', 'failed']);
  });
});

describe('the list of jobs', () => {
  test('has the documented fields', () => {
    const subject = createSyncCloud();
    subject.sync({ override: true });
    subject.clock.advance(2);
    const { status, value, headers } = subject.jobs();
    expect([status, headers['content-range']]).toEqual([200, '0-1/1']);
    expect(value).toEqual([
      {
        id: 1,
        namespace: 'team',
        repoName: 'app/api',
        tag: 'v1',
        remoteNamespace: 'team',
        remoteRegionId: 'cn-east-3',
        override: true,
        status: 'success',
        createdAt: '2026-01-01T00:00:00.000000Z',
        updatedAt: '2026-01-01T00:00:02.000000Z',
        domainID: expect.any(String),
        domainName: expect.any(String),
        syncOperatorId: expect.any(String),
        syncOperatorName: expect.any(String),
      },
    ]);
  });

  test("has the seed's jobs, pages and both orders", () => {
    const past = {
      namespace: 'team',
      repository: 'app/api',
      tag: 'v1',
      remoteRegionId: 'cn-east-3',
      remoteNamespace: 'team',
    };
    const subject = createSyncCloud({
      jobs: [
        { ...past, status: 'success', secondsAgo: 60 },
        { ...past, status: 'running', secondsAgo: 7200 },
      ],
    });
    subject.sync();
    subject.clock.advance(5);
    const ids = (filter: string) => records(subject.jobs(filter).value).map((job) => job['id']);
    expect(ids('limit::10|offset::0|order::desc')).toEqual([3, 1, 2]);
    expect(ids('limit::10|offset::0|order::asc')).toEqual([2, 1, 3]);
    expect(ids('offset::1|limit::1')).toEqual([1]);
    expect(jobStatuses(subject)).toEqual(['success', 'success', 'running']);
    expect(records(subject.jobs().value)[1]).toMatchObject({ createdAt: '2025-12-31T23:59:00.000000Z' });
  });

  test.each([
    ['no filter', undefined, '4001014'],
    ['no offset', 'limit::10', '4001014'],
    ['no limit', 'offset::0|order::asc', '4001014'],
    ['another order', 'limit::10|offset::0|order::up', '4000014'],
    ['an unknown term', 'limit::10|offset::0|tag::v1', '4001035'],
  ])('%s: 400', (_, filter, code) => {
    const query: Record<string, string> = filter === undefined ? {} : { filter };
    expect(createSyncCloud().call('GET', `${REPOSITORY}/sync_job`, { query })).toMatchObject({
      status: 400,
      value: { errors: [{ errorCode: `SVCSTG.SWR.${code}` }] },
    });
  });

  test('plain parameters are refused', () => {
    const query = { limit: '10', offset: '0' };
    expect(createSyncCloud().call('GET', `${REPOSITORY}/sync_job`, { query }).status).toBe(400);
  });

  test('hideSyncJobs: the list is empty, and the copy succeeds', () => {
    const subject = createSyncCloud({ hideSyncJobs: true });
    subject.sync();
    subject.clock.advance(2);
    expect(subject.jobs()).toMatchObject({ status: 200, value: [] });
    expect(subject.target()).toEqual({ v1: V1 });
  });
});
