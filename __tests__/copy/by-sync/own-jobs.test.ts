import { describe, expect, test } from '@jest/globals';
import type { SyncJob } from '../../../src/cloud/swr-jobs.ts';
import { createHints } from '../../../src/copy/by-sync/job-status.ts';
import { jobToAdopt, readOwnJobs } from '../../../src/copy/by-sync/own-jobs.ts';
import { createFakeContext } from '../../support/fake-context.ts';
import { fakeJob } from '../../support/fake-swr.ts';

const HOUR = 3_600_000;

describe('which earlier job will do', () => {
  const route = { region: 'cn-east-3', namespace: 'team', override: false };
  const tag = { tag: 'v1', previousDigest: undefined };

  test.each<[string, Partial<SyncJob>, boolean]>([
    ['running', {}, true],
    ['waiting', { status: 'waiting' }, true],
    ['just begun', { ageMs: 0 }, true],
    ['hours old', { ageMs: 6 * HOUR }, true],
    ['stuck since yesterday', { ageMs: 24 * HOUR }, false],
    ['ended well a moment ago', { status: 'success', quietMs: 30_000 }, true],
    ['ended well some time ago', { status: 'success', quietMs: 31_000 }, false],
    ['ended well, nobody knows when', { status: 'success' }, false],
    ['failed a moment ago', { status: 'failed', quietMs: 0 }, false],
    ['failed', { status: 'failed' }, false],
    ['in a state that nobody knows', { status: 'paused' }, false],
    ['of another tag', { tag: 'v2' }, false],
    ['to another region', { region: 'cn-south-1' }, false],
    ['to another organization', { organization: 'others' }, false],
  ])('%s', (_, job, isAdopted) => {
    expect(jobToAdopt(route, tag, [fakeJob(job)])?.id).toBe(isAdopted ? '1' : undefined);
  });

  test('one that has ended is of no use where the target has another digest', () => {
    const candidate = { tag: 'v1', previousDigest: 'sha256:old' };
    const ended = fakeJob({ status: 'success', quietMs: 0, override: true });
    expect(jobToAdopt({ ...route, override: true }, candidate, [ended])).toBeUndefined();
  });

  test.each([
    { ours: false, theirs: false, there: false, isAdopted: true },
    { ours: false, theirs: true, there: false, isAdopted: true },
    { ours: true, theirs: false, there: false, isAdopted: true },
    { ours: true, theirs: false, there: true, isAdopted: false },
    { ours: true, theirs: true, there: true, isAdopted: true },
  ])(
    'with override $ours, one with override $theirs, the tag in the target: $there',
    ({ ours, theirs, there, isAdopted }) => {
      const candidate = { tag: 'v1', previousDigest: there ? 'sha256:old' : undefined };
      const job = jobToAdopt({ ...route, override: ours }, candidate, [fakeJob({ override: theirs })]);
      expect(job !== undefined).toBe(isAdopted);
    },
  );
});

async function lookedUp(
  fresh: readonly Partial<SyncJob>[],
  adopted?: Partial<SyncJob>,
): Promise<{ readonly status: string | undefined; readonly isAtWork: boolean }> {
  const hints = createHints();
  for (const job of fresh) hints.add(fakeJob(job));
  const jobs = {
    read: () =>
      Promise.resolve({
        fresh: hints,
        adopted: new Map(adopted === undefined ? [] : [['earlier', fakeJob(adopted)]]),
      }),
  };
  const own = await readOwnJobs({ region: 'cn-east-3', namespace: 'team', jobs }, createFakeContext());
  const sought = { tag: 'v1', adopted: adopted === undefined ? undefined : 'earlier' };
  return { status: own.statusOf(sought), isAtWork: own.isAtWork(sought) };
}

describe('the job that a tag hangs on', () => {
  test.each<[string, readonly Partial<SyncJob>[], string | undefined]>([
    ['none', [], undefined],
    ['only of others', [{ tag: 'v2' }, { region: 'cn-south-1' }, { organization: 'others' }], undefined],
    ['the newest of two failed ones', [{ status: 'cancel' }, { status: 'failed' }], 'cancel'],
    ['one at work before a newer one that has failed', [{ status: 'failed' }, { status: 'running' }], 'running'],
    ['one at work before one that has ended', [{ status: 'success' }, { status: 'waiting' }], 'waiting'],
    ['one that ended well before one that failed', [{ status: 'failed' }, { status: 'existed' }], 'existed'],
    ['one in a state that nobody knows', [{ status: 'success' }, { status: 'paused' }], 'paused'],
  ])('%s', async (_, fresh, expected) => {
    expect((await lookedUp(fresh)).status).toBe(expected);
  });

  test('an adopted job alone, whatever others do', async () => {
    expect(await lookedUp([{ status: 'failed' }], { status: 'running' })).toEqual({
      status: 'running',
      isAtWork: true,
    });
  });

  test.each<[string, readonly Partial<SyncJob>[], boolean]>([
    ['without any', [], false],
    ['with all of them under way', [{ status: 'waiting' }, { status: 'running' }], true],
    ['when one of them has ended', [{ status: 'running' }, { status: 'success' }], false],
    ['when one of them has failed', [{ status: 'running' }, { status: 'failed' }], false],
    ['in a state that nobody knows', [{ status: 'paused' }], false],
  ])('is at work %s', async (_, fresh, expected) => {
    expect((await lookedUp(fresh)).isAtWork).toBe(expected);
  });
});
