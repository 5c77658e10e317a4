/**
 * Endpoint and projects, wherever the regions come from: inputs, a plan or the report of a run. An address without
 * `{region}` would answer for two regions, so that one is compared with itself.
 */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { createVirtualCloud, EAST, NORTH, PROJECTS, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep, team } from '../support/scenario-sync.ts';

const [NEW, OLD] = [digestOf('new'), digestOf('old')];
const at = (region: string) => ({ endpoint: `http://127.0.0.1:1/{service}/${region}` });
const PLACE = { namespace: 'team', repository: 'app/api' };
const RETAG = { operation: 'retag', 'target-regions': undefined, 'target-project-ids': undefined };
const SAFE = { override: 'true', backup: 'true' };

const cloudOf = () =>
  createVirtualCloud({
    seed: seedOf({ [NORTH]: team({ v1: NEW, stable: OLD }), [EAST]: team({ v1: OLD }), [SOUTH]: team({ v1: OLD }) }),
  });

/** A plan, and the report of the run that applied it: of two targets, or of a name in the source region. */
async function done(kind: 'copies' | 'names') {
  const cloud = cloudOf();
  const step =
    kind === 'copies' ? syncStep('v1', [EAST, SOUTH], SAFE) : syncStep('v1 => stable', [], { ...RETAG, ...SAFE });
  const { plan = '' } = (await cloud.run({ with: { ...step, 'dry-run': 'true' } })).outputs;
  const { reportText, exitCode } = await cloud.run({ with: step });
  expect(exitCode).toBe(0);
  cloud.emulator.clearRequests();
  return { cloud, plan, report: reportText };
}

describe('several regions need an address each', () => {
  test.concurrent.each<[string, (given: { plan: string; report: string }) => Record<string, string | undefined>]>([
    ['sync-tags', () => syncStep('v1', [EAST, SOUTH])],
    ['verify-tags', () => syncStep('v1', [EAST, SOUTH], { operation: 'verify-tags' })],
    ['apply', ({ plan }) => ({ operation: 'apply', plan, region: undefined })],
    ['verify-tags with a plan', ({ plan }) => ({ operation: 'verify-tags', plan, region: undefined })],
    ['rollback', ({ report }) => ({ operation: 'rollback', ...PLACE, report })],
    ['rollback in a region of the report', ({ report }) => ({ operation: 'rollback', ...PLACE, report, region: EAST })],
  ])('%s', async (_, stepOf) => {
    const { cloud, ...given } = await done('copies');
    const run = await cloud.run({ with: { ...stepOf(given), ...at(EAST) } });
    expect([run.exitCode, run.outputs['failure-kind'], callsOf(cloud.emulator.requests())]).toEqual([1, 'input', []]);
    expect(run.errors.join()).toContain('`endpoint` must contain {region}');
  });
});

describe('one region needs one address', () => {
  test.concurrent.each<
    [string, (given: { plan: string; report: string }) => Record<string, string | undefined>, string]
  >([
    ['retag', () => syncStep('v1 => stable', [], RETAG), 'unchanged'],
    ['apply', ({ plan }) => ({ operation: 'apply', plan, region: undefined }), 'unchanged'],
    ['verify-tags', () => syncStep('v1 => stable', [], { ...RETAG, operation: 'verify-tags' }), 'verified'],
    ['verify-tags with a plan', ({ plan }) => ({ operation: 'verify-tags', plan, region: undefined }), 'verified'],
    ['rollback', ({ report }) => ({ operation: 'rollback', ...PLACE, report, region: undefined }), 'restored'],
  ])('%s', async (_, stepOf, verdict) => {
    const { cloud, ...given } = await done('names');
    const run = await cloud.run({ with: { ...stepOf(given), ...at(NORTH) } });
    expect(verdictsOf(run)).toEqual([`stable → ${NORTH}: ${verdict}`]);
  });
});

test.concurrent('rollback takes the projects of its regions, and then asks IAM for none', async () => {
  const { cloud, report } = await done('copies');
  const projects = [EAST, SOUTH, 'cn-southwest-2'] as const;
  const run = await cloud.run({
    with: {
      operation: 'rollback',
      ...PLACE,
      report,
      'project-id': PROJECTS[NORTH],
      'target-project-ids': projects.map((region) => `${region}=${PROJECTS[region]}`).join(),
    },
  });
  expect(verdictsOf(run)).toEqual([EAST, SOUTH].map((region) => `v1 → ${region}: restored`));
  expect(run.stdout).toContain('target-project-ids names cn-southwest-2, which is not in the report.');
  expect(run.warnings).toEqual([]);
  expect(callsOf(cloud.emulator.requests()).filter((call) => call.includes(' iam '))).toEqual([]);
});
