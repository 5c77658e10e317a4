import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, inCloud, NORTH, seedOf, tell } from '../support/scenario-cloud.ts';
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
  'a job that ends with %s is told at once',
  async (end) => {
    const { run, requests, state } = await tell({
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
    // One look was enough.
    expect(callsOf(requests).toSorted()).toEqual([LIST(EAST), LIST(EAST), JOBS, JOBS, LIST(NORTH), SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v2'));
  },
);

test.concurrent.each([
  { end: 'lie', says: 'success', shows: undefined },
  { end: 'existed', says: 'existed', shows: undefined },
  { end: 'wrong-digest', says: 'success', shows: digestOf(`something else than ${digestOf('v1')}`) },
] as const)('a job that lies ($end) is found out: mismatch', async ({ end, says, shows }) => {
  const { run, requests, state } = await tell({
    seed: jobs([{ tag: 'v1', outcome: end }]),
    with: syncStep('v1,v2', [EAST], { timeout: '1s' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'gate', failed: ['v1'], ready: [] });
  const sight = shows === undefined ? 'shows no such tag' : `shows ${shows}`;
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      subject: 'v1',
      verdict: 'mismatch',
      status: says,
      digest: digestOf('v1'),
      message: `The cloud says ${says}, but the target ${sight} instead of ${digestOf('v1')}.`,
    }),
    expect.objectContaining({ subject: 'v2', verdict: 'copied' }),
  ]);
  expect(changesOf(requests)).toHaveLength(1);
  expect(tagsOf(state, EAST, 'team', 'app/api')?.['v1']).toBe(shows);
});

/** A job that was there before the run. */
function old(tag: string, status: 'failed' | 'success' | 'cancel', secondsAgo: number) {
  const place = { namespace: 'team', repository: 'app/api', remoteRegionId: EAST, remoteNamespace: 'team' };
  return { ...place, tag, status, secondsAgo };
}

test.concurrent(
  'jobs of yesterday and of a second ago are not taken for ours, also where ours is not listed',
  async () => {
    const before = [
      old('v1', 'failed', 86_400),
      old('v1', 'cancel', 0),
      old('v2', 'failed', 1),
      old('v2', 'failed', 0),
    ];
    const stories = await Promise.all(
      (['success', 'silent'] as const).map((outcome) =>
        tell({ seed: jobs([{ outcome, seconds: 1 }], { jobs: before }), with: syncStep('v1,v2', [EAST]) }),
      ),
    );
    for (const { run, state } of stories) {
      expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
      expect(run.stdout).not.toMatch(/job (failed|cancel)/);
      expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
    }
  },
);

test.concurrent('a job of the same tag to another organization, at the same time, is not taken for ours', async () => {
  const seed = seedOf({
    [NORTH]: {
      ...team(tagged('v1')),
      syncOutcomes: [
        { seconds: 2, times: 1 },
        { outcome: 'failed', seconds: 0 },
      ],
    },
    [EAST]: { organizations: { team: {}, other: {} } },
  });
  await inCloud({ seed }, async ({ emulator, run }) => {
    let theirs: ReturnType<typeof run> | undefined;
    const ours = await run({
      with: syncStep('v1', [EAST]),
      onLine: (line) => {
        if (line.endsWith('sent')) theirs = run({ with: syncStep('v1', [EAST], { 'target-namespace': 'other' }) });
      },
    });
    expect(verdictsOf(ours)).toEqual([`v1 → ${EAST}: copied`]);
    expect((await theirs)?.outputs['status']).toBe('failed');
    expect(emulator.state().regions[NORTH]?.jobs.map(({ status }) => status)).toEqual(['success', 'failed']);
  });
});

test.concurrent('a job that is not listed, and a region that lists none, are proved by the digest alone', async () => {
  const stories = await Promise.all([
    tell({ seed: jobs([{ outcome: 'silent', seconds: 1 }]), with: syncStep('v1,v2', [EAST]) }),
    tell({ seed: jobs([{ seconds: 1 }], { hideSyncJobs: true }), with: syncStep('v1,v2', [EAST]) }),
  ]);
  expect(stories.map(({ state }) => state.regions[NORTH]?.jobs.map(({ outcome }) => outcome))).toEqual([
    ['silent', 'silent'],
    ['success', 'success'],
  ]);
  for (const { run, state } of stories) {
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
    expect(run.stdout).not.toMatch(/: job (waiting|running|success)/);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
  }
});

test.concurrent('bytes that show later than the job ends are waited for', async () => {
  const { run, state } = await tell({
    seed: jobs([{ outcome: 'success', seconds: 0, lagSeconds: 3 }]),
    with: syncStep('v1', [EAST]),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.stdout).toContain('job success, not in the target yet');
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
});

test.concurrent('a job that never ends is a timeout that says what was last seen', async () => {
  const { run, requests, state } = await tell({
    seed: jobs([{ outcome: 'stuck' }]),
    with: syncStep('v1', [EAST], { timeout: '2s' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'timeout' });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      verdict: 'timeout',
      status: 'running',
      digest: digestOf('v1'),
      message: expect.stringContaining('Last seen: job running, not in the target yet'),
    }),
  ]);
  expect(changesOf(requests)).toHaveLength(1);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
});

test.concurrent('a tag that somebody else puts there meanwhile is a conflict, not a success', async () => {
  await inCloud({ seed: jobs([], { syncSeconds: 1.5 }) }, async ({ emulator, run }) => {
    let pushed = '';
    const transcript = await run({
      with: syncStep('v1', [EAST], { timeout: '5s' }),
      onLine: (line) => {
        if (line.endsWith('sent'))
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
});

test.concurrent('a source that moves during the copy is not what was promised: mismatch', async () => {
  await inCloud({ seed: jobs([], { syncSeconds: 1 }) }, async ({ emulator, run }) => {
    let moved = '';
    const transcript = await run({
      with: syncStep('v1', [EAST], { timeout: '3s' }),
      onLine: (line) => {
        if (line.endsWith('sent'))
          moved = emulator.push({ region: NORTH, organization: 'team', repository: 'app/api', tag: 'v1' });
      },
    });
    expect(conclusionOf(transcript)).toMatchObject({ exitCode: 1, kind: 'gate' });
    expect(rowsOf(transcript)).toEqual([
      expect.objectContaining({ verdict: 'mismatch', digest: digestOf('v1'), message: expect.stringContaining(moved) }),
    ]);
    expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual({ v1: moved });
  });
});
