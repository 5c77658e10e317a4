import { expect, test } from '@jest/globals';
import type { Swr } from '../../../src/cloud/swr.ts';
import { createJobFeed } from '../../../src/copy/by-sync/job-tracker.ts';
import { createLook } from '../../../src/copy/by-sync/check.ts';
import type { Route } from '../../../src/copy/route.ts';
import { createSource } from '../../../src/copy/source.ts';
import { createRhythm } from '../../../src/engine/poll.ts';
import { createFakeContext } from '../../support/fake-context.ts';
import { createFakeRegistry, fakeJob } from '../../support/fake-swr.ts';

const OLD = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';
const place = { namespace: 'team', repository: 'app' };

/** Looks, a second after one another, at tags `v1` and `v2`; gives which of the looks read the target. */
async function proofs(
  looks: number,
  change: (index: number, jobs: ReturnType<typeof fakeJob>[]) => void,
  timeoutMs = 600_000,
) {
  const registry = createFakeRegistry({ 'cn-east-3/team/app:v0': OLD });
  const context = createFakeContext({ cloud: registry.cloud, timeoutMs });
  const origin = { region: 'cn-north-4', ...place };
  const jobs = createJobFeed(origin);
  const route: Route = {
    ...place,
    source: createSource({ ...origin, tags: [] }),
    jobs,
    rhythm: createRhythm(),
    region: 'cn-east-3',
    override: false,
    items: new Map(),
    paths: new Map(),
    wait: true,
    dryRun: false,
    pollIntervalMs: 10_000,
  };
  const target: Swr = await context.cloud.swr('cn-east-3');
  await context.clock.run(jobs.begin(context));
  registry.jobs.push(fakeJob({ id: '1', tag: 'v1' }), fakeJob({ id: '2', tag: 'v2', status: 'waiting' }));
  const look = createLook(route, context, target);
  const read: number[] = [];
  for (let index = 0; index < looks; index++) {
    change(index, registry.jobs);
    const { digests } = await context.clock.run(look(['v1', 'v2'].map((tag) => ({ tag, adopted: undefined }))));
    if (digests !== undefined) read.push(index);
    await context.clock.run(
      new Promise<void>((resolve) => {
        context.clock.after(1000, resolve);
      }),
    );
  }
  return read;
}

test('while all jobs are at work the target is read once in a while: the list may be stale', async () => {
  expect(await proofs(20, () => undefined)).toEqual([0, 8, 16]);
});

test.each([
  ['has ended', { status: 'success' }],
  ['has failed', { status: 'failed' }],
  ['is in a state that nobody knows', { status: 'paused' }],
  ['is listed no more', { tag: 'another' }],
])('the target is read when a job %s, in the same look', async (_, now) => {
  const read = await proofs(6, (index, jobs) => {
    if (index === 3) jobs[0] = fakeJob({ id: '1', ...now });
  });
  expect(read).toEqual([0, 3, 4, 5]);
});

test('the target is read on the deadline, whatever the jobs say', async () => {
  expect(await proofs(6, () => undefined, 4000)).toEqual([0, 4, 5]);
});
