import { describe, expect, test } from '@jest/globals';
import type { Cloud } from '../../../src/cloud/cloud.ts';
import { Failure, type FailureKind } from '../../../src/errors.ts';
import type { SyncJob } from '../../../src/cloud/swr-jobs.ts';
import { createJobFeed, type JobFeed } from '../../../src/copy/by-sync/job-tracker.ts';
import type { Hints } from '../../../src/copy/by-sync/job-status.ts';
import { createFakeContext, type FakeContext } from '../../support/fake-context.ts';
import { createFakeRegistry, fakeJob, type FakeRegistry } from '../../support/fake-swr.ts';
import { failureFrom } from '../../support/outcome-of.ts';
import { failureOfKind } from '../../support/failure-of-kind.ts';

function job(id: string, status = 'running'): SyncJob {
  return fakeJob({ id, tag: `t${id}`, status });
}

/** A page of jobs that have ended, but for one in the middle. */
function pageOf(name: string, status: string): readonly SyncJob[] {
  return Array.from({ length: 100 }, (_, index) => job(`${name}${index}`, index === 50 ? status : 'success'));
}

interface Feed {
  readonly feed: JobFeed;
  readonly registry: FakeRegistry;
  readonly context: FakeContext;
  /** Reads after so long that nothing older is shared; gives the ids. */
  ids(): Promise<readonly string[]>;
}

function setUp(old: readonly SyncJob[], onJobs?: (limit: number) => 'none' | undefined): Feed {
  const registry = createFakeRegistry({}, onJobs === undefined ? {} : { onJobs });
  registry.jobs.push(...old);
  const context = createFakeContext({ cloud: registry.cloud });
  const feed = createJobFeed({ region: 'cn-north-4', namespace: 'team', repository: 'app' });
  const told = (hints: Hints): readonly string[] =>
    registry.jobs
      .filter(({ region, organization: namespace, tag }) => hints.of({ region, namespace }, tag) !== undefined)
      .map(({ id }) => id);
  return {
    feed,
    registry,
    context,
    async ids() {
      await context.clock.run(
        new Promise<void>((resolve) => {
          context.clock.after(1000, resolve);
        }),
      );
      const { fresh } = await context.clock.run(feed.read(context));
      return told(fresh);
    },
  };
}

describe('whose jobs', () => {
  test('those that were there before are never ours, whatever the order of their ids', async () => {
    const { feed, registry, context, ids } = setUp([job('900'), job('5')]);
    await feed.begin(context);
    expect(await ids()).toEqual([]);
    registry.jobs.unshift(job('7'));
    registry.jobs.unshift(job('1000'));
    expect(await ids()).toEqual(['1000', '7']);
  });

  test('old jobs that go on changing stay old', async () => {
    const { feed, registry, context, ids } = setUp([job('5')]);
    await feed.begin(context);
    registry.jobs.splice(0, 1, job('5', 'success'));
    expect(await ids()).toEqual([]);
  });

  test('further pages are read as long as there is nothing old on them', async () => {
    const { feed, registry, context, ids } = setUp([job('old')]);
    await feed.begin(context);
    const fresh = Array.from({ length: 250 }, (_, index) => job(`n${index}`));
    registry.jobs.unshift(...fresh);
    expect(await ids()).toEqual(fresh.map(({ id }) => id));
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0', 'jobs cn-north-4 from 0', 'jobs cn-north-4 from 100']);
    // Once they are known to be many, one large page holds them all.
    expect([await ids(), registry.requests.length]).toEqual([fresh.map(({ id }) => id), 4]);
  });

  test('a cloud that refuses large pages is asked for small ones', async () => {
    const limits: number[] = [];
    const { feed, registry, context, ids } = setUp([job('old')], (limit) => {
      limits.push(limit);
      return limit > 100 ? 'none' : undefined;
    });
    await feed.begin(context);
    registry.jobs.unshift(...Array.from({ length: 250 }, (_, index) => job(`n${index}`)));
    expect((await ids()).length).toBe(250);
    expect((await ids()).length).toBe(250);
    expect(limits).toEqual([100, 100, 1000, 100, 100, 100, 100, 100]);
  });

  test('pages that are known to be wanted are asked for once each', async () => {
    const { feed, registry, context, ids } = setUp([job('old')]);
    await feed.begin(context);
    registry.jobs.unshift(...Array.from({ length: 2500 }, (_, index) => job(`n${index}`)));
    expect((await ids()).length).toBe(2500);
    const before = registry.requests.length;
    registry.jobs.unshift(...Array.from({ length: 600 }, (_, index) => job(`m${index}`)));
    expect((await ids()).length).toBe(3100);
    expect(registry.requests.slice(before)).toEqual([0, 1000, 2000, 3000].map((at) => `jobs cn-north-4 from ${at}`));
  });

  test('a list that goes on for ever is not followed', async () => {
    const { feed, registry, context, ids } = setUp([]);
    await feed.begin(context);
    registry.jobs.push(...Array.from({ length: 60_000 }, (_, index) => job(`n${index}`)));
    expect((await ids()).length).toBe(49_100);
  });
});

