/** Plans: a dry run makes one, and `apply` does exactly what it says. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { planHash } from '../../src/plan/plan-file.ts';
import {
  createVirtualCloud,
  EAST,
  inCloud,
  NORTH,
  PROJECTS,
  runInVirtualTime,
  seedOf,
  SOUTH,
} from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { applyStep, syncStep, tagged, team } from '../support/scenario-sync.ts';

const OTHER = digestOf('other');
const API = { organization: 'team', repository: 'app/api' } as const;
const TAGS = ['v1', 'v2', 'v3', 'v4'] as const;

/** `v1` and `v2` are in no target, `v3` has another digest in both, `v4` is there already. */
const SEED = seedOf({
  [NORTH]: team(tagged(...TAGS)),
  [EAST]: team({ v3: OTHER, ...tagged('v4') }),
  [SOUTH]: team({ v3: OTHER, ...tagged('v4') }),
});
const DRY_RUN = syncStep(TAGS.join(), [EAST, SOUTH], { override: 'true', 'dry-run': 'true' });

describe('a dry run', () => {
  test('makes a plan that apply does, with the same hash, through the files of the runner', async () => {
    await inCloud({ seed: SEED }, async ({ emulator, run }) => {
      const dryRun = await run({ with: DRY_RUN });
      expect(dryRun.exitCode).toBe(0);
      const { plan = '', changes } = dryRun.outputs;
      expect(changes).toBe('6');
      expect(JSON.parse(plan)).toMatchObject({
        version: 1,
        operation: 'sync-tags',
        copies: expect.arrayContaining([
          expect.objectContaining({
            source: expect.objectContaining({ tag: 'v3', digest: digestOf('v3') }),
            target: expect.objectContaining({ region: EAST, tag: 'v3', present: OTHER }),
          }),
        ]),
      });
      const hash = planHash(plan);
      expect(dryRun.summary).toContain(hash);
      expect(changesOf(emulator.requests())).toEqual([]);

      const applied = await run({ with: applyStep(plan, [EAST, SOUTH]) });
      expect(verdictsOf(applied)).toEqual(
        [EAST, SOUTH].flatMap((region) => [
          `v1 → ${region}: copied`,
          `v2 → ${region}: copied`,
          `v3 → ${region}: overwritten`,
          `v4 → ${region}: unchanged`,
        ]),
      );
      expect(applied.summary).toContain(hash);
      expect(applied.outputs).toMatchObject({ changes: '6', plan: '', 'plan-file': '', status: 'succeeded' });
      expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual(tagged(...TAGS));
    });
  });
});

