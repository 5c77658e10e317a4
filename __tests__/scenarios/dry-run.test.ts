/** `dry-run` with `wait: false`: what would happen is read all the same. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { createVirtualCloud, EAST, NORTH, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { applyStep, syncStep, team } from '../support/scenario-sync.ts';

const [NEW, OLD] = [digestOf('new'), digestOf('old')];
const DRY_RUN = { 'dry-run': 'true', wait: 'false' };

test.concurrent('the plan says what the target has, and can be applied', async () => {
  const cloud = createVirtualCloud({ seed: seedOf({ [NORTH]: team({ v1: NEW }), [EAST]: team({ v1: OLD }) }) });
  const dryRun = await cloud.run({ with: syncStep('v1', [EAST], { ...DRY_RUN, override: 'true' }) });
  const plan = dryRun.outputs['plan'] ?? '';
  expect(rowsOf(dryRun)).toEqual([expect.objectContaining({ verdict: 'planned', previousDigest: OLD })]);
  expect(JSON.parse(plan)).toMatchObject({ copies: [{ target: { present: OLD } }] });
  expect(changesOf(cloud.emulator.requests())).toEqual([]);
  const applied = await cloud.run({ with: applyStep(plan, [EAST]) });
  expect(verdictsOf(applied)).toEqual([`v1 → ${EAST}: overwritten`]);
});

test.concurrent.each(['sync-tags', 'promote'])(
  '%s: a conflict and a missing organization are red',
  async (operation) => {
    const conflict = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ v1: NEW }), [EAST]: team({ v1: OLD }) }),
      with: syncStep('v1', [EAST], { ...DRY_RUN, operation }),
    });
    expect(verdictsOf(conflict.run)).toEqual([`v1 → ${EAST}: conflict`]);
    const nowhere = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ v1: NEW }), [EAST]: { organizations: {} } }),
      with: syncStep('v1', [EAST], { ...DRY_RUN, operation }),
    });
    expect(rowsOf(nowhere.run)).toEqual([expect.objectContaining({ code: 'organization-missing' })]);
    expect(nowhere.run.exitCode).toBe(1);
  },
);
