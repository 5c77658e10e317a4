import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Seed } from '../../emulator/seed.ts';
import { createVirtualCloud, EAST, inCloud, NORTH, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, JOBS, LIST, SYNC, syncStep, tagged, team } from '../support/scenario-sync.ts';

type RegionSeed = Seed['regions'][string];
type Outcomes = NonNullable<RegionSeed['syncOutcomes']>;

function jobs(syncOutcomes: Outcomes, more: RegionSeed = {}) {
  return seedOf({
    [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0, syncOutcomes, ...more },
    [EAST]: EMPTY_TEAM,
  });
}

test.concurrent.each(['failed', 'timeout', 'cancel'] as const)(
  'sync-tags: reports refused at the first poll when a job ends with %s',
  async (end) => {
    const { run, requests, state } = await runInVirtualTime({
      seed: jobs([{ tag: 'v1', outcome: end }]),
      with: syncStep('v1,v2', [EAST]),
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'partial',
      kind: 'refused',
      succeeded: ['v2'],
      failed: ['v1'],
      ready: [],
    });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({
        subject: 'v1',
        verdict: 'refused',
        status: end,
        digest: digestOf('v1'),
        message: `The synchronization job ended with status ${end}; the target shows no such tag.`,
      }),
      expect.objectContaining({ subject: 'v2', verdict: 'copied' }),
    ]);
    // One poll was enough.
    expect(callsOf(requests).toSorted()).toEqual([LIST(EAST), LIST(EAST), JOBS, JOBS, LIST(NORTH), SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v2'));
  },
);

test.concurrent.each([
  { end: 'lie', says: 'success', shows: undefined },
  { end: 'existed', says: 'existed', shows: undefined },
  { end: 'wrong-digest', says: 'success', shows: digestOf(`something else than ${digestOf('v1')}`) },
] as const)(
  'sync-tags: reports mismatch when a job reports success without the digest ($end)',
  async ({ end, says, shows }) => {
    const { run, requests, state } = await runInVirtualTime({
      seed: jobs([{ tag: 'v1', outcome: end }]),
      with: syncStep('v1,v2', [EAST], { timeout: '1s' }),
    });
    expect(conclusionOf(run)).toMatchObject({
      exitCode: 1,
      status: 'partial',
      kind: 'gate',
      failed: ['v1'],
      ready: [],
    });
    const seen = shows === undefined ? 'shows no such tag' : `shows ${shows}`;
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({
        subject: 'v1',
        verdict: 'mismatch',
        status: says,
        digest: digestOf('v1'),
        message: `The service reports ${says}, but the target ${seen} instead of ${digestOf('v1')}.`,
      }),
      expect.objectContaining({ subject: 'v2', verdict: 'copied' }),
    ]);
    expect(changesOf(requests)).toHaveLength(1);
    expect(tagsOf(state, EAST, 'team', 'app/api')?.['v1']).toBe(shows);
  },
);

/** A job of an earlier run. */
function old(tag: string, status: 'failed' | 'success' | 'cancel', secondsAgo: number) {
  const place = { namespace: 'team', repository: 'app/api', remoteRegionId: EAST, remoteNamespace: 'team' };
  return { ...place, tag, status, secondsAgo };
}

test.concurrent('sync-tags: ignores jobs of earlier runs, also when its own job is not listed', async () => {
  const before = [old('v1', 'failed', 86_400), old('v1', 'cancel', 0), old('v2', 'failed', 1), old('v2', 'failed', 0)];
  const results = await Promise.all(
    (['success', 'silent'] as const).map((outcome) =>
      runInVirtualTime({ seed: jobs([{ outcome, seconds: 1 }], { jobs: before }), with: syncStep('v1,v2', [EAST]) }),
    ),
  );
  for (const { run, state } of results) {
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
    expect(run.stdout).not.toMatch(/job (failed|cancel)/);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
  }
});

const isJobList = (request: LogEntry): boolean => callsOf([request])[0] === JOBS;

