/** `rollback`: a run with `backup`, and then its undoing by its report. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { backupName } from '../../src/copy/backup.ts';
import {
  createVirtualCloud,
  EAST,
  inCloud,
  NORTH,
  runInVirtualTime,
  seedOf,
  SOUTH,
} from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep, team } from '../support/scenario-sync.ts';

const [OLD, NEW, THIRD] = [digestOf('old'), digestOf('new'), digestOf('third')];
const BACKUP = backupName('latest', OLD);

const SYNC = syncStep('latest, v2', [EAST, SOUTH], { override: 'true', backup: 'true' });
const SEED = seedOf({
  [NORTH]: team({ latest: NEW, v2: NEW }),
  [EAST]: team({ latest: OLD }),
  [SOUTH]: team({ latest: OLD }),
});

const rollbackStep = (report: string, more: Readonly<Record<string, string | undefined>> = {}) => ({
  operation: 'rollback',
  namespace: 'team',
  repository: 'app/api',
  report,
  ...more,
});

/** A row as the report of a run has it. */
const ROW = {
  operation: 'sync-tags',
  region: EAST,
  namespace: 'team',
  repository: 'app/api',
  subject: 'latest',
  verdict: 'overwritten',
  tag: 'latest',
  digest: NEW,
  previousDigest: OLD,
  backup: BACKUP,
};

const reportOf = (
  row: Readonly<Record<string, unknown>> = {},
  report: Readonly<Record<string, unknown>> = {},
): string => JSON.stringify({ version: 1, github: null, inputs: {}, results: [{ ...ROW, ...row }], ...report });

test.concurrent('a release is undone by its report, and once more changes nothing', async () => {
  await inCloud({ seed: SEED }, async ({ emulator, run }) => {
    const released = await run({ with: SYNC });
    expect(released.exitCode).toBe(0);
    const path = join(await mkdtemp(join(tmpdir(), 'rollback-')), 'report.json');
    await writeFile(path, released.reportText);
    for (const verdict of ['restored', 'unchanged']) {
      const sent = changesOf(emulator.requests()).length;
      const undone = await run({ with: rollbackStep(path) });
      expect(verdictsOf(undone)).toEqual([`latest → ${EAST}: ${verdict}`, `latest → ${SOUTH}: ${verdict}`]);
      expect(conclusionOf(undone)).toMatchObject({ exitCode: 0, succeeded: ['latest'], ready: [EAST, SOUTH] });
      expect(undone.stdout).toContain(`Tags that were new in that run stay: v2 in ${EAST}, v2 in ${SOUTH}.`);
      expect(changesOf(emulator.requests())).toHaveLength(sent + (verdict === 'restored' ? 2 : 0));
    }
    for (const region of [EAST, SOUTH])
      expect(tagsOf(emulator.state(), region, 'team', 'app/api')).toEqual({ latest: OLD, [BACKUP]: OLD, v2: NEW });
  });
});

test.concurrent('a dry run changes nothing', async () => {
  const cloud = createVirtualCloud({ seed: SEED });
  const { reportText } = await cloud.run({ with: SYNC });
  const before = changesOf(cloud.emulator.requests()).length;
  const run = await cloud.run({ with: rollbackStep(reportText, { 'dry-run': 'true' }) });
  expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['planned', 'planned']);
  expect(changesOf(cloud.emulator.requests())).toHaveLength(before);
});

test.concurrent('a failed release is undone as well: a row whose target shows wrong bytes', async () => {
  const seed = seedOf({ [NORTH]: team({ latest: NEW }), [EAST]: team({ latest: OLD }) });
  const cloud = createVirtualCloud({
    seed,
    script: {
      rules: [
        {
          // After the backup was made and proved, the comparison is over.
          match: { region: NORTH, method: 'GET', path: '/tags' },
          times: 1,
          fault: { kind: 'status', status: 200, body: [{ Tag: 'latest', digest: THIRD }] },
        },
      ],
    },
  });
  const released = await cloud.run({ with: syncStep('latest', [EAST], { override: 'true', backup: 'true' }) });
  expect(rowsOf(released)).toEqual([
    expect.objectContaining({
      verdict: 'mismatch',
      digest: THIRD,
      targetDigest: NEW,
      previousDigest: OLD,
      backup: BACKUP,
    }),
  ]);
  const undone = await cloud.run({ with: rollbackStep(released.reportText) });
  expect(rowsOf(undone)).toEqual([
    expect.objectContaining({ operation: 'rollback', verdict: 'restored', digest: OLD, previousDigest: NEW }),
  ]);
});

