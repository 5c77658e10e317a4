/** New names and pinned digests: `retag`, and entries of `tags` with `=>` and `@`. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, LIST, SYNC, syncBodyOf, syncStep, TAG, tagged, team } from '../support/scenario-sync.ts';

const SHA = 'sha-abc123';
const BUILT = digestOf(SHA);
const OTHER = digestOf('other');

const retagStep = (tags: string, more: Readonly<Record<string, string>> = {}) =>
  syncStep(tags, [], { operation: 'retag', 'target-regions': undefined, 'target-project-ids': undefined, ...more });

describe('retag', () => {
  test.concurrent('gives the name with one request, and proves it by one list', async () => {
    const { run, requests, state } = await runInCloud({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }) }),
      with: retagStep(`${SHA} => v1.4.0`),
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 0,
      status: 'succeeded',
      kind: '',
      succeeded: ['v1.4.0'],
      failed: [],
      ready: [NORTH],
    });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({
        operation: 'retag',
        region: NORTH,
        tag: 'v1.4.0',
        sourceTag: SHA,
        verdict: 'tagged',
        proved: true,
        digest: BUILT,
      }),
    ]);
    expect(callsOf(requests)).toEqual([LIST(NORTH), TAG, LIST(NORTH)]);
    expect(tagsOf(state, NORTH, 'team', 'app/api')).toEqual({ [SHA]: BUILT, 'v1.4.0': BUILT });
  });

  test.concurrent.each<
    [string, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string, number]
  >([
    ['is unchanged where the name has the digest', `${SHA} => v1`, { v1: BUILT }, {}, 'unchanged', 0],
    ['is a conflict where it has another one', `${SHA} => v1`, { v1: OTHER }, {}, 'conflict', 0],
    ['replaces it with override', `${SHA} => v1`, { v1: OTHER }, { override: 'true' }, 'overwritten', 1],
    ['is planned in a dry run', `${SHA} => v1`, {}, { 'dry-run': 'true' }, 'planned', 0],
    ['is a conflict in a dry run as well', `${SHA} => v1`, { v1: OTHER }, { 'dry-run': 'true' }, 'conflict', 0],
    ['is missing without the source tag', 'gone => v1', {}, {}, 'missing', 0],
    ['is moved where the source has another digest', `${SHA}@${OTHER} => v1`, {}, {}, 'moved', 0],
    ['is given to a pinned digest', `${SHA}@${BUILT} => v1`, {}, {}, 'tagged', 1],
    ['is proved with wait false', `${SHA} => v1`, {}, { wait: 'false' }, 'tagged', 1],
  ])('%s', async (_, tags, names, more, verdict, changes) => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT, ...names }) }),
      with: retagStep(tags, more),
    });
    expect(rowsOf(run).map((row) => row.verdict)).toEqual([verdict]);
    expect(changesOf(requests)).toHaveLength(changes);
  });

  test.concurrent.each<[Readonly<Record<string, string>>, string]>([
    [{}, 'set override to true to replace it'],
    [{ override: 'true' }, 'run the step again to decide about it'],
    [{ 'moving-tags': 'v1' }, 'run the step again to decide about it'],
  ])('whose name appears meanwhile with another digest is a conflict; with %j: %s', async (more, wayOut) => {
    const { run, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT, v1: OTHER }) }),
      script: {
        rules: [
          {
            match: { region: NORTH, method: 'GET', path: '/tags' },
            fault: {
              kind: 'status',
              status: 200,
              body: [{ Tag: SHA, digest: BUILT }],
              headers: { 'content-range': '0-1/1' },
            },
          },
        ],
      },
      with: retagStep(`${SHA} => v1`, more),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'conflict', previousDigest: OTHER })]);
    expect(rowsOf(run)[0]?.message).toContain(wayOut);
    expect(tagsOf(state, NORTH, 'team', 'app/api')).toMatchObject({ v1: OTHER });
  });

  test.concurrent('needs new names', async () => {
    const { run } = await runInCloud({ seed: seedOf({ [NORTH]: EMPTY_TEAM }), with: retagStep('v1') });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('must give each tag a new name');
  });

  test.concurrent('without the permission names it', async () => {
    const fault: Fault = { kind: 'status', status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4037020' }] } };
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }) }),
      script: { rules: [{ match: { method: 'POST' }, times: 'always', fault }] },
      with: retagStep(`${SHA} => v1`),
    });
    expect(rowsOf(run)[0]).toMatchObject({
      verdict: 'refused',
      code: 'permission-denied',
      message: expect.stringContaining('swr:repo:createRepoTag'),
    });
  });

  test.concurrent('whose reply is lost is not sent again', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }) }),
      script: { rules: [{ match: { method: 'POST' }, times: 1, takesEffect: true, fault: { kind: 'reset' } }] },
      with: retagStep(`${SHA} => v1`),
    });
    expect([rowsOf(run)[0]?.verdict, changesOf(requests).length]).toEqual(['tagged', 1]);
  });
});

describe('sync-tags: an entry with a new name', () => {
  const entry = `${SHA} => v1.4.0`;

  test.concurrent('is named once in the source, and copied to every target under the name', async () => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }), [EAST]: EMPTY_TEAM, [SOUTH]: EMPTY_TEAM }),
      with: syncStep(entry, [EAST, SOUTH]),
    });
    expect(verdictsOf(run)).toEqual([
      `v1.4.0 → ${NORTH}: tagged`,
      `v1.4.0 → ${EAST}: copied`,
      `v1.4.0 → ${SOUTH}: copied`,
    ]);
    expect(conclusionOf(run)).toMatchObject({ succeeded: ['v1.4.0'], ready: [EAST, SOUTH] });
    const changes = changesOf(requests);
    expect(callsOf(changes)).toEqual([TAG, SYNC, SYNC]);
    expect(changes.slice(1).flatMap(({ body }) => syncBodyOf(body).imageTag)).toEqual(['v1.4.0', 'v1.4.0']);
    for (const region of [EAST, SOUTH]) expect(tagsOf(state, region, 'team', 'app/api')).toEqual({ 'v1.4.0': BUILT });
  });

  test.concurrent('is not named, and has no row of that, where every target has it', async () => {
    const { run, requests } = await runInCloud({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }), [EAST]: team({ 'v1.4.0': BUILT }) }),
      with: syncStep(entry, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`v1.4.0 → ${EAST}: unchanged`]);
    expect(run.stdout).toContain('v1.4.0 in cn-north-4: not given, because no target needs the new name.');
    expect([run.exitCode, changesOf(requests)]).toEqual([0, []]);
  });

  test.concurrent('whose copies fail is skipped in the source, which proves nothing', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }), [EAST]: team({ n3: OTHER }) }),
      with: syncStep(`gone => n1, ${SHA}@${OTHER} => n2, ${SHA} => n3`, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([
      ...['n1', 'n2', 'n3'].map((name) => `${name} → ${NORTH}: skipped`),
      `n1 → ${EAST}: missing`,
      `n2 → ${EAST}: moved`,
      `n3 → ${EAST}: conflict`,
    ]);
    expect(rowsOf(run)[0]).toMatchObject({ operation: 'retag', ok: false, proved: false, code: 'dependency-failed' });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'gate' });
  });

  test.concurrent(
    'is skipped in the source where a target cannot be read, and the cause is what the run ends with',
    async () => {
      const { run } = await runInVirtualTime({
        seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }), [EAST]: EMPTY_TEAM, [SOUTH]: team({ 'v1.4.0': BUILT }) }),
        script: { rules: [{ match: { region: EAST }, times: 'always', fault: { kind: 'status', status: 503 } }] },
        with: syncStep(entry, [EAST, SOUTH], { timeout: '2m' }),
      });
      expect(verdictsOf(run)).toEqual([
        `v1.4.0 → ${NORTH}: skipped`,
        `v1.4.0 → ${EAST}: unavailable`,
        `v1.4.0 → ${SOUTH}: unchanged`,
      ]);
      expect(conclusionOf(run).kind).toBe('unavailable');
    },
  );

  test.concurrent.each(['false', 'true'])(
    'is skipped where the source has the name already, dry-run %s',
    async (dryRun) => {
      const { run, requests } = await runInVirtualTime({
        seed: seedOf({ [NORTH]: team({ [SHA]: BUILT, 'v1.4.0': OTHER, v2: digestOf('v2') }), [EAST]: EMPTY_TEAM }),
        with: syncStep(`${entry}, v2`, [EAST], { 'dry-run': dryRun }),
      });
      expect(verdictsOf(run)).toEqual([
        `v1.4.0 → ${NORTH}: conflict`,
        `v1.4.0 → ${EAST}: skipped`,
        `v2 → ${EAST}: ${dryRun === 'true' ? 'planned' : 'copied'}`,
      ]);
      expect(callsOf(changesOf(requests))).toEqual(dryRun === 'true' ? [] : [SYNC]);
    },
  );

  test.concurrent('holds up no other entry while its name is not shown', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT, v2: digestOf('v2') }), [EAST]: EMPTY_TEAM }),
      script: {
        rules: [{ match: { method: 'POST', path: '/tags' }, times: 1, fault: { kind: 'status', status: 500 } }],
      },
      with: syncStep(`${entry}, v2`, [EAST]),
    });
    const [naming, named, other] = rowsOf(run);
    expect([naming?.verdict, named?.verdict, other?.verdict]).toEqual(['unavailable', 'skipped', 'copied']);
    expect(other?.seconds).toBeLessThan(60);
  });

  test.concurrent('is not copied where the source moved before it got its name', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT }), [EAST]: EMPTY_TEAM }),
      script: {
        rules: [
          {
            match: { region: NORTH, path: '/tags', method: 'GET' },
            skip: 1,
            times: 'always',
            fault: { kind: 'status', status: 200, body: [{ Tag: 'v1.4.0', digest: OTHER }] },
          },
        ],
      },
      with: syncStep(entry, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`v1.4.0 → ${NORTH}: mismatch`, `v1.4.0 → ${EAST}: skipped`]);
    expect(callsOf(changesOf(requests))).toEqual([TAG]);
  });
});

describe('sync-tags: an entry with a digest', () => {
  test.concurrent.each([
    ['the source has', BUILT, 'copied', 1],
    ['the source does not have', OTHER, 'moved', 0],
  ])('which %s', async (_, digest, verdict, changes) => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ [SHA]: BUILT, ...tagged('v2') }), [EAST]: EMPTY_TEAM }),
      with: syncStep(`${SHA}@${digest}, v2`, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`${SHA} → ${EAST}: ${verdict}`, `v2 → ${EAST}: copied`]);
    const sent = changesOf(requests).flatMap(({ body }) => syncBodyOf(body).imageTag);
    expect(sent.filter((tag) => tag === SHA)).toHaveLength(changes);
    expect(conclusionOf(run).kind).toBe(verdict === 'moved' ? 'gate' : '');
  });
});

test.concurrent('references are of copies: the source region has none, whatever became of its names', async () => {
  const { run } = await runInVirtualTime({
    seed: seedOf({ [NORTH]: team({ 'sha-1': BUILT, v1: BUILT, v3: OTHER }), [EAST]: team({}) }),
    with: syncStep('sha-1 => v1, sha-1 => v2, sha-1 => v3', [EAST], { override: 'true' }),
  });
  expect(run.exitCode).toBe(0);
  const references = JSON.parse(run.outputs['references'] ?? '');
  // With endpoints of one's own, a copy has one where the target shows an address.
  expect(Object.keys(references)).toEqual([EAST]);
});
