import { describe, expect, test } from '@jest/globals';
import { refusedPage } from '../../../src/cloud/pages.ts';
import type { Swr } from '../../../src/cloud/swr.ts';
import type { SyncJob } from '../../../src/cloud/swr-jobs.ts';
import type { JobStatuses } from '../../../src/copy/by-sync/job-status.ts';
import { createJobTracker, type JobTracker } from '../../../src/copy/by-sync/job-tracker.ts';
import { Failure, type FailureKind } from '../../../src/errors.ts';
import { SOURCE } from '../../support/copy-target.ts';
import { createFakeContext, type FakeContext } from '../../support/fake-context.ts';
import { createFakeRegistry, fakeJob, type FakeRegistry } from '../../support/fake-swr.ts';
import { failureOfKind } from '../../support/failure-of-kind.ts';

const LIMIT_REFUSED = { status: 400, code: 'SVCSTG.SWR.4000056', message: 'Invalid limit', requestId: '' };
import { failureFrom } from '../../support/outcome-of.ts';

function job(id: string, status = 'running'): SyncJob {
  return fakeJob({ id, tag: `t${id}`, status });
}

function jobs(prefix: string, count: number): readonly SyncJob[] {
  return Array.from({ length: count }, (_, index) => job(`${prefix}${index}`));
}

/** A page of jobs that have succeeded, except for one in the middle. */
function pageOf(prefix: string, status: string): readonly SyncJob[] {
  return Array.from({ length: 100 }, (_, index) => job(`${prefix}${index}`, index === 50 ? status : 'success'));
}

interface Setup {
  readonly tracker: JobTracker;
  readonly registry: FakeRegistry;
  readonly context: FakeContext;
  /** Delays every page of the list from now on. */
  delayPages(ms: number): void;
  /** Reads so late that no earlier reading is shared; gives the ids of the listed jobs that are of this run. */
  ownIds(): Promise<readonly string[]>;
}

interface Options {
  readonly onJobs?: (limit: number) => 'none' | undefined;
  /** 0 if not given. */
  readonly expectedJobs?: number;
}

function setUp(earlier: readonly SyncJob[], { onJobs, expectedJobs = 0 }: Options = {}): Setup {
  const registry = createFakeRegistry({}, onJobs === undefined ? {} : { onJobs });
  registry.jobs.push(...earlier);
  const context = createFakeContext({ cloud: registry.cloud });
  let delayMs = 0;
  const swr = async (): Promise<Swr> => {
    const service = await registry.cloud.swr(SOURCE.region);
    return {
      ...service,
      async syncJobPage(repository, page) {
        if (delayMs > 0) await after(context, delayMs);
        return service.syncJobPage(repository, page);
      },
    };
  };
  const tracker = createJobTracker(SOURCE, expectedJobs, { ...context, swr });
  return {
    tracker,
    registry,
    context,
    delayPages(ms) {
      delayMs = ms;
    },
    async ownIds() {
      await context.clock.run(after(context, 1000));
      const { own } = await context.clock.run(tracker.read());
      return listedIn(own, registry).map(({ id }) => id);
    },
  };
}

