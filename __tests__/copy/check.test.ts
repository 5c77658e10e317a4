import { describe, expect, test } from '@jest/globals';
import type { SyncJob } from '../../src/cloud/swr-jobs.ts';
import { createSyncCopier } from '../../src/copy/by-sync/sync-copier.ts';
import { createTagListReader } from '../../src/copy/by-sync/tag-list.ts';
import { createCheck } from '../../src/copy/check.ts';
import type { Copier, StatusOf } from '../../src/copy/copier.ts';
import type { DigestReader } from '../../src/copy/digest-reader.ts';
import { fakeCopy, pendingCopy, SOURCE, TARGET } from '../support/copy-target.ts';
import { createFakeContext } from '../support/fake-context.ts';
import { createFakeRegistry, fakeJob } from '../support/fake-swr.ts';

const OLD = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';
const COPIES = ['v1', 'v2'].map((tag) => fakeCopy(tag));
const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));
const NO_STATUSES: StatusOf = () => undefined;
const PENDING = COPIES.map((copy) => pendingCopy(copy));

/** Checks `v1` and `v2` once a second; gives the numbers of the checks that read the target. */
async function readingChecks(
  checks: number,
  change: (index: number, jobs: SyncJob[]) => void,
  timeoutMs = 600_000,
): Promise<readonly number[]> {
  const registry = createFakeRegistry({ 'cn-east-3/team/app:v0': OLD });
  const context = createFakeContext({ cloud: registry.cloud, timeoutMs });
  const copier = createSyncCopier(SOURCE, COPIES.length, context);
  await context.clock.run(submitAll(copier));
  registry.jobs.push(fakeJob({ id: '1', tag: 'v1' }), fakeJob({ id: '2', tag: 'v2', status: 'waiting' }));
  const check = createCheck(TARGET, { copier, reader: createTagListReader(registry.cloud, context.clock) }, context);
  const reading: number[] = [];
  for (let index = 0; index < checks; index++) {
    change(index, registry.jobs);
    const { snapshot } = await context.clock.run(check(PENDING));
    if (snapshot !== undefined) reading.push(index);
    await context.clock.run(
      new Promise<void>((resolve) => {
        context.clock.after(1000, resolve);
      }),
    );
  }
  return reading;
}

async function submitAll(copier: Copier): Promise<void> {
  const states: string[] = [];
  for await (const { state } of copier.submit(COPIES, { attach: true, confirm: undefined })) states.push(state);
  expect(states).toEqual(['accepted', 'accepted']);
}

describe('createCheck: reads the target', () => {
  test('at every eighth check while all copies are running', async () => {
    expect(await readingChecks(20, () => undefined)).toEqual([0, 8, 16]);
  });

  test.each([
    ['has succeeded', { status: 'success' }],
    ['has failed', { status: 'failed' }],
    ['has an unknown status', { status: 'paused' }],
    ['is no longer listed', { tag: 'another' }],
  ])('in the same check in which a job %s', async (_, now) => {
    const reading = await readingChecks(6, (index, jobs) => {
      if (index === 3) jobs[0] = fakeJob({ id: '1', ...now });
    });
    expect(reading).toEqual([0, 3, 4, 5]);
  });

  test('at the deadline, even while all copies are running', async () => {
    expect(await readingChecks(6, () => undefined, 4000)).toEqual([0, 4, 5]);
  });
});

describe('createCheck: the statuses', () => {
  test('are waited for at most 1 s after the digests have arrived', async () => {
    const context = createFakeContext();
    const after = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        context.clock.after(ms, resolve);
      });
    const checkAfter = async (statusesMs: number) => {
      const reader: DigestReader = {
        read: () => after(500).then(() => ({ digests: new Map(), locations: new Map() })),
        lookUp: unused,
        isOrganizationMissing: unused,
        list: unused,
      };
      const copier: Copier = {
        schedule: { pauseMs: () => 0 },
        submit: () => {
          throw new Error('not part of this test');
        },
        findRefusal: unused,
        check: () => after(statusesMs).then(() => NO_STATUSES),
        hasListedAny: () => true,
      };
      const startedAt = context.clock.now();
      const result = await context.clock.run(createCheck(TARGET, { copier, reader }, context)(PENDING));
      return { hasStatuses: result.statusOf !== undefined, tookMs: context.clock.now() - startedAt };
    };
    expect([await checkAfter(1499), await checkAfter(1600)]).toEqual([
      { hasStatuses: true, tookMs: 1499 },
      { hasStatuses: false, tookMs: 1500 },
    ]);
  });
});
