import { describe, expect, test } from '@jest/globals';
import type { SyncJob } from '../../../src/cloud/swr-jobs.ts';
import { createSyncCopier } from '../../../src/copy/by-sync/sync-copier.ts';
import type { Copier, CopyTarget, SubmitOptions, SubmittedCopy } from '../../../src/copy/copier.ts';
import { createConfirm } from '../../../src/copy/confirm.ts';
import { createTagListReader } from '../../../src/copy/by-sync/tag-list.ts';
import { fakeCopy, pendingCopy, SOURCE, TARGET } from '../../support/copy-target.ts';
import { createFakeContext, type FakeContext } from '../../support/fake-context.ts';
import {
  ACCEPTED,
  type Behaviours,
  createFakeRegistry,
  fakeJob,
  type FakeRegistry,
  type SyncAnswer,
} from '../../support/fake-swr.ts';

interface Setup {
  readonly copier: Copier;
  readonly registry: FakeRegistry;
  readonly context: FakeContext;
  submit(copies: readonly CopyTarget[], options?: Partial<SubmitOptions>): Promise<readonly SubmittedCopy[]>;
}

function setUp(earlier: readonly SyncJob[] = [], timeoutMs = 600_000, behaviours: Behaviours = {}): Setup {
  const registry = createFakeRegistry({}, behaviours);
  registry.jobs.push(...earlier);
  const context = createFakeContext({ cloud: registry.cloud, timeoutMs });
  const copier = createSyncCopier(SOURCE, 1, context);
  const drain = async (copies: readonly CopyTarget[], options: SubmitOptions) => {
    const submitted: SubmittedCopy[] = [];
    for await (const copy of copier.submit(copies, options)) submitted.push(copy);
    return submitted;
  };
  return {
    copier,
    registry,
    context,
    submit: (copies, options = {}) =>
      context.clock.run(drain(copies, { attach: true, confirm: undefined, ...options })),
  };
}

const stateOf = (submitted: SubmittedCopy): string => `${submitted.copy.spec.target.tag} ${submitted.state}`;

describe('createSyncCopier: submit', () => {
  test('attaches to running jobs of earlier requests and sends the other tags', async () => {
    const { registry, submit } = setUp([fakeJob({ id: '7', tag: 'v2' })]);
    const submitted = await submit(['v1', 'v2', 'v3'].map((tag) => fakeCopy(tag)));
    expect(submitted.map(stateOf)).toEqual(['v2 attached', 'v1 accepted', 'v3 accepted']);
    expect(submitted[0]).toMatchObject({ jobId: '7', description: 'job 7 of an earlier request (running)' });
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0', 'sync v1,v3 → cn-east-3/team']);
  });

  test('sends nothing where every tag is attached', async () => {
    const { registry, submit } = setUp([fakeJob({})]);
    expect((await submit([fakeCopy('v1')])).map(stateOf)).toEqual(['v1 attached']);
    expect(registry.requests).toEqual(['jobs cn-north-4 from 0']);
  });

  test('does not read the jobs when it may not attach', async () => {
    const { registry, submit } = setUp([fakeJob({})]);
    expect((await submit([fakeCopy('v1')], { attach: false })).map(stateOf)).toEqual(['v1 accepted']);
    expect(registry.requests).toEqual(['sync v1 → cn-east-3/team']);
  });

  test('sends at most 50 tags a request', async () => {
    const { registry, submit } = setUp();
    const tags = Array.from({ length: 101 }, (_, index) => `v${index}`);
    expect((await submit(tags.map((tag) => fakeCopy(tag)))).map(stateOf)).toEqual(tags.map((tag) => `${tag} accepted`));
    const batches = registry.requests.filter((request) => request.startsWith('sync'));
    expect(batches.map((request) => request.split(',').length)).toEqual([50, 50, 1]);
  });

  test('after the deadline sends the first batch only', async () => {
    const { registry, context, submit } = setUp([], 1000);
    await context.clock.run(new Promise<void>((resolve) => void context.clock.after(2000, resolve)));
    const submitted = await submit(Array.from({ length: 51 }, (_, index) => fakeCopy(`v${index}`)));
    expect(submitted.map(({ state }) => state)).toEqual([...Array.from({ length: 50 }, () => 'accepted'), 'refused']);
    expect(submitted.at(-1)).toMatchObject({ failure: { code: 'timeout' } });
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toHaveLength(1);
  });
});

