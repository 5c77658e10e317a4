/** `verify-tags`: whether targets show what they should. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import {
  createVirtualCloud,
  EAST,
  NORTH,
  runInCloud,
  runInVirtualTime,
  seedOf,
  SOUTH,
} from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { LIST, syncStep, tagged, team } from '../support/scenario-sync.ts';

const OTHER = digestOf('other');
const verifyStep = (...[tags, regions, more = {}]: Parameters<typeof syncStep>) =>
  syncStep(tags, regions, { operation: 'verify-tags', ...more });

const HTML = '<html>login</html>';
const swr = (code: string) => ({ errors: [{ errorCode: code, errorMessage: 'no' }] });

describe('verify-tags', () => {
  test.concurrent('costs one list of the source and one of each target, and tells what differs', async () => {
    const { run, requests } = await runInCloud({
      seed: seedOf({
        [NORTH]: team(tagged('v1', 'v2', 'v3')),
        [EAST]: team(tagged('v1', 'v2', 'v3')),
        [SOUTH]: team({ ...tagged('v1'), v2: OTHER }),
      }),
      with: verifyStep('v1,v2,v3,v9', [EAST, SOUTH]),
    });
    expect(verdictsOf(run)).toEqual([
      `v1 → ${EAST}: verified`,
      `v2 → ${EAST}: verified`,
      `v3 → ${EAST}: verified`,
      `v9 → ${EAST}: missing`,
      `v1 → ${SOUTH}: verified`,
      `v2 → ${SOUTH}: drifted`,
      `v3 → ${SOUTH}: drifted`,
      `v9 → ${SOUTH}: missing`,
    ]);
    expect(run.exitCode).toBe(1);
    expect(rowsOf(run)[5]).toMatchObject({ code: 'target-drifted', digest: digestOf('v2'), previousDigest: OTHER });
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test.concurrent('is drift where nothing else is wrong, and green with as many lists as regions and one', async () => {
    const seed = seedOf({
      [NORTH]: team(tagged('v1', 'v2')),
      [EAST]: team(tagged('v1', 'v2')),
      [SOUTH]: team(tagged('v1')),
    });
    const drifted = await runInVirtualTime({ seed, with: verifyStep('v1,v2', [EAST, SOUTH]) });
    expect(conclusionOf(drifted.run)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'drift', ready: [EAST] });
    expect(drifted.run.outputs['changes']).toBe('0');
    const { run, requests } = await runInVirtualTime({ seed, with: verifyStep('v1', [EAST, SOUTH]) });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [EAST, SOUTH] });
    expect(callsOf(requests).toSorted()).toEqual([LIST(EAST), LIST(NORTH), LIST(SOUTH)].toSorted());
    expect(JSON.parse(run.outputs['references'] ?? '')).toHaveProperty([EAST, 'v1']);
  });

  test.concurrent('does not read the source where digests are pinned, and takes new names', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({}), [EAST]: team({ stable: digestOf('v1') }) }),
      with: verifyStep(`v1@${digestOf('v1')} => stable`, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`stable → ${EAST}: verified`]);
    expect(callsOf(requests)).toEqual([LIST(EAST)]);
  });

  test.concurrent('compares names within the repository where no target is given', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ ...tagged('v1'), stable: digestOf('v1'), latest: OTHER }) }),
      with: verifyStep('v1 => stable, v1 => latest', []),
    });
    expect(verdictsOf(run)).toEqual([`stable → ${NORTH}: verified`, `latest → ${NORTH}: drifted`]);
  });

  test.concurrent('is unavailable, not drifted, where a target cannot be read', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: team(tagged('v1')), [SOUTH]: team(tagged('v1')) }),
      script: { rules: [{ match: { region: SOUTH }, times: 'always', fault: { kind: 'status', status: 503 } }] },
      with: verifyStep('v1', [EAST, SOUTH], { timeout: '2m' }),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: verified`, `v1 → ${SOUTH}: unavailable`]);
    expect(run.outputs['failure-kind']).toBe('unavailable');
  });

  test.concurrent.each<[number, unknown, string]>([
    [403, swr('SVCSTG.SWR.4030000'), 'refused'],
    [400, swr('SVCSTG.SWR.4000113'), 'refused'],
    [403, HTML, 'unavailable'],
    [404, HTML, 'unavailable'],
    [404, { error_code: 'APIGW.0101', error_msg: 'no' }, 'unavailable'],
    [500, swr('SVCSTG.SWR.5000001'), 'unavailable'],
    [404, swr('SVCSTG.SWR.4040113'), 'drifted'],
  ])('a target that answers with %s %j is %j', async (status, body, verdict) => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: team(tagged('v1')), [SOUTH]: team(tagged('v1')) }),
      script: {
        rules: [
          { match: { region: SOUTH, service: 'swr-api' }, times: 'always', fault: { kind: 'status', status, body } },
        ],
      },
      with: verifyStep('v1', [EAST, SOUTH], { timeout: '2m' }),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: verified`, `v1 → ${SOUTH}: ${verdict}`]);
    expect(run.outputs['failure-kind']).toBe(verdict === 'drifted' ? 'drift' : verdict);
  });

  test.concurrent('expects the digests of a plan, whatever the source shows by now', async () => {
    const cloud = createVirtualCloud({
      seed: seedOf({ [NORTH]: team(tagged('v1', 'v2')), [EAST]: team(tagged('v1')) }),
    });
    const { plan } = (await cloud.run({ with: syncStep('v1,v2', [EAST], { 'dry-run': 'true' }) })).outputs;
    cloud.emulator.push({ region: NORTH, organization: 'team', repository: 'app/api', tag: 'v1', digest: OTHER });
    cloud.emulator.clearRequests();
    const run = await cloud.run({
      with: { operation: 'verify-tags', plan, 'target-project-ids': `${EAST}=p-east`, 'project-id': 'p-north' },
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: verified`, `v2 → ${EAST}: drifted`]);
    expect(callsOf(cloud.emulator.requests())).toEqual([LIST(EAST)]);
    expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toEqual(tagged('v1'));

    const one = await cloud.run({
      with: {
        operation: 'verify-tags',
        plan,
        tags: 'v1',
        'target-project-ids': `${EAST}=p-east`,
        'project-id': 'p-north',
      },
    });
    expect(verdictsOf(one)).toEqual([`v1 → ${EAST}: verified`]);
  });

  test.concurrent.each([
    [`v1@${OTHER}`, `sha-1@${digestOf('built')} => v1`],
    [`x => v1`, `sha-1@${digestOf('built')} => v1`],
    [`v1, x => v1`, 'which another entry gives too'],
  ])('refuses the entry %s, which contradicts the plan', async (tags, message) => {
    const cloud = createVirtualCloud({
      seed: seedOf({ [NORTH]: team({ 'sha-1': digestOf('built') }), [EAST]: team({}) }),
    });
    const { plan } = (await cloud.run({ with: syncStep('sha-1 => v1', [EAST], { 'dry-run': 'true' }) })).outputs;
    const run = await cloud.run({ with: { operation: 'verify-tags', plan, tags } });
    expect([run.exitCode, run.outputs['failure-kind']]).toEqual([1, 'input']);
    expect(run.errors.join()).toContain(message);
    for (const agreeing of ['v1', 'sha-1 => v1', `v1@${digestOf('built')}`]) {
      const { outputs } = await cloud.run({ with: { operation: 'verify-tags', plan, tags: agreeing } });
      expect([agreeing, outputs['failure-kind']]).toEqual([agreeing, 'drift']);
    }
  });

  test.concurrent.each<[string, Readonly<Record<string, string>>, string]>([
    ['keeps a moving tag that is newer, as apply does', {}, 'kept'],
    ['keeps one that is newer than when the plan was made', { 'v1.6.0': OTHER, latest: OTHER }, 'kept'],
    ['finds one that is older', { 'v1.3.0': OTHER, latest: OTHER }, 'drifted'],
    ['finds one that stands for no version', { latest: OTHER }, 'drifted'],
  ])('%s', async (_, since, verdict) => {
    const [v4, v5] = [digestOf('v1.4.0'), digestOf('v1.5.0')];
    const cloud = createVirtualCloud({
      seed: seedOf({ [NORTH]: team({ 'v1.4.0': v4, latest: v4 }), [EAST]: team({ 'v1.5.0': v5, latest: v5 }) }),
    });
    const projects = { 'project-id': 'p-north', 'target-project-ids': `${EAST}=p-east` };
    const dryRun = syncStep('v1.4.0, latest', [EAST], { 'moving-tags': 'latest', 'dry-run': 'true' });
    const { plan } = (await cloud.run({ with: dryRun })).outputs;
    const applied = await cloud.run({ with: { operation: 'apply', plan, region: undefined, ...projects } });
    expect(verdictsOf(applied)).toEqual([`v1.4.0 → ${EAST}: copied`, `latest → ${EAST}: kept`]);
    for (const [tag, digest] of Object.entries(since))
      cloud.emulator.push({ region: EAST, organization: 'team', repository: 'app/api', tag, digest });
    const run = await cloud.run({ with: { operation: 'verify-tags', plan, region: undefined, ...projects } });
    expect(verdictsOf(run)).toEqual([`v1.4.0 → ${EAST}: verified`, `latest → ${EAST}: ${verdict}`]);
    expect(run.exitCode).toBe(verdict === 'kept' ? 0 : 1);
  });

  test.concurrent.each([
    ['refuses', 403, 'refused'],
    ['does not answer until the time limit', 503, 'unavailable'],
  ])('a source that %s holds up no tags whose digests are known', async (_, status, verdict) => {
    const fault = { kind: 'status' as const, status, body: { errors: [{ errorCode: 'SVCSTG.SWR.4030000' }] } };
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team(tagged('v1', 'v2')), [EAST]: team(tagged('v1', 'v2')) }),
      script: { rules: [{ match: { region: NORTH }, times: 'always', fault }] },
      with: verifyStep(`v1@${digestOf('v1')}, v2`, [EAST], { timeout: '2m' }),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: verified`, `v2 → ${EAST}: ${verdict}`]);
  });

  test.concurrent('needs to read the targets', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({}), [EAST]: team({}) }),
      with: verifyStep('v1', [EAST], { wait: 'false' }),
    });
    expect([run.exitCode, run.outputs['failure-kind']]).toEqual([1, 'input']);
    expect(run.stdout).toContain('must be true with verify-tags');
  });
});
