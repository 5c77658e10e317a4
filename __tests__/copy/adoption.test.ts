/** Taking up again what an earlier run has begun. */
import { expect, test } from '@jest/globals';
import type { SyncJob } from '../../src/cloud/swr-jobs.ts';
import { syncTags } from '../../src/operations/sync-tags.ts';
import { ACCEPTED, createFakeRegistry, fakeJob, type FakeRegistry } from '../support/fake-swr.ts';
import type { Given } from '../support/given-inputs.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { runOperation } from '../support/run-operation.ts';

const [A, B] = ['sha256:a', 'sha256:b'];
const TARGET = 'cn-east-3/team/app:v1';

interface Earlier {
  readonly job?: Partial<SyncJob>;
  readonly target?: string;
  /** What becomes of the earlier job, and of the target with it. */
  readonly end?: { readonly afterMs: number; readonly status: string; readonly digest?: string };
}

/** Runs with a job of an earlier request under way; a request of this run is done at once. */
async function takeUp({ job = {}, target, end }: Earlier, given: Given = {}) {
  const clock = createManualClock();
  const registry: FakeRegistry = createFakeRegistry(
    { 'cn-north-4/team/app:v1': A, ...(target === undefined ? {} : { [TARGET]: target }) },
    {
      onSync(_, { jobs, tags }) {
        jobs.unshift(fakeJob({ id: 'ours', status: 'success' }));
        tags.set(TARGET, A);
        return ACCEPTED;
      },
    },
  );
  registry.jobs.push(fakeJob({ id: 'earlier', ...job }));
  if (end !== undefined) {
    clock.after(end.afterMs, () => {
      const index = registry.jobs.findIndex(({ id }) => id === 'earlier');
      registry.jobs.splice(index, 1, fakeJob({ id: 'earlier', ...job, status: end.status }));
      if (end.digest !== undefined) registry.tags.set(TARGET, end.digest);
    });
  }
  const ran = await runOperation(
    syncTags,
    { namespace: 'team', repository: 'app', tags: 'v1', 'target-regions': 'cn-east-3', ...given },
    registry.cloud,
    { clock },
  );
  const sent = registry.requests.filter((request) => request.startsWith('sync'));
  return { ...ran, verdict: ran.outcomes[0]?.verdict, sent };
}

test('a job at work is followed to its end, and nothing is sent', async () => {
  const { verdict, sent, log } = await takeUp({ end: { afterMs: 90_000, status: 'success', digest: A } });
  expect([verdict?.kind, sent]).toEqual(['copied', []]);
  expect(log).toContain('  v1 → cn-east-3: following job earlier of an earlier request (running)');
});

test.each(['failed', 'timeout', 'cancel'])(
  'one that ends with %s is followed by a request of our own',
  async (status) => {
    const { verdict, sent, tookMs } = await takeUp({ end: { afterMs: 20_000, status } });
    expect([verdict?.kind, sent]).toEqual(['copied', ['sync v1 → cn-east-3/team']]);
    expect(tookMs).toBeLessThan(40_000);
  },
);

test.each(['success', 'existed'])(
  'one that says %s without the bytes is given time, then asked for again',
  async (status) => {
    const { verdict, sent, tookMs } = await takeUp({ end: { afterMs: 20_000, status } });
    expect([verdict?.kind, sent]).toEqual(['copied', ['sync v1 → cn-east-3/team']]);
    expect(tookMs).toBeGreaterThan(50_000);
  },
);

test('one that brought the bytes of an older push is not written over without leave', async () => {
  const end = { afterMs: 20_000, status: 'success', digest: B };
  const refused = await takeUp({ end });
  expect([refused.verdict?.kind, refused.verdict?.previousDigest, refused.sent]).toEqual(['conflict', B, []]);
  const replaced = await takeUp({ end, job: { override: true } }, { override: 'true' });
  expect([replaced.verdict?.kind, replaced.verdict?.previousDigest]).toEqual(['overwritten', B]);
  expect(replaced.sent).toEqual(['sync v1 → cn-east-3/team override']);
});

test('one that would leave the old tag alone does not keep us from replacing it', async () => {
  const { verdict, sent } = await takeUp({ target: B }, { override: 'true' });
  expect([verdict?.kind, sent]).toEqual(['overwritten', ['sync v1 → cn-east-3/team override']]);
});

test('one that never ends is told of when the time is up, and again nothing is sent', async () => {
  const { verdict, sent } = await takeUp({}, { timeout: '5m' });
  expect([verdict?.kind, verdict?.status, sent]).toEqual(['timeout', 'running', []]);
});

test('one that fails in the last moment is told as it is', async () => {
  const { verdict, sent } = await takeUp({ end: { afterMs: 60_000, status: 'failed' } }, { timeout: '1m' });
  expect([verdict?.kind, verdict?.status, sent]).toEqual(['refused', 'failed', []]);
});

test('with wait: false, and where the target has the digest, no job is looked at', async () => {
  const unasked = await takeUp({}, { wait: 'false' });
  expect([unasked.verdict?.kind, unasked.sent]).toEqual(['accepted', ['sync v1 → cn-east-3/team']]);
  const equal = await takeUp({ target: A });
  expect([equal.verdict?.kind, equal.sent]).toEqual(['unchanged', []]);
});