describe('apply', () => {
  test('reports what has moved since the plan, does the rest, and can be applied again', async () => {
    const cloud = createVirtualCloud({ seed: SEED });
    const { plan } = (await cloud.run({ with: DRY_RUN })).outputs;
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1', digest: OTHER });
    cloud.emulator.push({ ...API, region: EAST, tag: 'v3', digest: digestOf('third') });

    const first = await cloud.run({ with: applyStep(plan, [EAST, SOUTH]) });
    expect(first.exitCode).toBe(1);
    expect(verdictsOf(first)).toEqual([
      `v1 → ${EAST}: moved`,
      `v2 → ${EAST}: copied`,
      `v3 → ${EAST}: moved`,
      `v4 → ${EAST}: unchanged`,
      `v1 → ${SOUTH}: moved`,
      `v2 → ${SOUTH}: copied`,
      `v3 → ${SOUTH}: overwritten`,
      `v4 → ${SOUTH}: unchanged`,
    ]);
    expect(first.outputs).toMatchObject({ status: 'partial', 'failure-kind': 'gate' });
    expect(rowsOf(first)[0]?.message).toContain('nothing was sent');

    // What was done is unchanged, also where the source has moved since.
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v2', digest: OTHER });
    const sent = changesOf(cloud.emulator.requests()).length;
    const again = await cloud.run({ with: applyStep(plan, [EAST, SOUTH]) });
    expect(verdictsOf(again)).toEqual([
      `v1 → ${EAST}: moved`,
      `v2 → ${EAST}: unchanged`,
      `v3 → ${EAST}: moved`,
      `v4 → ${EAST}: unchanged`,
      `v1 → ${SOUTH}: moved`,
      `v2 → ${SOUTH}: unchanged`,
      `v3 → ${SOUTH}: unchanged`,
      `v4 → ${SOUTH}: unchanged`,
    ]);
    expect(changesOf(cloud.emulator.requests())).toHaveLength(sent);
  });

  test.each<[string, object, readonly string[]]>([
    ['is moved', { [NORTH]: team(tagged('v2')), [EAST]: team({}) }, ['moved', 'copied']],
    [
      'is unchanged where the target shows the digest',
      { [NORTH]: team(tagged('v2')), [EAST]: team(tagged('v1')) },
      ['unchanged', 'copied'],
    ],
  ])('of a source tag that was deleted since %s', async (_, regions, verdicts) => {
    const step = syncStep('v1,v2', [EAST], { 'dry-run': 'true' });
    const seed = seedOf({ [NORTH]: team(tagged('v1', 'v2')), [EAST]: team({}) });
    const { plan } = (await runInVirtualTime({ seed, with: step })).run.outputs;
    const { run } = await runInVirtualTime({ seed: seedOf({ ...regions }), with: applyStep(plan, [EAST, SOUTH]) });
    expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(run.outputs['failure-kind']).toBe(verdicts.includes('moved') ? 'gate' : '');
  });

  test('of a retag whose source tag was deleted since is moved', async () => {
    const given = { operation: 'retag', 'target-regions': undefined, 'target-project-ids': undefined };
    const step = syncStep('v1 => stable', [], { ...given, 'dry-run': 'true' });
    const { plan } = (await runInVirtualTime({ seed: seedOf({ [NORTH]: team(tagged('v1')) }), with: step })).run
      .outputs;
    const seed = seedOf({ [NORTH]: team(tagged('v2')) });
    const { run } = await runInVirtualTime({
      seed,
      with: applyStep(plan, [EAST, SOUTH], { 'target-project-ids': undefined }),
    });
    expect(verdictsOf(run)).toEqual([`stable → ${NORTH}: moved`]);
    expect(rowsOf(run)[0]?.message).toContain(`has no tag v1`);
  });

  test('gives new names only where they are as planned in the source', async () => {
    const cloud = createVirtualCloud({
      seed: seedOf({ [NORTH]: team({ 'sha-1': digestOf('built') }), [EAST]: team({}) }),
    });
    const step = syncStep('sha-1 => v1, sha-1 => v2', [EAST], { 'dry-run': 'true', override: 'true' });
    const { plan = '', changes } = (await cloud.run({ with: step })).outputs;
    expect(JSON.parse(plan)).toMatchObject({
      names: [
        { tag: 'v1', present: 'none' },
        { tag: 'v2', present: 'none' },
      ],
    });
    // Two names in the source, and two copies.
    expect(changes).toBe('4');
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v2', digest: OTHER });
    const run = await cloud.run({ with: applyStep(plan, [EAST, SOUTH]) });
    expect(verdictsOf(run)).toEqual([
      `v1 → ${NORTH}: tagged`,
      `v2 → ${NORTH}: moved`,
      `v1 → ${EAST}: copied`,
      `v2 → ${EAST}: skipped`,
    ]);
    expect(tagsOf(cloud.emulator.state(), NORTH, 'team', 'app/api')).toMatchObject({ v2: OTHER });
  });

  test('of a retag gives the planned names, and is unchanged when applied again', async () => {
    const cloud = createVirtualCloud({ seed: seedOf({ [NORTH]: team({ ...tagged('v1', 'v2'), stable: OTHER }) }) });
    const step = syncStep('v1 => stable, v2 => next', [], {
      operation: 'retag',
      override: 'true',
      'dry-run': 'true',
      'target-regions': undefined,
      'target-project-ids': undefined,
    });
    const { plan, changes } = (await cloud.run({ with: step })).outputs;
    expect(changes).toBe('2');
    cloud.emulator.push({ ...API, region: NORTH, tag: 'next', digest: OTHER });
    const given = applyStep(plan, [EAST, SOUTH], { 'target-project-ids': undefined });
    const run = await cloud.run({ with: given });
    expect(verdictsOf(run)).toEqual([`stable → ${NORTH}: overwritten`, `next → ${NORTH}: moved`]);
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1', digest: OTHER });
    expect(verdictsOf(await cloud.run({ with: given }))).toEqual([
      `stable → ${NORTH}: unchanged`,
      `next → ${NORTH}: moved`,
    ]);
  });

  test('in a dry run says what has moved, changes nothing and makes no plan', async () => {
    const cloud = createVirtualCloud({ seed: SEED });
    const { plan } = (await cloud.run({ with: DRY_RUN })).outputs;
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1', digest: OTHER });
    const run = await cloud.run({ with: applyStep(plan, [EAST, SOUTH], { 'dry-run': 'true' }) });
    expect(verdictsOf(run).slice(0, 4)).toEqual([
      `v1 → ${EAST}: moved`,
      `v2 → ${EAST}: planned`,
      `v3 → ${EAST}: planned`,
      `v4 → ${EAST}: unchanged`,
    ]);
    expect(run.summary).toContain(`- v1 moved, not to be done: ${EAST}, ${SOUTH}`);
    expect(changesOf(cloud.emulator.requests())).toEqual([]);
    expect(run.outputs).toMatchObject({ plan: '', 'plan-file': '' });
  });
});

