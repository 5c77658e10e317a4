/** Plans that somebody has edited: `apply` changes nothing that the plan does not name. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { createVirtualCloud, EAST, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep, team } from '../support/scenario-sync.ts';

const [A, B, C, D] = [digestOf('a'), digestOf('b'), digestOf('c'), digestOf('d')];

const apply = (plan: object) => ({ operation: 'apply', plan: JSON.stringify(plan), region: undefined });

test.concurrent('a target in another repository is an input error, so that nothing there is replaced', async () => {
  const seed = seedOf({
    [NORTH]: team({ v1: A }),
    [EAST]: { organizations: { team: { 'app/api': { v1: B }, other: { v1: D } } } },
  });
  const cloud = createVirtualCloud({ seed });
  const step = syncStep('v1', [EAST], { 'dry-run': 'true', override: 'true', backup: 'true' });
  const plan = JSON.parse((await cloud.run({ with: step })).outputs['plan'] ?? '');
  Object.assign(plan.copies[0].target, { repository: 'other', present: D });
  const run = await cloud.run({ with: apply(plan) });
  expect([run.exitCode, run.outputs['failure-kind']]).toEqual([1, 'input']);
  expect(run.errors.join()).toContain('`plan` must keep the name of the repository');
  expect(changesOf(cloud.emulator.requests())).toEqual([]);
});

test.concurrent('a new name that the plan does not give in the source is not given there', async () => {
  const seed = seedOf({ [NORTH]: team({ s: A, v1: C }), [EAST]: team({}), [SOUTH]: team({}) });
  const cloud = createVirtualCloud({ seed });
  const step = syncStep('s => v1, s', [EAST, SOUTH], { 'dry-run': 'true', override: 'true' });
  const plan = JSON.parse((await cloud.run({ with: step })).outputs['plan'] ?? '');
  expect(plan.names).toEqual([{ tag: 'v1', present: C }]);
  plan.names = [];
  const run = await cloud.run({ with: apply(plan) });
  expect(verdictsOf(run)).toEqual([
    `v1 → ${NORTH}: moved`,
    ...[EAST, SOUTH].flatMap((region) => [`v1 → ${region}: skipped`, `s → ${region}: copied`]),
  ]);
  expect(rowsOf(run)[0]).toMatchObject({
    code: 'tag-moved',
    message: expect.stringContaining('does not give it there'),
  });
  expect(tagsOf(cloud.emulator.state(), NORTH, 'team', 'app/api')).toEqual({ s: A, v1: C });
});

test.concurrent('a new name that the source has by now needs no place in the plan', async () => {
  const seed = seedOf({ [NORTH]: team({ s: A }), [EAST]: team({}) });
  const cloud = createVirtualCloud({ seed });
  const step = syncStep('s => v1', [EAST], { 'dry-run': 'true' });
  const plan = JSON.parse((await cloud.run({ with: step })).outputs['plan'] ?? '');
  plan.names = [];
  cloud.emulator.push({ region: NORTH, organization: 'team', repository: 'app/api', tag: 'v1', digest: A });
  const run = await cloud.run({ with: apply(plan) });
  expect(verdictsOf(run)).toEqual([`v1 → ${NORTH}: unchanged`, `v1 → ${EAST}: copied`]);
});