test.concurrent('sync-tags: ignores a simultaneous job of the same tag to another organization', async () => {
  const seed = seedOf({
    [NORTH]: {
      ...team(tagged('v1')),
      syncOutcomes: [
        { seconds: 300, times: 1 },
        { outcome: 'failed', seconds: 0 },
      ],
    },
    [EAST]: { organizations: { team: {}, other: {} } },
  });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const { promise: isSent, resolve: onSent } = Promise.withResolvers<void>();
    const ours = run({
      with: syncStep('v1', [EAST]),
      onLine: (line) => {
        if (line.endsWith('submitted')) onSent();
      },
    });
    await isSent;
    const theirs = await run({ with: syncStep('v1', [EAST], { 'target-namespace': 'other' }) });
    expect(theirs.outputs['status']).toBe('failed');
    // Our run reads the list with the failed job in it before our job ends.
    await emulator.requestSeen(isJobList, emulator.requests().filter(isJobList).length + 2);
    emulator.advance(300);
    expect(verdictsOf(await ours)).toEqual([`v1 → ${EAST}: copied`]);
    expect(emulator.state().regions[NORTH]?.jobs.map(({ status }) => status)).toEqual(['success', 'failed']);
  });
});

test.concurrent('sync-tags: verifies by the digest alone when its job, or no job at all, is listed', async () => {
  const results = await Promise.all([
    runInVirtualTime({ seed: jobs([{ outcome: 'silent', seconds: 1 }]), with: syncStep('v1,v2', [EAST]) }),
    runInVirtualTime({ seed: jobs([{ seconds: 1 }], { hideSyncJobs: true }), with: syncStep('v1,v2', [EAST]) }),
  ]);
  expect(results.map(({ state }) => state.regions[NORTH]?.jobs.map(({ outcome }) => outcome))).toEqual([
    ['silent', 'silent'],
    ['success', 'success'],
  ]);
  for (const { run, state } of results) {
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
    expect(run.stdout).not.toMatch(/: job (waiting|running|success)/);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
  }
});

test.concurrent('sync-tags: waits for a digest that appears after the job has ended', async () => {
  const { run, state } = await runInVirtualTime({
    seed: jobs([{ outcome: 'success', seconds: 0, lagSeconds: 3 }]),
    with: syncStep('v1', [EAST]),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.stdout).toContain('job success, not in the target yet');
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
});

test.concurrent('sync-tags: reports timeout with the last observation when a job never ends', async () => {
  const { run, requests, state } = await runInVirtualTime({
    seed: jobs([{ outcome: 'stuck' }]),
    with: syncStep('v1', [EAST], { timeout: '2s' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'timeout' });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      verdict: 'timeout',
      status: 'running',
      digest: digestOf('v1'),
      message: expect.stringContaining('Last observed: job running, not in the target yet'),
    }),
  ]);
  expect(changesOf(requests)).toHaveLength(1);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
});

test.concurrent('sync-tags: reports conflict when somebody else pushes the tag to the target meanwhile', async () => {
  const { emulator, run } = createVirtualCloud({ seed: jobs([], { syncSeconds: 1.5 }) });
  let pushed = '';
  const transcript = await run({
    with: syncStep('v1', [EAST], { timeout: '5s' }),
    onLine: (line) => {
      if (line.endsWith('submitted'))
        pushed = emulator.push({ region: EAST, organization: 'team', repository: 'app/api', tag: 'v1' });
    },
  });
  expect(rowsOf(transcript)).toEqual([
    expect.objectContaining({
      verdict: 'conflict',
      digest: digestOf('v1'),
      previousDigest: pushed,
      status: 'existed',
    }),
  ]);
  expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual({ v1: pushed });
});

test.concurrent('sync-tags: reports mismatch when the source tag is moved during the copy', async () => {
  const { emulator, run } = createVirtualCloud({ seed: jobs([], { syncSeconds: 1 }) });
  let moved = '';
  const transcript = await run({
    with: syncStep('v1', [EAST], { timeout: '3s' }),
    onLine: (line) => {
      if (line.endsWith('submitted'))
        moved = emulator.push({ region: NORTH, organization: 'team', repository: 'app/api', tag: 'v1' });
    },
  });
  expect(conclusionOf(transcript)).toMatchObject({ exitCode: 1, kind: 'gate' });
  expect(rowsOf(transcript)).toEqual([
    expect.objectContaining({ verdict: 'mismatch', digest: digestOf('v1'), message: expect.stringContaining(moved) }),
  ]);
  expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual({ v1: moved });
});