const makePlan = async (): Promise<string> => {
  const { run } = await runInVirtualTime({ seed: SEED, with: DRY_RUN });
  return run.outputs['plan'] ?? '';
};

/** The variables of a run of GitHub. */
const github = (run: string, repository = 'acme/app') => ({
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: run,
  GITHUB_SERVER_URL: 'https://github.example',
});

describe('a plan that cannot be applied', () => {
  test.each<[string, (plan: string) => Readonly<Record<string, string | undefined>>, string]>([
    ['empty', () => ({ plan: '' }), '`plan` is required and must not be empty'],
    ['cut', (plan) => ({ plan: plan.slice(0, -1) }), 'be the whole JSON text of a plan'],
    ['cut at its start', (plan) => ({ plan: plan.slice(1) }), 'the path of its file'],
    ['of another version', (plan) => ({ plan: plan.replace('"version":1', '"version":2') }), 'version 1, not 2'],
    [
      'of another GitHub repository',
      (plan) => ({ plan: plan.replace('"repository":""', '"repository":"acme/other"') }),
      'must be a plan of this repository (no GitHub repository); it is one of acme/other',
    ],
    ['from another region', () => ({ region: SOUTH }), '`region` must agree with the plan (cn-north-4)'],
    ['from another organization', () => ({ namespace: 'other' }), '`namespace` must agree with the plan (team)'],
    ['from another repository', () => ({ repository: 'app/web' }), '`repository` must agree with the plan (app/api)'],
    ['to other regions', () => ({ 'target-regions': EAST }), '`target-regions` must agree with the plan'],
    ['to another organization', () => ({ 'target-namespace': 'x' }), '`target-namespace` must agree with the plan'],
    ['without waiting', () => ({ wait: 'false' }), '`wait` must be true with apply'],
    [
      'in a file that does not exist',
      () => ({ plan: 'no/such.json' }),
      "the file does not exist, but is 'no/such.json'",
    ],
    ['in a folder', () => ({ plan: '/' }), 'is not a regular file'],
    ['in a file that is none', () => ({ plan: '/dev/zero' }), 'is not a regular file'],
    ['in a file that is no plan', () => ({ plan: 'package.json' }), '`plan` must be a plan as docs/plan.schema.json'],
  ])('%s', async (_, change, message) => {
    const plan = await makePlan();
    const { run, requests } = await runInVirtualTime({
      seed: SEED,
      with: applyStep(plan, [EAST, SOUTH], change(plan)),
    });
    expect([run.exitCode, run.outputs['failure-kind'], requests]).toEqual([1, 'input', []]);
    expect(run.stdout).toContain(message);
    // Not a word of what the input or its file holds.
    expect(run.stdout).not.toContain(digestOf('v3'));
    expect(run.stdout).not.toContain('devDependencies');
  });

  test('agrees with what is given in any form', async () => {
    const plan = await makePlan();
    const { run } = await runInVirtualTime({
      seed: SEED,
      with: applyStep(plan, [EAST, SOUTH], {
        repository: `swr.${NORTH}.myhuaweicloud.com/team/app/api`,
        'target-regions': `${SOUTH},${EAST}`,
        'target-namespace': 'team',
      }),
    });
    expect(run.outputs['status']).toBe('succeeded');
  });
});

test('apply warns of a GitHub token that its plan does not need', async () => {
  const plan = await makePlan();
  const { run } = await runInVirtualTime({
    seed: SEED,
    with: applyStep(plan, [EAST, SOUTH], { 'github-token': 'ghs-of-the-job' }),
  });
  expect(run.exitCode).toBe(0);
  expect(run.warnings).toEqual([
    expect.stringContaining('`github-token` is not used, because the plan has no GitHub deployments.'),
  ]);
  expect(run.masks).toContain('ghs-of-the-job');
});