describe('createSyncCopier: a batch that is refused because of one tag', () => {
  const refusal: SyncAnswer = {
    ok: false,
    error: { status: 404, code: 'SVCSTG.SWR.4040048', message: 'no such tag', requestId: '' },
    afterUncertainTry: false,
  };
  const tags = Array.from({ length: 12 }, (_, index) => `v${index}`);

  test('is halved until the tag is alone', async () => {
    const { registry, submit } = setUp([], 600_000, {
      onSync: (request) => (request.tags.includes('v7') ? refusal : ACCEPTED),
    });
    const submitted = await submit(
      tags.map((tag) => fakeCopy(tag)),
      { attach: false },
    );
    expect(submitted.map(stateOf)).toEqual(tags.map((tag) => `${tag} ${tag === 'v7' ? 'refused' : 'accepted'}`));
    expect(registry.requests).toEqual(
      [
        tags,
        tags.slice(0, 6),
        tags.slice(6),
        ['v6', 'v7', 'v8'],
        ['v6', 'v7'],
        ['v6'],
        ['v7'],
        ['v8'],
        tags.slice(9),
      ].map((batch) => `sync ${batch.join()} → cn-east-3/team`),
    );
  });

  test('is compared again before each half where it replaces, and what has changed is not sent', async () => {
    const places = ['v1', 'v2', 'v3'].map((tag) => [`cn-east-3/team/app:${tag}`, 'sha256:b'] as const);
    const { registry, context, submit } = setUp([], 600_000, {
      onSync(request, { tags: shown }) {
        if (request.tags.length === 1) return ACCEPTED;
        shown.set('cn-east-3/team/app:v2', 'sha256:c');
        return refusal;
      },
    });
    for (const [key, digest] of places) registry.tags.set(key, digest);
    const reader = createTagListReader(registry.cloud, context.clock);
    const copies = ['v1', 'v2', 'v3'].map((tag) =>
      fakeCopy(tag, { policy: 'replace', previousDigest: 'sha256:b', seenAt: context.clock.now() }),
    );
    const confirm = createConfirm(reader, TARGET, context);
    const submitted = await submit(copies, { attach: false, confirm });
    expect(submitted.map(stateOf)).toEqual(['v1 accepted', 'v3 accepted']);
    expect(context.events).toEqual(['v2 → cn-east-3 = moved']);
    expect(registry.requests).toEqual([
      'sync v1,v2,v3 → cn-east-3/team override',
      'tags cn-east-3/team/app from 0',
      'sync v1 → cn-east-3/team override',
      'tags cn-east-3/team/app from 0',
      'sync v3 → cn-east-3/team override',
    ]);
  });

  test('is not halved after the deadline', async () => {
    const { registry, context, submit } = setUp([], 1000, { onSync: () => refusal });
    await context.clock.run(new Promise<void>((resolve) => void context.clock.after(2000, resolve)));
    const submitted = await submit([fakeCopy('v1'), fakeCopy('v2')], { attach: false });
    expect(submitted.map(stateOf)).toEqual(['v1 refused', 'v2 refused']);
    expect(registry.requests).toEqual(['sync v1,v2 → cn-east-3/team']);
  });
});

async function findRefusal(region: string, behaviours: Behaviours) {
  const { copier, registry, context } = setUp([], 600_000, behaviours);
  const find = () => context.clock.run(copier.findRefusal({ ...TARGET, region }));
  const refusal = await find();
  expect(await find()).toEqual(refusal);
  return { refusal, warnings: context.events, requests: registry.requests };
}

describe('createSyncCopier: findRefusal', () => {
  test('asks nothing about a documented region', async () => {
    expect(await findRefusal('af-south-1', { syncRegions: ['cn-east-3'] })).toEqual({
      refusal: undefined,
      warnings: [],
      requests: [],
    });
  });

  test('asks the source once about another region, and refuses one that its list does not have', async () => {
    const { refusal, requests } = await findRefusal('la-north-2', { syncRegions: ['cn-east-3', 'la-south-2'] });
    expect([refusal?.code, refusal?.message, refusal?.hint]).toEqual([
      'region-unsupported',
      'SWR in cn-north-4 does not synchronize images to la-north-2.',
      'cn-north-4 can synchronize to cn-east-3, la-south-2.',
    ]);
    expect(requests).toEqual(['regions cn-north-4']);
  });

  test('does not refuse a region that the list has', async () => {
    expect(await findRefusal('la-south-2', { syncRegions: ['la-south-2'] })).toMatchObject({
      refusal: undefined,
      warnings: [],
    });
  });

  test.each([[undefined], [[]]])('warns where the list is %j', async (syncRegions) => {
    const { refusal, warnings } = await findRefusal('la-south-2', syncRegions === undefined ? {} : { syncRegions });
    expect([refusal, warnings.length]).toEqual([undefined, 2]);
    expect(warnings[0]).toMatch(/^warning: SWR did not say whether images can be synchronized to la-south-2\./);
  });
});