describe('jobs of earlier requests', () => {
  test('those at work are given at the beginning, as far as there are any on each page', async () => {
    const old = [
      ...pageOf('a', 'running'),
      ...pageOf('b', 'waiting'),
      ...pageOf('c', 'failed'),
      ...pageOf('d', 'running'),
    ];
    const { feed, registry, context } = setUp(old);
    const known = await feed.begin(context);
    expect(known.flatMap(({ id, status }) => (status === 'running' || status === 'waiting' ? id : []))).toEqual([
      'a50',
      'b50',
    ]);
    expect(registry.requests).toHaveLength(3);
  });

  test('an adopted one is found behind new and old ones, until it has ended', async () => {
    const others = Array.from({ length: 150 }, (_, index) => job(`o${index}`));
    const { feed, registry, context, ids } = setUp([...others, job('mine')]);
    await feed.begin(context);
    feed.adopt(job('mine'));
    const statusNow = async () => {
      await ids();
      return (await feed.read(context)).adopted.get('mine')?.status;
    };
    expect(await statusNow()).toBe('running');
    registry.jobs.splice(150, 1, job('mine', 'success'));
    registry.jobs.unshift(job('new'));
    expect(await statusNow()).toBe('success');
    const before = registry.requests.length;
    expect([await ids(), registry.requests.length - before]).toEqual([['new'], 1]);
    expect((await feed.read(context)).adopted.get('mine')?.status).toBe('success');
  });

  test('an adopted one that has left the list is not sought for at every look', async () => {
    const others = Array.from({ length: 250 }, (_, index) => job(`o${index}`));
    const { feed, registry, context, ids } = setUp([job('mine'), ...others]);
    await feed.begin(context);
    feed.adopt(job('mine'));
    registry.jobs.shift();
    await ids();
    expect((await feed.read(context)).adopted.get('mine')?.status).toBe('no longer listed');
    const before = registry.requests.length;
    await ids();
    expect(registry.requests.length - before).toBe(1);
  });
});

describe('who asks when', () => {
  test('the beginning is read once for all routes', async () => {
    const { feed, registry, context } = setUp([]);
    await Promise.all([feed.begin(context), feed.begin(context)]);
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0']);
  });

  test('looks that fall together share one list, later ones do not', async () => {
    const { feed, registry, context, ids } = setUp([]);
    await feed.begin(context);
    await Promise.all([feed.read(context), feed.read(context), feed.read(context)]);
    expect(registry.requests).toHaveLength(2);
    await ids();
    expect(registry.requests).toHaveLength(3);
  });
});

/** A cloud whose list of jobs takes its time. */
function slowCloud(registry: FakeRegistry, clock: FakeContext['clock'], afterMs: number): Cloud {
  return {
    ...registry.cloud,
    async swr(region) {
      const swr = await registry.cloud.swr(region);
      return {
        ...swr,
        async syncJobPage(repository, page) {
          await new Promise<void>((resolve) => {
            clock.after(afterMs, resolve);
          });
          return swr.syncJobPage(repository, page);
        },
      };
    },
  };
}

describe('a list that takes its time', () => {
  test('at the beginning is done without, and what it says later does not count', async () => {
    const { feed, registry, context } = setUp([job('old')]);
    const slow = { ...context, cloud: slowCloud(registry, context.clock, 60_000) };
    const begun = context.clock.now();
    await context.clock.run(feed.begin(slow));
    expect(context.clock.now() - begun).toBe(5000);
    registry.jobs.unshift(job('new'));
    const { fresh } = await context.clock.run(feed.read(context));
    expect(registry.jobs.map(({ tag }) => fresh.of({ region: 'cn-east-3', namespace: 'team' }, tag))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('is shared by all who ask meanwhile', async () => {
    const { feed, registry, context } = setUp([]);
    await feed.begin(context);
    const slow = { ...context, cloud: slowCloud(registry, context.clock, 60_000) };
    const first = feed.read(slow);
    const asked = Array.from({ length: 5 }, (_, index) =>
      new Promise<void>((resolve) => {
        context.clock.after((index + 1) * 10_000, resolve);
      }).then(() => feed.read(slow)),
    );
    await context.clock.run(Promise.all([first, ...asked]));
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0', 'jobs cn-north-4 from 0']);
  });
});

describe('a list that cannot be read', () => {
  test('at the beginning: no job is listened to, because the old ones cannot be told', async () => {
    let isOpen = false;
    const { feed, registry, context, ids } = setUp([], () => {
      if (!isOpen) throw new Failure('service-refused', 'No permission.');
      return undefined;
    });
    await feed.begin(context);
    isOpen = true;
    registry.jobs.push(job('1', 'failed'));
    expect([await ids(), context.told]).toEqual([[], ['  The digests alone will tell: No permission.']]);
  });

  test('in a region that has none', async () => {
    const { feed, context, ids } = setUp([job('1')], () => 'none');
    await feed.begin(context);
    expect([await ids(), context.told]).toEqual([
      [],
      ['  cn-north-4 does not list its synchronization jobs: the digests alone will tell.'],
    ]);
  });

  test.each(['unavailable', 'refused', 'timeout'] as const)('later, %s: it is only a hint', async (kind) => {
    let calls = 0;
    const { feed, context, ids } = setUp([], () => {
      calls += 1;
      if (calls > 1) throw failureOfKind(kind, 'No.');
      return undefined;
    });
    await feed.begin(context);
    expect(await ids()).toEqual([]);
  });

  test.each<FailureKind>(['auth', 'cancelled', 'bug'])('%s concerns the whole run', async (kind) => {
    const { feed, context } = setUp([], () => {
      throw failureOfKind(kind, 'No.');
    });
    expect((await failureFrom(feed.begin(context))).kind).toBe(kind);
  });
});
