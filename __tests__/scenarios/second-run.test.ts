/** A second run does what the first did not, and nothing else. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, inCloud, NORTH, type ScenarioCloud, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, conclusionOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

type RegionSeed = Seed['regions'][string];

function cloud(more: RegionSeed, targets: RegionSeed = EMPTY_TEAM) {
  return seedOf({ [NORTH]: { ...team(tagged('v1', 'v2')), ...more }, [EAST]: targets, [SOUTH]: targets });
}

/** How long jobs take that end only when a test puts the clock forward. */
const LONG_SECONDS = 300;

/** Ends the jobs of an earlier run when the second run has decided to follow them. */
function endJobsWhenFollowed(emulator: ScenarioCloud['emulator']): (line: string) => void {
  let isOver = false;
  return (line) => {
    if (isOver || !line.includes('of an earlier request (')) return;
    isOver = true;
    emulator.advance(LONG_SECONDS);
  };
}

test.concurrent('sync-tags: follows the jobs of a killed run and sends nothing again', async () => {
  await inCloud({ seed: cloud({ syncSeconds: LONG_SECONDS }) }, async ({ emulator, run }) => {
    const step = { with: syncStep('v1,v2', [EAST]) };
    await expect(
      run({ ...step, onLine: (line, stop) => (line.endsWith('submitted') ? stop('SIGKILL') : undefined) }),
    ).rejects.toThrow('The outputs set are []');
    expect(changesOf(emulator.requests())).toHaveLength(1);
    const second = await run({ ...step, onLine: endJobsWhenFollowed(emulator) });
    expect(verdictsOf(second)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: copied`]);
    expect(second.stdout).toContain(`v1 → ${EAST}: following job 1 of an earlier request (`);
    expect(changesOf(emulator.requests())).toHaveLength(1);
  });
});

test.concurrent('sync-tags: after a partial run it sends only the tags that failed', async () => {
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

test.concurrent('sync-tags: sends a request of its own when a job of an earlier run fails', async () => {
  const seed = cloud({
    syncOutcomes: [{ tag: 'v1', outcome: 'failed', seconds: LONG_SECONDS, times: 1 }, { seconds: 0 }],
  });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const step = { with: syncStep('v1', [EAST]) };
    await run({ ...step, onLine: (line, stop) => (line.endsWith('submitted') ? stop('SIGINT') : undefined) });
    const second = await run({ ...step, onLine: endJobsWhenFollowed(emulator) });
    expect(verdictsOf(second)).toEqual([`v1 → ${EAST}: copied`]);
    expect(second.stdout).toContain(`v1 → ${EAST}: the earlier job failed`);
    expect(changesOf(emulator.requests())).toHaveLength(2);
  });
});

test.concurrent.each([
  { what: 'that has been running for a day', job: { secondsAgo: 86_400 } },
  { what: 'to another organization', job: { remoteNamespace: 'others' } },
  { what: 'of another tag', job: { tag: 'v2' } },
  { what: 'to another region', job: { remoteRegionId: SOUTH } },
])('sync-tags: does not wait for a running job $what', async ({ job }) => {
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
  'sync-tags: two simultaneous runs of the same copies both succeed (override $override)',
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
      // Each run sends at most one request per region.
      expect(changesOf(emulator.requests()).length).toBeLessThanOrEqual(4);
    });
  },
);