describe('the plan of a dry run', () => {
  test('holds what would be done or is done, and the run with a red item is red', async () => {
    const { run } = await runInVirtualTime({
      seed: SEED,
      with: syncStep('v1,v3,v9', [EAST], { 'dry-run': 'true' }),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: planned`, `v3 → ${EAST}: conflict`, `v9 → ${EAST}: missing`]);
    expect(run.exitCode).toBe(1);
    const { copies } = JSON.parse(run.outputs['plan'] ?? '');
    expect(copies).toEqual([
      expect.objectContaining({ target: expect.objectContaining({ tag: 'v1', present: 'none' }) }),
    ]);
  });

  test('is empty where nothing is left, and in every other run', async () => {
    const none = { changes: '0', plan: '', 'plan-file': '' };
    const missing = await runInVirtualTime({ seed: SEED, with: syncStep('v9', [EAST], { 'dry-run': 'true' }) });
    expect(missing.run.outputs).toMatchObject(none);
    const copied = await runInVirtualTime({ seed: SEED, with: syncStep('v4', [EAST]) });
    expect(copied.run.outputs).toMatchObject(none);
  });

  test('is shown with what is replaced, and has neither credentials nor endpoints', async () => {
    const { run } = await runInVirtualTime({
      seed: SEED,
      with: syncStep('v1,v3,v4,v9', [EAST, SOUTH], { override: 'true', 'dry-run': 'true' }),
    });
    expect(run.summary.match(/```diff\n(.*?)```/s)?.[1]?.split('\n')).toEqual([
      `+ v1 to copy: ${EAST}, ${SOUTH}`,
      `+     ${digestOf('v1')}`,
      `! v3 to replace: ${EAST}, ${SOUTH}`,
      `-     ${OTHER}`,
      `+     ${digestOf('v3')}`,
      `  v4 unchanged: ${EAST}, ${SOUTH}`,
      `      ${digestOf('v4')}`,
      `- v9 missing, not in the plan: ${EAST}, ${SOUTH}`,
      '',
    ]);
    expect(run.outputs['plan']).not.toMatch(/SCENARIO-ACCESS-KEY|127\.0\.0\.1|p-east|timeout/);
  });

  test('names what is pinned and what the source shows instead', async () => {
    const { run } = await runInVirtualTime({
      seed: SEED,
      with: syncStep(`v1@${OTHER},v2`, [EAST], { 'dry-run': 'true' }),
    });
    expect(rowsOf(run)[0]).toMatchObject({ verdict: 'moved', digest: OTHER, sourceDigest: digestOf('v1') });
    expect(rowsOf(run)[0]).not.toHaveProperty('previousDigest');
    expect(
      run.summary
        .match(/```diff\n(.*?)```/s)?.[1]
        ?.split('\n')
        .slice(0, 3),
    ).toEqual([
      `- v1 moved, not in the plan: ${EAST}`,
      `      ${OTHER} wanted`,
      `      ${digestOf('v1')} in the source`,
    ]);
  });

  test('over 100,000 bytes is in the file alone, with a warning, and is applied from there', async () => {
    const tags = Object.keys(tagged(...Array.from({ length: 320 }, (_, index) => `build-${index}`)));
    await inCloud({ seed: seedOf({ [NORTH]: team(tagged(...tags)), [EAST]: team({}) }) }, async ({ run }) => {
      const folder = await mkdtemp(join(tmpdir(), 'plan-'));
      try {
        const dryRun = await run({ with: syncStep(tags.join(), [EAST], { 'dry-run': 'true' }), folder });
        expect(dryRun.outputs).toMatchObject({ plan: '', changes: '320' });
        const path = dryRun.outputs['plan-file'] ?? '';
        expect(dryRun.warnings.join()).toContain('Hand the file over as an artifact');
        const text = await readFile(path, 'utf8');
        const hash = createHash('sha256').update(text).digest('hex');
        expect(dryRun.summary).toContain(hash);
        const applied = await run({
          with: applyStep(path, [EAST, SOUTH], { 'target-project-ids': `${EAST}=${PROJECTS[EAST]}` }),
        });
        expect(applied.outputs).toMatchObject({ status: 'succeeded', changes: '320' });
        expect(applied.summary).toContain(hash);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });

  test('is one of a run of a GitHub repository: another run is a warning, another repository an error', async () => {
    await inCloud({ seed: SEED }, async ({ run }) => {
      const dryRun = await run({ with: DRY_RUN, env: { ...github('1'), GITHUB_RUN_ATTEMPT: '1' } });
      const { plan = '' } = dryRun.outputs;
      expect(JSON.parse(plan).github).toEqual({
        repository: 'acme/app',
        run: 'https://github.example/acme/app/actions/runs/1',
      });
      const again = await run({
        with: applyStep(plan, [EAST, SOUTH]),
        env: { ...github('1'), GITHUB_RUN_ATTEMPT: '2' },
      });
      expect([again.exitCode, again.warnings]).toEqual([0, []]);
      const other = await run({ with: applyStep(plan, [EAST, SOUTH]), env: github('2') });
      expect([other.exitCode, other.warnings.join()]).toEqual([0, expect.stringContaining('actions/runs/1')]);
      const stranger = await run({ with: applyStep(plan, [EAST, SOUTH]), env: github('1', 'acme/web') });
      expect([stranger.exitCode, stranger.outputs['failure-kind']]).toEqual([1, 'input']);
    });
  });
});
