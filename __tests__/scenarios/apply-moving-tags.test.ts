/** Plans with `moving-tags` and `backup`: what `apply` decides anew, and what it keeps first. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { backupName } from '../../src/copy/backup.ts';
import { createVirtualCloud, EAST, NORTH, PROJECTS, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { applyStep, syncStep, team } from '../support/scenario-sync.ts';

const [V3, V4, V5] = [digestOf('v1.3.0'), digestOf('v1.4.0'), digestOf('v1.5.0')];
const API = { organization: 'team', repository: 'app/api' } as const;
const BACKUP = backupName('latest', V3);

/** `latest` is v1.3.0 in the source and in cn-east-3, and v1.5.0 in cn-south-1. */
const SEED = seedOf({
  [NORTH]: team({ 'v1.3.0': V3, 'v1.4.0': V4, latest: V3 }),
  [EAST]: team({ 'v1.3.0': V3, latest: V3 }),
  [SOUTH]: team({ 'v1.5.0': V5, latest: V5 }),
});

const DRY_RUN = syncStep('v1.4.0, v1.4.0 => latest', [EAST, SOUTH], {
  'moving-tags': 'latest',
  backup: 'true',
  'dry-run': 'true',
});

const APPLIED = [
  `latest → ${NORTH}: overwritten`,
  `v1.4.0 → ${EAST}: copied`,
  `latest → ${EAST}: overwritten`,
  `v1.4.0 → ${SOUTH}: copied`,
  `latest → ${SOUTH}: kept`,
];

/** A cloud and the `with:` of a step that applies a plan that was made in it. */
async function planned() {
  const cloud = createVirtualCloud({ seed: SEED });
  const dryRun = await cloud.run({ with: DRY_RUN });
  const plan = dryRun.outputs['plan'] ?? '';
  expect(changesOf(cloud.emulator.requests())).toEqual([]);
  const apply = applyStep(plan, [EAST, SOUTH]);
  return { cloud, dryRun, plan, apply };
}

