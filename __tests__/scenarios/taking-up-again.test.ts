/** A second run does what is missing, and nothing else. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, inCloud, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, conclusionOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

type RegionSeed = Seed['regions'][string];

function cloud(more: RegionSeed, targets: RegionSeed = EMPTY_TEAM) {
  return seedOf({ [NORTH]: { ...team(tagged('v1', 'v2')), ...more }, [EAST]: targets, [SOUTH]: targets });
}

test.concurrent('a run that was killed without a word: its jobs are followed, nothing is sent again', async () => {
  await inCloud({ seed: cloud({ syncSeconds: 3 }) }, async ({ emulator, run }) => {
    const step = { with: syncStep('v1,v2', [EAST]) };
    await expect(
      run({ ...step, onLine: (line, stop) => (line.endsWith('sent') ? stop('SIGKILL') : undefined) }),
    ).rejects.toThrow('The outputs set are []');
    expect(changesOf(emulator.requests())).toHaveLength(1);
    const second = await run(step);
    expect(verdictsOf(second)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
    expect(second.stdout).toContain(`v1 → ${EAST}: following job 1 of an earlier request (`);
    expect(changesOf(emulator.requests())).toHaveLength(1);
  });
});

test.concurrent('a run that half failed: what arrived is unchanged, the rest is sent', async () => {
  const seed = cloud({ syncSeconds: 0, syncOutcomes: [{ tag: 'v2', outcome: 'failed', times: 1 }] });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const step = { with: syncStep('v1,v2', [EAST]) };
    expect(conclusionOf(await run(step))).toMatchObject({ status: 'partial', succeeded: ['v1'], failed: ['v2'] });
    const second = await run(step);
    expect(conclusionOf(second)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [EAST] });
    expect(verdictsOf(second)).toEqual([`v1 → ${EAST}: unchanged`, `v2 → ${EAST}: copied`]);
    expect(changesOf(emulator.requests()).map(({ body }) => syncBodyOf(body).imageTag)).toEqual([['v1', 'v2'], ['v2']]);
  });
});

test.concurrent('an adopted job that fails is followed by a request of our own', async () => {
  const seed = cloud({ syncOutcomes: [{ tag: 'v1', outcome: 'failed', seconds: 3, times: 1 }, { seconds: 0 }] });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const step = { with: syncStep('v1', [EAST]) };
    await run({ ...step, onLine: (line, stop) => (line.endsWith('sent') ? stop('SIGINT') : undefined) });
    const second = await run(step);
    expect(verdictsOf(second)).toEqual([`v1 → ${EAST}: copied`]);
    expect(second.stdout).toContain(`v1 → ${EAST}: the earlier job failed`);
    expect(changesOf(emulator.requests())).toHaveLength(2);
  });
});

test.concurrent.each([
  { what: 'stuck since yesterday', job: { secondsAgo: 86_400 } },
  { what: 'to another organization', job: { remoteNamespace: 'others' } },
  { what: 'of another tag', job: { tag: 'v2' } },
  { what: 'to another region', job: { remoteRegionId: SOUTH } },
])('a running job $what is not waited for', async ({ job }) => {
  const usual = { namespace: 'team', repository: 'app/api', tag: 'v1', remoteRegionId: EAST, remoteNamespace: 'team' };
  const seed = cloud({ syncSeconds: 0, jobs: [{ ...usual, status: 'running', secondsAgo: 60, ...job }] });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const only = await run({ with: syncStep('v1', [EAST]) });
    expect(verdictsOf(only)).toEqual([`v1 → ${EAST}: copied`]);
    expect(changesOf(emulator.requests())).toHaveLength(1);
  });
});

test.concurrent.each([
  { override: 'false', targets: EMPTY_TEAM },
  { override: 'true', targets: team({ v1: digestOf('old'), v2: digestOf('older') }) },
])(
  'two runs of the same promotion at once (override $override) both end well and true',
  async ({ override, targets }) => {
    await inCloud({ seed: cloud({ syncSeconds: 1 }, targets) }, async ({ emulator, run }) => {
      const step = { with: syncStep('v1,v2', [EAST, SOUTH], { override }) };
      const both = await Promise.all([run(step), run(step)]);
      for (const ended of both) {
        expect(conclusionOf(ended)).toEqual({
          exitCode: 0,
          status: 'succeeded',
          kind: '',
          succeeded: ['v1', 'v2'],
          failed: [],
          ready: [EAST, SOUTH],
        });
      }
      for (const region of [EAST, SOUTH])
        expect(tagsOf(emulator.state(), region, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
      // Each sends at most once to each region.
      expect(changesOf(emulator.requests()).length).toBeLessThanOrEqual(4);
    });
  },
);