describe('createSyncCopier: hasListedAny', () => {
  test('is true once a job is listed that no earlier request started', async () => {
    const { copier, registry, context, submit } = setUp([fakeJob({ id: '1', tag: 'other' })]);
    await submit([fakeCopy('v1')]);
    await context.clock.run(copier.check());
    expect(copier.hasListedAny()).toBe(false);
    registry.jobs.unshift(fakeJob({ id: '2' }));
    await context.clock.run(new Promise<void>((resolve) => void context.clock.after(1000, resolve)));
    await context.clock.run(copier.check());
    expect(copier.hasListedAny()).toBe(true);
  });
});

/** What is said about `v1`, where these jobs are listed after the request, newest first. */
async function check(
  own: readonly Partial<SyncJob>[],
  attachedJob?: Partial<SyncJob>,
): Promise<{ readonly word: string | undefined; readonly isRunning: boolean }> {
  const { copier, registry, context, submit } = setUp(
    attachedJob === undefined ? [] : [fakeJob({ id: 'earlier', ...attachedJob })],
  );
  const copy = fakeCopy('v1');
  const [submitted] = await submit([copy]);
  const attachedTo = submitted?.state === 'attached' ? submitted.jobId : undefined;
  expect(attachedTo).toBe(attachedJob === undefined ? undefined : 'earlier');
  registry.jobs.unshift(...own.map((job, index) => fakeJob({ id: `own-${index}`, ...job })));
  const statusOf = await context.clock.run(copier.check());
  const status = statusOf(pendingCopy(copy, attachedTo));
  return { word: status?.word, isRunning: status?.isRunning === true };
}

describe('createSyncCopier: statusOf', () => {
  test.each<[string, readonly Partial<SyncJob>[], string | undefined]>([
    ['undefined without jobs', [], undefined],
    [
      'undefined with jobs for other targets only',
      [{ tag: 'v2' }, { region: 'cn-south-1' }, { organization: 'others' }],
      undefined,
    ],
    ['the newest of two failed jobs', [{ status: 'cancel' }, { status: 'failed' }], 'cancel'],
    ['a running job rather than a newer failed one', [{ status: 'failed' }, { status: 'running' }], 'running'],
    ['a waiting job rather than a newer one that succeeded', [{ status: 'success' }, { status: 'waiting' }], 'waiting'],
    ['a job that succeeded rather than a newer failed one', [{ status: 'failed' }, { status: 'existed' }], 'existed'],
    [
      'a job with an unknown status rather than one that succeeded',
      [{ status: 'success' }, { status: 'paused' }],
      'paused',
    ],
  ])('is %s', async (_, own, expected) => {
    expect((await check(own)).word).toBe(expected);
  });

  test('is that of the attached job alone', async () => {
    expect(await check([{ status: 'failed' }], { status: 'running' })).toEqual({ word: 'running', isRunning: true });
  });
});

describe('createSyncCopier: isRunning', () => {
  test.each<[boolean, string, readonly Partial<SyncJob>[]]>([
    [false, 'without jobs', []],
    [true, 'with a waiting and a running job', [{ status: 'waiting' }, { status: 'running' }]],
    [false, 'when one of two jobs has succeeded', [{ status: 'running' }, { status: 'success' }]],
    [false, 'when one of two jobs has failed', [{ status: 'running' }, { status: 'failed' }]],
    [false, 'with a job in an unknown status', [{ status: 'paused' }]],
  ])('is %p %s', async (expected, _, own) => {
    expect((await check(own)).isRunning).toBe(expected);
  });
});

test('createSyncCopier: sends tags that may be replaced first and by requests of their own, whatever the policy', async () => {
  const overrides: [string, boolean][] = [];
  const { submit } = setUp([], 600_000, {
    onSync({ tags, override }) {
      overrides.push([tags.join(), override]);
      return ACCEPTED;
    },
  });
  const copies = [
    fakeCopy('v1', { policy: 'replace', mayReplace: false }),
    fakeCopy('v2', { policy: 'replace' }),
    fakeCopy('v3'),
    fakeCopy('latest', { policy: 'forward', mayReplace: true }),
  ];
  await submit(copies, { attach: false });
  expect(overrides).toEqual([
    ['v2,latest', true],
    ['v1,v3', false],
  ]);
});
