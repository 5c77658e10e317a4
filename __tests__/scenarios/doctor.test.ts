/** `doctor` where everything works: what it asks, writes and shows. */
import { expect, test } from '@jest/globals';
import { basename } from 'node:path';
import { doctorStep, GIVEN_PROJECTS, healthySeed, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import { EAST, NORTH, PROJECTS, runInCloud, runInVirtualTime, SOUTH, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, kindsOfCalls } from '../support/scenario-facts.ts';
import { JOBS, LIST, tagged, team } from '../support/scenario-sync.ts';

const SUCCEEDED = { exitCode: 0, status: 'succeeded', kind: '', succeeded: [], failed: [], ready: [] };

test.concurrent('doctor: a set-up that works is one ✓ a check, and nothing is changed', async () => {
  const { run, requests } = await runInCloud({ seed: healthySeed(), with: doctorStep({ tags: 'v1' }) });
  expect(conclusionOf(run)).toEqual(SUCCEEDED);
  expect(run.outputs['results']).toBe('[]');
  expect(marksOf(run)).toEqual([
    '✓ runner proxy',
    '✓ runner clock',
    '✓ runner sign-in',
    '✓ runner network',
    `✓ ${NORTH} network`,
    `✓ ${NORTH} project`,
    `✓ ${NORTH} organization`,
    `✓ ${NORTH} repository`,
    `✓ ${NORTH} tags`,
    `✓ ${NORTH} jobs`,
    `✓ ${NORTH} quotas`,
    `? ${NORTH} writes`,
    `✓ ${EAST} network`,
    `✓ ${EAST} network`,
    `✓ ${EAST} network`,
    `✓ ${EAST} project`,
    `✓ ${EAST} organization`,
    `✓ ${EAST} repository`,
    `✓ ${EAST} tags`,
    `✓ ${EAST} synchronization`,
    `✓ ${EAST} quotas`,
    `✓ ${EAST} ModelArts`,
    `✓ ${EAST} HSS images`,
    `✓ ${EAST} HSS tasks`,
    `? ${EAST} writes`,
    `? ${EAST} writes`,
    `? ${EAST} writes`,
    `? ${EAST} writes`,
  ]);
  expect(changesOf(requests)).toEqual([]);
  // Without credentials, each endpoint once; with them, each list once.
  const probes = ['swr-api', 'modelarts', 'hss'].map((service) => `GET ${service} ${EAST} /`);
  expect(callsOf(requests).toSorted()).toEqual(
    [
      ...probes,
      `GET swr-api ${NORTH} /`,
      `GET iam ${NORTH} /`,
      ...[NORTH, EAST].flatMap((region) => [
        `GET iam ${NORTH} /v3/projects`,
        `GET swr-api ${region} /v2/manage/namespaces/team`,
        LIST(region),
        `GET swr-api ${region} /v2/manage/projects/${PROJECTS[region === NORTH ? NORTH : EAST]}/quotas`,
      ]),
      LIST(NORTH),
      JOBS,
      `GET swr-api ${NORTH} /v2/manage/regions`,
      `GET modelarts ${EAST} /v1/${PROJECTS[EAST]}/images`,
      `GET hss ${EAST} /v5/${PROJECTS[EAST]}/image/swr-repository`,
      `GET hss ${EAST} /v5/${PROJECTS[EAST]}/image/tasks`,
    ].toSorted(),
  );
});

test.concurrent('doctor: log, summary and doctor.json have every check', async () => {
  const { run } = await runInCloud({ seed: healthySeed(), with: doctorStep({ tags: 'v1' }) });
  const checks = run.report.checks ?? [];
  const lines = checks.map(({ result, place, name, message, remedy }) =>
    [`${{ ok: '✓', failed: '✗', unknown: '?' }[result]} ${place} ${name}: ${message}`, remedy]
      .filter(Boolean)
      .join(' '),
  );
  expect(run.lines.filter((line) => /^[✓✗?] /.test(line))).toEqual(lines);
  expect(run.summary).toMatch(/^### ✅ doctor of team\/app\/api from cn-north-4 – succeeded: 23 ✓, 5 \?\n/);
  expect(run.summary.match(/^- (✅|❔) /gm)).toHaveLength(checks.length);
  expect(run.summary).toContain('\n**cn-east-3**\n');
  expect(basename(run.outputs['report-file'] ?? '')).toBe('doctor.json');
  expect([run.errors, run.warnings]).toEqual([[], []]);
});

test.concurrent('doctor: says what each line rests on', async () => {
  const { run } = await runInVirtualTime({ seed: healthySeed(), with: doctorStep({ tags: 'v1, v2' }) });
  const said = (place: string, name: string): string => saidOf(run, place, name);
  expect(said('runner', 'sign-in')).toBe(
    'Access key SCEN…-KEY (the inputs access-key and secret-key), accepted. It does not expire.',
  );
  expect(said(NORTH, 'project')).toBe('p-no…, looked up in IAM.');
  expect(said(NORTH, 'organization')).toBe('team is there, with the permission to manage its images.');
  expect(said(NORTH, 'repository')).toBe('The tags of team/app/api can be read: 2.');
  expect(said(NORTH, 'tags')).toMatch(/^v1 \(sha256:[0-9a-f]{12}\), v2 \(sha256:[0-9a-f]{12}\)\.$/);
  expect(said(NORTH, 'quotas')).toBe('1 of 5 organizations.');
  expect(said(NORTH, 'writes')).toBe(
    'Starting copies is a change, and was not tried. Grant swr:repo:createManualSyncRepoJob and swr:repo:download and swr:repo:upload and swr::createLoginSecret for it.',
  );
  expect(said(EAST, 'repository')).toMatch(/^team\/app\/api is not there \(HTTP 404 .*\)\. The first copy makes it\.$/);
  expect(said(EAST, 'tags')).toBe('v1, v2 not there yet.');
  expect(said(EAST, 'synchronization')).toBe('SWR in cn-north-4 synchronizes to it.');
  expect(said(EAST, 'HSS images')).toBe('Its list of images is the classic one (image/swr-repository).');
});

test.concurrent('doctor: with a region alone, it checks the services that other operations use there', async () => {
  const { run, requests } = await runInVirtualTime({
    seed: healthySeed(),
    with: doctorStep({
      namespace: undefined,
      repository: undefined,
      'target-regions': undefined,
      'project-id': PROJECTS[NORTH],
    }),
  });
  expect(conclusionOf(run)).toEqual(SUCCEEDED);
  expect(troublesOf(run)).toEqual([]);
  expect(marksOf(run)).toEqual([
    '✓ runner proxy',
    '✓ runner clock',
    '✓ runner sign-in',
    `✓ ${NORTH} network`,
    `✓ ${NORTH} network`,
    `✓ ${NORTH} network`,
    `✓ ${NORTH} project`,
    `✓ ${NORTH} quotas`,
    `✓ ${NORTH} ModelArts`,
    `✓ ${NORTH} HSS images`,
    `✓ ${NORTH} HSS tasks`,
    `? ${NORTH} writes`,
    `? ${NORTH} writes`,
    `? ${NORTH} writes`,
  ]);
  expect(saidOf(run, NORTH, 'project')).toBe('p-no…, given by an input.');
  expect(kindsOfCalls(requests).filter((call) => call.includes(' iam '))).toEqual([]);
});

test.concurrent(
  'doctor: every target has its own lines; a tag that is there already is ✓, another digest is ?',
  async () => {
    const seed = seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2')), syncRegions: [EAST, SOUTH] },
      [EAST]: team(tagged('v1')),
      [SOUTH]: team({ v1: 'sha256:'.padEnd(71, 'a'), v2: '' }),
    });
    const { run } = await runInVirtualTime({
      seed,
      with: doctorStep({ tags: 'v1', 'target-regions': `${EAST}, ${SOUTH}` }),
    });
    expect(conclusionOf(run)).toEqual(SUCCEEDED);
    expect(troublesOf(run)).toEqual([`? ${SOUTH} tags`]);
    expect(saidOf(run, EAST, 'tags')).toBe('v1 there already.');
    expect(saidOf(run, SOUTH, 'tags')).toBe(
      'v1 with another digest. A copy replaces such a tag only with override, and one without a digest never.',
    );
  },
);