function after({ clock }: FakeContext, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** The jobs of the registry whose targets have a status. */
function listedIn(own: JobStatuses, registry: FakeRegistry): readonly SyncJob[] {
  return registry.jobs.filter(
    ({ region, organization, tag }) =>
      own.of({ region, namespace: organization, repository: 'app', tag }) !== undefined,
  );
}

describe('createJobTracker: the jobs of this run', () => {
  test('are those that the snapshot did not have, whatever the order of their ids', async () => {
    const { tracker, registry, ownIds } = setUp([job('900'), job('5')]);
    await tracker.snapshot();
    expect(await ownIds()).toEqual([]);
    expect(tracker.hasListedAny()).toBe(false);
    registry.jobs.unshift(job('7'));
    registry.jobs.unshift(job('1000'));
    expect(await ownIds()).toEqual(['1000', '7']);
    expect(tracker.hasListedAny()).toBe(true);
  });

  test('do not include an earlier job whose status changes', async () => {
    const { tracker, registry, ownIds } = setUp([job('5')]);
    await tracker.snapshot();
    registry.jobs.splice(0, 1, job('5', 'success'));
    expect(await ownIds()).toEqual([]);
  });

  test('do not include jobs that are older than the snapshot by the clock of the cloud', async () => {
    const { tracker, registry, ownIds } = setUp([]);
    await tracker.snapshot();
    registry.jobs.push({ ...job('new'), ageMs: 1000 }, { ...job('old', 'failed'), ageMs: 3_600_000 });
    expect(await ownIds()).toEqual(['new']);
  });

  test('do not include jobs of unknown age, which may be older', async () => {
    const { tracker, registry, ownIds } = setUp([]);
    await tracker.snapshot();
    registry.jobs.push({ ...job('unknown', 'failed'), ageMs: undefined });
    expect([await ownIds(), tracker.hasListedAny()]).toEqual([[], false]);
  });

  test('do not include earlier jobs that are older than those of the snapshot, also on a large page', async () => {
    const ended = Array.from({ length: 150 }, (_, index) => job(`old${index}`, 'failed'));
    const { tracker, registry, ownIds } = setUp(ended, { expectedJobs: 150 });
    // The snapshot ends at its first page, because no job on it is running.
    expect(await tracker.snapshot()).toHaveLength(100);
    expect([await ownIds(), tracker.hasListedAny()]).toEqual([[], false]);
    registry.jobs.unshift(job('new'));
    expect([await ownIds(), tracker.hasListedAny()]).toEqual([['new'], true]);
  });

  test('do not include jobs behind an earlier one when the list is read on for an attached job', async () => {
    const ended = Array.from({ length: 1500 }, (_, index) => job(`old${index}`, 'failed'));
    const { tracker, registry, ownIds } = setUp(ended);
    await tracker.snapshot();
    const attached = job('attached');
    registry.jobs.splice(1200, 0, attached);
    tracker.attach(attached);
    expect(await ownIds()).toEqual([]);
  });

  test('are read page by page up to the first earlier job, and in one large page once they are known to be many', async () => {
    const { tracker, registry, ownIds } = setUp([job('old')]);
    await tracker.snapshot();
    const own = jobs('n', 250);
    registry.jobs.unshift(...own);
    expect(await ownIds()).toEqual(own.map(({ id }) => id));
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0', 'jobs cn-north-4 from 0', 'jobs cn-north-4 from 100']);
    expect([await ownIds(), registry.requests.length]).toEqual([own.map(({ id }) => id), 4]);
  });

  test('are read in one large page at once where the run may start more than 100', async () => {
    const limits: number[] = [];
    const onJobs = (limit: number): undefined => void limits.push(limit);
    const { tracker, registry, ownIds } = setUp([job('old')], { onJobs, expectedJobs: 101 });
    await tracker.snapshot();
    registry.jobs.unshift(...jobs('n', 250));
    expect((await ownIds()).length).toBe(250);
    expect(limits).toEqual([100, 1000]);
  });

  test('are read in pages of 100 where the region refuses larger ones', async () => {
    const limits: number[] = [];
    const { tracker, registry, ownIds } = setUp([job('old')], {
      onJobs(limit) {
        limits.push(limit);
        if (limit > 100) throw refusedPage('list the jobs', LIMIT_REFUSED);
        return undefined;
      },
    });
    await tracker.snapshot();
    registry.jobs.unshift(...jobs('n', 250));
    expect((await ownIds()).length).toBe(250);
    expect((await ownIds()).length).toBe(250);
    expect(limits).toEqual([100, 100, 1000, 100, 100, 100, 100, 100]);
  });

  test('are read with one request a page', async () => {
    const { tracker, registry, ownIds } = setUp([job('old')]);
    await tracker.snapshot();
    registry.jobs.unshift(...jobs('n', 2500));
    expect((await ownIds()).length).toBe(2500);
    const before = registry.requests.length;
    registry.jobs.unshift(...jobs('m', 600));
    expect((await ownIds()).length).toBe(3100);
    expect(registry.requests.slice(before)).toEqual([0, 1000, 2000, 3000].map((at) => `jobs cn-north-4 from ${at}`));
  });

  test('are read from 50 pages at most', async () => {
    const { tracker, registry, ownIds } = setUp([]);
    await tracker.snapshot();
    registry.jobs.push(...jobs('n', 60_000));
    expect((await ownIds()).length).toBe(49_100);
  });
});

describe('createJobTracker: jobs of earlier requests', () => {
  test('are read up to the first page without a running job', async () => {
    const { tracker, registry } = setUp([
      ...pageOf('a', 'running'),
      ...pageOf('b', 'waiting'),
      ...pageOf('c', 'failed'),
      ...pageOf('d', 'running'),
    ]);
    const earlier = await tracker.snapshot();
    expect(earlier.flatMap(({ id, status }) => (status === 'running' || status === 'waiting' ? id : []))).toEqual([
      'a50',
      'b50',
    ]);
    expect(registry.requests).toHaveLength(3);
  });

  test('are found behind others while they are attached, until they have ended', async () => {
    const { tracker, registry, ownIds } = setUp([...jobs('o', 150), job('mine')]);
    await tracker.snapshot();
    tracker.attach(job('mine'));
    const statusNow = async () => {
      await ownIds();
      return (await tracker.read()).attached.get('mine')?.status;
    };
    expect(await statusNow()).toBe('running');
    registry.jobs.splice(150, 1, job('mine', 'success'));
    registry.jobs.unshift(job('new'));
    expect(await statusNow()).toBe('success');
    const before = registry.requests.length;
    expect([await ownIds(), registry.requests.length - before]).toEqual([['new'], 1]);
    expect((await tracker.read()).attached.get('mine')?.status).toBe('success');
  });

  test('are looked for only once after they have left the list', async () => {
    const { tracker, registry, ownIds } = setUp([job('mine'), ...jobs('o', 250)]);
    await tracker.snapshot();
    tracker.attach(job('mine'));
    registry.jobs.shift();
    await ownIds();
    expect((await tracker.read()).attached.get('mine')?.status).toBe('no longer listed');
    const before = registry.requests.length;
    await ownIds();
    expect(registry.requests.length - before).toBe(1);
  });
});

describe('createJobTracker: shared reads', () => {
  test('the snapshot is read once for all targets', async () => {
    const { tracker, registry } = setUp([]);
    await Promise.all([tracker.snapshot(), tracker.snapshot()]);
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0']);
  });

  test('simultaneous reads share one list, and a read one second later does not', async () => {
    const { tracker, registry, ownIds } = setUp([]);
    await tracker.snapshot();
    await Promise.all([tracker.read(), tracker.read(), tracker.read()]);
    expect(registry.requests).toHaveLength(2);
    await ownIds();
    expect(registry.requests).toHaveLength(3);
  });
});

describe('createJobTracker: a slow list', () => {
  test('is waited for 5 s by the snapshot, after which no job counts as one of this run', async () => {
    const { tracker, registry, context, delayPages } = setUp([job('old')]);
    delayPages(60_000);
    const startedAt = context.clock.now();
    expect(await context.clock.run(tracker.snapshot())).toEqual([]);
    expect(context.clock.now() - startedAt).toBe(5000);
    delayPages(0);
    registry.jobs.unshift(job('new'));
    const { own } = await context.clock.run(tracker.read());
    expect(registry.jobs.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(listedIn(own, registry)).toEqual([]);
  });

  test('is shared by all reads that begin before it has arrived', async () => {
    const { tracker, registry, context, delayPages } = setUp([]);
    await tracker.snapshot();
    delayPages(60_000);
    const first = tracker.read();
    const later = Array.from({ length: 5 }, (_, index) =>
      after(context, (index + 1) * 10_000).then(() => tracker.read()),
    );
    await context.clock.run(Promise.all([first, ...later]));
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0', 'jobs cn-north-4 from 0']);
  });
});

describe('createJobTracker: a list that cannot be read', () => {
  test('by the snapshot: no job counts as one of this run, because earlier ones cannot be told apart', async () => {
    let isOpen = false;
    const { tracker, registry, context, ownIds } = setUp([], {
      onJobs() {
        if (!isOpen) throw new Failure('service-refused', 'No permission.');
        return undefined;
      },
    });
    await tracker.snapshot();
    isOpen = true;
    registry.jobs.push(job('1', 'failed'));
    expect([await ownIds(), context.events]).toEqual([[], ['  Using digests only: No permission.']]);
  });

  test('because the region has none: no job counts as one of this run', async () => {
    const { tracker, context, ownIds } = setUp([job('1')], { onJobs: () => 'none' });
    await tracker.snapshot();
    expect([await ownIds(), context.events]).toEqual([
      [],
      ['  cn-north-4 does not list its synchronization jobs; using digests only.'],
    ]);
  });

  test.each(['unavailable', 'refused', 'timeout'] as const)(
    'after the snapshot, with a failure of kind %s: no job is reported',
    async (kind) => {
      let calls = 0;
      const { tracker, ownIds } = setUp([], {
        onJobs() {
          calls += 1;
          if (calls > 1) throw failureOfKind(kind, 'No.');
          return undefined;
        },
      });
      await tracker.snapshot();
      expect(await ownIds()).toEqual([]);
    },
  );

  test.each<FailureKind>(['auth', 'cancelled', 'bug'])('with a failure of kind %s: it is thrown', async (kind) => {
    const { tracker } = setUp([], {
      onJobs() {
        throw failureOfKind(kind, 'No.');
      },
    });
    expect((await failureFrom(tracker.snapshot())).kind).toBe(kind);
  });
});