test.concurrent('the plan says what moves, and is applied with backups; a second time nothing is sent', async () => {
  const { cloud, dryRun, plan, apply } = await planned();
  expect(dryRun.summary).toContain('latest kept');
  const { names, copies } = JSON.parse(plan);
  expect(names).toEqual([{ tag: 'latest', present: V3 }]);
  const moving = { policy: 'forward', backup: true };
  expect(copies).toMatchObject([
    { target: { region: EAST, tag: 'v1.4.0', present: 'none' }, policy: 'refuse', backup: true },
    { target: { region: EAST, tag: 'latest', present: V3 }, ...moving },
    { target: { region: SOUTH, tag: 'v1.4.0', present: 'none' }, policy: 'refuse', backup: true },
    { target: { region: SOUTH, tag: 'latest', present: V5 }, ...moving },
  ]);

  const first = await cloud.run({ with: apply });
  expect(verdictsOf(first)).toEqual(APPLIED);
  expect(first.outputs['changes']).toBe('4');
  expect(rowsOf(first).map(({ backup }) => backup)).toEqual([BACKUP, undefined, BACKUP, undefined, undefined]);
  const after = { 'v1.3.0': V3, 'v1.4.0': V4, latest: V4, [BACKUP]: V3 };
  expect(tagsOf(cloud.emulator.state(), NORTH, 'team', 'app/api')).toEqual(after);
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toEqual(after);
  expect(tagsOf(cloud.emulator.state(), SOUTH, 'team', 'app/api')).toEqual({
    'v1.4.0': V4,
    'v1.5.0': V5,
    latest: V5,
  });

  const sent = changesOf(cloud.emulator.requests()).length;
  const again = await cloud.run({ with: apply });
  expect(conclusionOf(again)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  expect(verdictsOf(again)).toEqual([
    `v1.4.0 → ${EAST}: unchanged`,
    `latest → ${EAST}: unchanged`,
    `v1.4.0 → ${SOUTH}: unchanged`,
    `latest → ${SOUTH}: kept`,
  ]);
  expect(changesOf(cloud.emulator.requests())).toHaveLength(sent);
});

test.concurrent('what was applied can be undone with the report of the run', async () => {
  const { cloud, apply } = await planned();
  const { reportText } = await cloud.run({ with: apply });
  const { 'target-regions': _, tags: __, ...place } = syncStep('', [EAST, SOUTH]);
  const run = await cloud.run({ with: { ...place, operation: 'rollback', report: reportText } });
  expect(verdictsOf(run)).toEqual([`latest → ${NORTH}: restored`, `latest → ${EAST}: restored`]);
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toMatchObject({ latest: V3 });
});

test.concurrent('a moving tag that is another one since is moved, also where it would still go forward', async () => {
  const { cloud, apply } = await planned();
  const older = digestOf('v1.2.0');
  for (const tag of ['v1.2.0', 'latest']) cloud.emulator.push({ ...API, region: EAST, tag, digest: older });
  const run = await cloud.run({ with: apply });
  expect(verdictsOf(run)).toEqual(APPLIED.with(0, `latest → ${NORTH}: skipped`).with(2, `latest → ${EAST}: moved`));
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toMatchObject({ latest: older });
});

test.concurrent('a moving tag whose digest is a newer version since is kept', async () => {
  const { cloud, apply } = await planned();
  cloud.emulator.push({ ...API, region: EAST, tag: 'v2.0.0', digest: V3 });
  const run = await cloud.run({ with: apply });
  expect(verdictsOf(run)).toEqual(APPLIED.with(2, `latest → ${EAST}: kept`).slice(1));
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toMatchObject({ latest: V3 });
});

test.concurrent(
  'a moving tag is skipped where its version has moved in the source since, and nothing is sent',
  async () => {
    const { cloud, apply } = await planned();
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1.4.0', digest: digestOf('rebuilt') });
    const run = await cloud.run({ with: apply });
    expect(verdictsOf(run).slice(1)).toEqual(
      [EAST, SOUTH].flatMap((region) => [`v1.4.0 → ${region}: moved`, `latest → ${region}: skipped`]),
    );
    expect(changesOf(cloud.emulator.requests())).toEqual([]);
  },
);

test.concurrent(
  'a moving tag that shows its planned digest is unchanged, whatever its version and the source have',
  async () => {
    const { cloud, apply } = await planned();
    await cloud.run({ with: apply });
    const sent = changesOf(cloud.emulator.requests()).length;
    cloud.emulator.push({ ...API, region: EAST, tag: 'v1.4.0', digest: digestOf('foreign') });
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1.4.0', digest: digestOf('rebuilt') });
    const run = await cloud.run({ with: apply });
    expect(verdictsOf(run).slice(1)).toEqual([
      `v1.4.0 → ${EAST}: moved`,
      `latest → ${EAST}: unchanged`,
      `v1.4.0 → ${SOUTH}: unchanged`,
      `latest → ${SOUTH}: moved`,
    ]);
    expect(changesOf(cloud.emulator.requests())).toHaveLength(sent);
  },
);

test.concurrent('what is reached needs no source', async () => {
  const cloud = createVirtualCloud({
    seed: seedOf({ [NORTH]: team({ 'v1.4.0': V4, latest: V4 }), [EAST]: team({ 'v1.4.0': V4, latest: V4 }) }),
  });
  const step = syncStep('v1.4.0, latest', [EAST], { 'moving-tags': 'latest', 'dry-run': 'true' });
  const { plan } = (await cloud.run({ with: step })).outputs;
  cloud.emulator.setScript({
    rules: [
      {
        match: { service: 'swr-api', region: NORTH },
        times: 'always',
        fault: { kind: 'status', status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4030000' }] } },
      },
    ],
  });
  const run = await cloud.run({ with: { operation: 'apply', plan, region: undefined, 'project-id': PROJECTS[NORTH] } });
  expect(verdictsOf(run)).toEqual([`v1.4.0 → ${EAST}: unchanged`, `latest → ${EAST}: unchanged`]);
});

test.concurrent('what cannot be kept any more is not replaced', async () => {
  const { cloud, apply } = await planned();
  cloud.emulator.push({ ...API, region: EAST, tag: BACKUP, digest: V5 });
  const run = await cloud.run({ with: apply });
  expect(verdictsOf(run)).toEqual(APPLIED.with(2, `latest → ${EAST}: refused`));
  expect(rowsOf(run)[2]).toMatchObject({ code: 'backup-failed' });
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toMatchObject({ latest: V3 });
});