test.concurrent('doctor: doctor.json has no whole id, and names no run', async () => {
  const account = '0d0a1b2c3d4e5f60718293a4b5c6d7e8';
  const projects = { [NORTH]: '0123456789abcdef0123456789abcdef', [EAST]: 'a-project-of-one' };
  const seed = {
    ...healthySeed(),
    projects: Object.entries(projects).map(([name, id]) => ({ id, name })),
    agencies: [{ name: 'promoter', trust: [{ principals: ['*'] }] }],
  };
  const { run } = await runInCloud({
    seed,
    with: doctorStep({
      'project-id': projects[NORTH],
      'target-project-ids': `${EAST}=${projects[EAST]}`,
      'assume-agency-urn': `iam::${account}:agency:promoter`,
    }),
    env: { GITHUB_REPOSITORY: 'octo/shop', GITHUB_RUN_ID: '77', GITHUB_ACTOR: 'mona' },
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0 });
  for (const id of [account, ...Object.values(projects), 'SCENARIO-ACCESS-KEY', 'octo/shop', 'mona'])
    expect(run.reportText).not.toContain(id);
  expect(run.report).toMatchObject({
    github: null,
    inputs: {
      'project-id': '0123…cdef',
      'target-project-ids': 'cn-east-3=a-pr…-one',
      'assume-agency-urn': 'iam::0d0a…d7e8:agency:promoter',
    },
  });
});

test.concurrent('doctor: with given projects IAM is neither asked nor reached for', async () => {
  const { run, requests } = await runInVirtualTime({ seed: healthySeed(), with: doctorStep(GIVEN_PROJECTS) });
  expect(conclusionOf(run)).toEqual(SUCCEEDED);
  expect(kindsOfCalls(requests).filter((call) => call.includes(' iam '))).toEqual([]);
});
