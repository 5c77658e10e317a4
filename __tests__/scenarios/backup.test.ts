/** `backup`: what a tag had is kept before it is replaced; and nothing is replaced by accident. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { backupName } from '../../src/copy/backup.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

const [OLD, NEW] = [digestOf('old'), digestOf('new')];
const NAME = backupName('v1', OLD);
const SOURCE = team({ v1: NEW, ...tagged('v2') });

const backupStep = (tags: string, more = {}) => syncStep(tags, [EAST], { override: 'true', backup: 'true', ...more });

describe('the name of a backup', () => {
  test.each([
    ['latest', 'sha256:0123456789abcdef0123', 'backup-0123456789abcdef-latest'],
    ['a'.repeat(128), `sha256:${'f'.repeat(64)}`, `backup-${'f'.repeat(16)}-${'a'.repeat(100)}`],
  ])('of %s', (tag, digest, name) => {
    expect(backupName(tag, digest)).toBe(name);
    expect(name.length).toBeLessThanOrEqual(128);
  });
});

describe('sync-tags with backup', () => {
  test.concurrent('keeps the old digest, then replaces it; new tags go by a request of their own', async () => {
    const { run, requests, state } = await runInCloud({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD }) }),
      with: backupStep('v1, v2'),
    });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({ tag: 'v1', verdict: 'overwritten', digest: NEW, previousDigest: OLD, backup: NAME }),
      expect.not.objectContaining({ backup: expect.anything() }),
    ]);
    const changes = changesOf(requests).map(({ region, body }) => ({ region, body }));
    expect(changes).toEqual([
      { region: EAST, body: { source_tag: 'v1', destination_tag: NAME, override: false } },
      { region: NORTH, body: expect.objectContaining({ imageTag: ['v1'], override: true }) },
      { region: NORTH, body: expect.objectContaining({ imageTag: ['v2'], override: false }) },
    ]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ v1: NEW, [NAME]: OLD, ...tagged('v2') });
  });

  test.concurrent('uses a backup that is there', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD, [NAME]: OLD }) }),
      with: backupStep('v1'),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'overwritten', backup: NAME })]);
    expect(changesOf(requests)).toHaveLength(1);
  });

  const refusal: Fault = { kind: 'status', status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4037020' }] } };
  test.concurrent.each<[string, Readonly<Record<string, string>>, Fault | undefined, string]>([
    ['the name has another digest', { [NAME]: digestOf('third') }, undefined, 'that name shows'],
    ['the backup is refused', {}, refusal, 'swr:repo:createRepoTag'],
    ['the backup is said to be made, and is not shown', {}, { kind: 'status', status: 201 }, 'instead of'],
    ['the reply about the backup is lost', {}, { kind: 'reset' }, 'No effect of it was found'],
  ])('replaces nothing where %s, and copies what is new', async (_, more, fault, message) => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD, ...more }) }),
      script: {
        rules: fault === undefined ? [] : [{ match: { region: EAST, method: 'POST' }, times: 'always', fault }],
      },
      with: backupStep('v1, v2'),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: refused`, `v2 → ${EAST}: copied`]);
    expect(rowsOf(run)[0]).toMatchObject({ code: 'backup-failed', message: expect.stringContaining(message) });
    expect(tagsOf(state, EAST, 'team', 'app/api')?.['v1']).toBe(OLD);
    const sent = changesOf(requests).filter(({ path }) => path.endsWith('/sync_images'));
    expect(sent.flatMap(({ body }) => syncBodyOf(body).imageTag)).toEqual(['v2']);
  });

  test.concurrent('replaces nothing where the name is taken meanwhile, and override is no way out', async () => {
    const { run, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD, [NAME]: NEW }) }),
      script: {
        rules: [
          {
            match: { region: EAST, method: 'GET', path: '/tags' },
            skip: 1,
            times: 1,
            fault: {
              kind: 'status',
              status: 200,
              body: [{ Tag: 'v1', digest: OLD }],
              headers: { 'content-range': '0-1/1' },
            },
          },
        ],
      },
      with: backupStep('v1'),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'refused', code: 'backup-failed' })]);
    expect(rowsOf(run)[0]?.message).toContain(`that name shows ${NEW}. Delete that tag`);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ v1: OLD, [NAME]: NEW });
  });

  test.concurrent('replaces nothing where the quota of tags is used up', async () => {
    const { run, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: { ...team({ v1: OLD }), tagQuota: 1 } }),
      with: backupStep('v1'),
    });
    expect(rowsOf(run)[0]).toMatchObject({ verdict: 'refused', code: 'backup-failed' });
    expect(rowsOf(run)[0]?.message).toContain('quota of tags');
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ v1: OLD });
  });

  test.concurrent('sends nothing in a dry run, and sees that the name is taken', async () => {
    for (const [more, verdict] of [[{}, 'planned'] as const, [{ [NAME]: NEW }, 'refused'] as const]) {
      const { run, requests } = await runInVirtualTime({
        seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD, ...more }) }),
        with: backupStep('v1', { 'dry-run': 'true' }),
      });
      expect([rowsOf(run)[0]?.verdict, changesOf(requests)]).toEqual([verdict, []]);
      expect(rowsOf(run)[0]).not.toHaveProperty('backup');
    }
  });

  test.concurrent('does not replace a tag that was changed while its backup was made', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD }) }),
      script: {
        rules: [
          {
            match: { region: EAST, method: 'GET', path: '/tags' },
            // The comparison, the look for the backup, its proof, and then the last reading.
            skip: 3,
            fault: { kind: 'status', status: 200, body: [{ Tag: 'v1', digest: digestOf('third') }] },
          },
        ],
      },
      with: backupStep('v1'),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'moved', code: 'tag-moved', backup: NAME })]);
    expect(changesOf(requests).map(({ region }) => region)).toEqual([EAST]);
  });

  test.concurrent.each<[string, Readonly<Record<string, string>>]>([
    ['a backup is there', { [NAME]: OLD }],
    ['no backup is there', {}],
  ])('neither keeps nor replaces a tag that has changed since it was compared: %s', async (_, backups) => {
    const foreign = digestOf('foreign');
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: foreign, ...backups }) }),
      script: {
        rules: [
          {
            match: { region: EAST, method: 'GET', path: '/tags' },
            fault: { kind: 'status', status: 200, body: [{ Tag: 'v1', digest: OLD }] },
          },
        ],
      },
      with: backupStep('v1'),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'moved', previousDigest: OLD })]);
    expect(rowsOf(run)[0]).not.toHaveProperty('backup');
    expect(changesOf(requests)).toEqual([]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ v1: foreign, ...backups });
  });

  test.concurrent('needs wait', async () => {
    const { run, requests } = await runInCloud({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD }) }),
      with: backupStep('v1', { wait: 'false' }),
    });
    expect([run.exitCode, callsOf(requests)]).toEqual([1, []]);
    expect(run.stdout).toContain('must be true with backup');
  });
});

describe('override', () => {
  test.concurrent('does not replace a tag that appears between the comparison and the request', async () => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD }) }),
      // The comparison sees an empty repository.
      script: { rules: [{ match: { region: EAST, method: 'GET' }, fault: { kind: 'status', status: 200, body: [] } }] },
      with: syncStep('v1', [EAST], { override: 'true' }),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'conflict', code: 'target-differs' })]);
    expect(rowsOf(run)[0]?.message).toContain('run the step again');
    expect(changesOf(requests).map(({ body }) => body)).toEqual([expect.objectContaining({ override: false })]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ v1: OLD });
  });

  test.concurrent('without waiting goes into the request, because the target is not read', async () => {
    const { requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: team({ v1: OLD }) }),
      with: syncStep('v1', [EAST], { override: 'true', wait: 'false' }),
    });
    expect(changesOf(requests).map(({ body }) => body)).toEqual([expect.objectContaining({ override: true })]);
  });
});

const RETAG = syncStep('v1 => latest', [], {
  operation: 'retag',
  'target-regions': undefined,
  'target-project-ids': undefined,
  override: 'true',
  backup: 'true',
});

describe('retag with backup', () => {
  const kept = backupName('latest', OLD);

  test.concurrent('keeps the old digest in the same repository', async () => {
    const { run, state } = await runInCloud({
      seed: seedOf({ [NORTH]: team({ v1: NEW, latest: OLD }) }),
      with: RETAG,
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'overwritten', backup: kept })]);
    expect(tagsOf(state, NORTH, 'team', 'app/api')).toEqual({ v1: NEW, latest: NEW, [kept]: OLD });
  });

  test.concurrent('replaces nothing where the name is taken', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ v1: NEW, latest: OLD, [kept]: NEW }) }),
      with: RETAG,
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'refused', code: 'backup-failed' })]);
    expect(changesOf(requests)).toEqual([]);
  });
});
