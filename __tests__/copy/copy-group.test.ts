/** Copies that an earlier request started, which are followed instead of being requested again, and tags that are listed late. */
import { describe, expect, test } from '@jest/globals';
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
  /** How the earlier job ends, and what the target shows from then on. */
  readonly end?: { readonly afterMs: number; readonly status: string; readonly digest?: string };
}

/** Runs `sync-tags` while a job of an earlier request is listed; a request of this run succeeds at once. */
async function syncWithEarlier({ job = {}, target, end }: Earlier, given: Given = {}) {
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

test('sync-tags: follows a running job of an earlier request and sends nothing', async () => {
  const { verdict, sent, log } = await syncWithEarlier({ end: { afterMs: 90_000, status: 'success', digest: A } });
  expect([verdict?.kind, sent]).toEqual(['copied', []]);
  expect(log).toContain('  v1 → cn-east-3: following job earlier of an earlier request (running)');
});

test.each(['failed', 'timeout', 'cancel'])(
  'sync-tags: sends its own request after the earlier job ends with %s',
  async (status) => {
    const { verdict, sent, tookMs } = await syncWithEarlier({ end: { afterMs: 20_000, status } });
    expect([verdict?.kind, sent]).toEqual(['copied', ['sync v1 → cn-east-3/team']]);
    expect(tookMs).toBeLessThan(40_000);
  },
);

test.each(['success', 'existed'])(
  'sync-tags: sends its own request 30 s after the earlier job reports %s and the target has no tag',
  async (status) => {
    const { verdict, sent, tookMs } = await syncWithEarlier({ end: { afterMs: 20_000, status } });
    expect([verdict?.kind, sent]).toEqual(['copied', ['sync v1 → cn-east-3/team']]);
    expect(tookMs).toBeGreaterThan(50_000);
  },
);

test('sync-tags: replaces the digest that the earlier job copied only with override', async () => {
  const end = { afterMs: 20_000, status: 'success', digest: B };
  const refused = await syncWithEarlier({ end });
  expect([refused.verdict?.kind, refused.verdict?.previousDigest, refused.sent]).toEqual(['conflict', B, []]);
  const replaced = await syncWithEarlier({ end, job: { override: true } }, { override: 'true' });
  expect([replaced.verdict?.kind, replaced.verdict?.previousDigest]).toEqual(['overwritten', B]);
  expect(replaced.sent).toEqual(['sync v1 → cn-east-3/team override']);
});

test('sync-tags: does not follow a job without override when it has to replace a digest', async () => {
  const { verdict, sent } = await syncWithEarlier({ target: B }, { override: 'true' });
  expect([verdict?.kind, sent]).toEqual(['overwritten', ['sync v1 → cn-east-3/team override']]);
});

test('sync-tags: reports timeout and sends nothing while the earlier job is running', async () => {
  const { verdict, sent } = await syncWithEarlier({}, { timeout: '5m' });
  expect([verdict?.kind, verdict?.status, sent]).toEqual(['timeout', 'running', []]);
});

test('sync-tags: reports refused when the earlier job fails at the deadline', async () => {
  const { verdict, sent } = await syncWithEarlier({ end: { afterMs: 60_000, status: 'failed' } }, { timeout: '1m' });
  expect([verdict?.kind, verdict?.status, sent]).toEqual(['refused', 'failed', []]);
});

test('sync-tags: ignores earlier jobs with wait: false, and where the target has the digest', async () => {
  const unawaited = await syncWithEarlier({}, { wait: 'false' });
  expect([unawaited.verdict?.kind, unawaited.sent]).toEqual(['accepted', ['sync v1 → cn-east-3/team']]);
  const equal = await syncWithEarlier({ target: A });
  expect([equal.verdict?.kind, equal.sent]).toEqual(['unchanged', []]);
});

/** Copies `v1` at once and `v2` late; `onSync` may throw. */
async function syncLate(onSync: (tags: readonly string[]) => void) {
  const clock = createManualClock();
  const registry = createFakeRegistry(
    { 'cn-north-4/team/app:v1': A, [TARGET]: B },
    {
      onSync({ tags: sent }, { jobs, tags }) {
        onSync(sent);
        for (const tag of sent) {
          jobs.unshift(fakeJob({ id: tag, tag, status: 'success' }));
          tags.set(`cn-east-3/team/app:${tag}`, A);
        }
        return ACCEPTED;
      },
    },
  );
  clock.after(3000, () => registry.tags.set('cn-north-4/team/app:v2', A));
  const given = {
    namespace: 'team',
    repository: 'app',
    tags: 'v1,v2',
    'target-regions': 'cn-east-3',
    override: 'true',
  };
  return runOperation(syncTags, given, registry.cloud, { clock });
}

describe('sync-tags: a tag that the source lists 3 s late', () => {
  test('is counted when it is compared', async () => {
    const { verdicts, log } = await syncLate(() => undefined);
    expect(verdicts).toEqual(['v1 → cn-east-3 overwritten', 'v2 → cn-east-3 copied']);
    expect(log.filter((line) => line.startsWith('cn-east-3: '))).toEqual([
      'cn-east-3: 1 to replace, 1 missing.',
      'cn-east-3: 1 to copy.',
    ]);
  });

  test('has its own verdict after a bug with the other tags', async () => {
    const { verdicts, outcomes } = await syncLate((tags) => {
      if (tags.includes('v1')) throw new TypeError('a bug');
    });
    expect(outcomes.map(({ verdict: { code } }) => code)).toEqual(['internal-error', undefined]);
    expect(verdicts[1]).toBe('v2 → cn-east-3 copied');
  });
});