describe('a tag', () => {
  test.concurrent.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, unknown>>, string, string]>([
    [
      'is restored whatever the verdict of its row was',
      { latest: NEW, [BACKUP]: OLD },
      { verdict: 'timeout' },
      'restored',
      '',
    ],
    ['that shows the old digest is unchanged', { latest: OLD }, {}, 'unchanged', ''],
    ['that somebody else moved stays', { latest: THIRD, [BACKUP]: OLD }, {}, 'moved', 'tag-moved'],
    ['that is gone stays away', { [BACKUP]: OLD }, {}, 'moved', 'tag-moved'],
    ['whose backup is gone is missing', { latest: NEW }, {}, 'missing', 'backup-missing'],
    [
      'whose backup shows other bytes is not restored',
      { latest: NEW, [BACKUP]: THIRD },
      {},
      'missing',
      'backup-missing',
    ],
    [
      'that shows the wrong digest of a mismatch is restored',
      { latest: THIRD, [BACKUP]: OLD },
      { verdict: 'mismatch', targetDigest: THIRD },
      'restored',
      '',
    ],
    [
      'that shows another digest than a conflict saw stays',
      { latest: THIRD, [BACKUP]: OLD },
      { verdict: 'moved', targetDigest: THIRD },
      'moved',
      'tag-moved',
    ],
  ])('%s', async (_, tags, row, verdict, code) => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({}), [EAST]: team(tags) }),
      with: rollbackStep(reportOf(row)),
    });
    expect(rowsOf(run).map((each) => [each.verdict, each.code ?? ''])).toEqual([[verdict, code]]);
    const isRestored = verdict === 'restored';
    expect(changesOf(requests).map(({ body }) => body)).toEqual(
      isRestored ? [{ source_tag: BACKUP, destination_tag: 'latest', override: true }] : [],
    );
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(isRestored ? { ...tags, latest: OLD } : tags);
  });

  test.concurrent('without the permission names it', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({}), [EAST]: team({ latest: NEW, [BACKUP]: OLD }) }),
      script: {
        rules: [
          {
            match: { method: 'POST' },
            times: 'always',
            fault: { kind: 'status', status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4037020' }] } },
          },
        ],
      },
      with: rollbackStep(reportOf()),
    });
    expect(rowsOf(run)[0]).toMatchObject({
      verdict: 'refused',
      code: 'permission-denied',
      message: expect.stringContaining('swr:repo:createRepoTag'),
    });
  });
});

describe('is an input error', () => {
  const SECRET = 'text-of-another-file';
  test.concurrent.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['no report', { report: '' }, '`report` is required'],
    ['a path without a file', { report: 'no/such/report.json' }, 'the path of its file'],
    ['text that is no report', { report: `{"${SECRET}": 1}` }, 'must be the whole report file'],
    ['a report that is cut', { report: reportOf().slice(0, -9) }, 'must be the whole report file'],
    ['a report of another version', { report: reportOf({}, { version: 2 }) }, 'must be the whole report file'],
    ['a report without backups', { report: reportOf({ backup: undefined }) }, 'at least one tag with a backup'],
    ['a name that is no backup', { report: reportOf({ backup: 'v1.0.0' }) }, 'must have rows as the report file'],
    ['a digest that is none', { report: reportOf({ previousDigest: SECRET }) }, 'must have rows as the report file'],
    ['another repository', { report: reportOf({ repository: 'other' }) }, 'must be about team/app/api'],
    ['another organization', { report: reportOf({ namespace: 'others' }) }, 'must be about team/app/api'],
    ['no repository', { repository: undefined }, '`repository` is required'],
    [
      'a report of another GitHub repository',
      { report: reportOf({}, { github: { repository: 'a/b' } }) },
      'this GitHub repository',
    ],
    ['not waiting', { wait: 'false' }, 'must be true with rollback'],
  ])('%s', async (_, more, message) => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({}), [EAST]: team({ latest: NEW, [BACKUP]: OLD }) } satisfies Seed['regions']),
      with: rollbackStep(reportOf(), more),
    });
    expect([run.exitCode, run.outputs['failure-kind'], callsOf(requests)]).toEqual([1, 'input', []]);
    expect(run.stdout).toContain(message);
    expect(run.stdout + run.reportText + run.summary).not.toContain(SECRET);
  });
});

test.concurrent('the targets may be in the other organization that the report names', async () => {
  const { run } = await runInVirtualTime({
    seed: seedOf({
      [NORTH]: team({}),
      [EAST]: { organizations: { prod: { 'app/api': { latest: NEW, [BACKUP]: OLD } } } },
    }),
    with: rollbackStep(
      reportOf({ namespace: 'prod' }, { inputs: { region: NORTH, namespace: 'team', 'target-namespace': 'prod' } }),
    ),
  });
  expect(verdictsOf(run)).toEqual([`latest → ${EAST}: restored`]);
});

describe('a run of apply into another organization', () => {
  const seed = seedOf({
    [NORTH]: team({ 'sha-1': NEW, v1: THIRD }),
    [EAST]: { organizations: { prod: { 'app/api': { v1: OLD } } } },
  });
  const dryRun = { 'dry-run': 'true', override: 'true', backup: 'true', 'target-namespace': 'prod' };
  const apply = { operation: 'apply', region: undefined };

  test.concurrent.each<[string, string, readonly string[]]>([
    ['v1', 'team', [`v1 → ${EAST}: restored`]],
    ['v1', 'prod', [`v1 → ${EAST}: restored`]],
    ['sha-1 => v1', 'team', [`v1 → ${NORTH}: restored`, `v1 → ${EAST}: restored`]],
  ])('of %s is undone with namespace %s', async (tags, namespace, restored) => {
    const cloud = createVirtualCloud({ seed });
    const { plan } = (await cloud.run({ with: syncStep(tags, [EAST], dryRun) })).outputs;
    const applied = await cloud.run({ with: { ...apply, plan } });
    expect(applied.exitCode).toBe(0);
    const undone = await cloud.run({ with: rollbackStep(applied.reportText, { namespace }) });
    expect(verdictsOf(undone)).toEqual(restored);
    expect(tagsOf(cloud.emulator.state(), EAST, 'prod', 'app/api')).toMatchObject({ v1: OLD });
  });

  test.concurrent('is not undone with an organization that is neither its source nor its target', async () => {
    const cloud = createVirtualCloud({ seed });
    const { plan } = (await cloud.run({ with: syncStep('v1', [EAST], dryRun) })).outputs;
    const { reportText } = await cloud.run({ with: { ...apply, plan } });
    const undone = await cloud.run({ with: rollbackStep(reportText, { namespace: 'others' }) });
    expect([undone.exitCode, undone.outputs['failure-kind']]).toEqual([1, 'input']);
  });
});
