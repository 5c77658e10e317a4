/** `doctor` where something does not work that the inputs do not need: the check says so, and the step succeeds. */
import { describe, expect, test } from '@jest/globals';
import { EAST, NORTH, runInCloud, runInVirtualTime, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { doctorStep, healthySeed, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import {
  always,
  checkCase,
  countFailed,
  type DoctorCase,
  expectFindings,
  NO_ROUTE,
  swr,
  without,
} from '../support/scenario-doctor-case.ts';
import { tagged, team } from '../support/scenario-sync.ts';

const ORGANIZATION = { service: 'swr-api', region: EAST, path: '/v2/manage/namespaces/team' } as const;

describe('what the inputs do not need does not fail the step', () => {
  test.concurrent.each<DoctorCase>([
    {
      what: 'a clock that is wrong',
      seed: healthySeed({}, { clockSkewSeconds: 1230 }),
      marks: ['✗ runner clock'],
      says: /^It is 20m \d\ds behind that of 127\.0\.0\.1:1\. Signatures are made with the time of the cloud/,
      kind: '',
    },
    {
      what: 'ModelArts cannot be reached',
      script: always({ service: 'modelarts' }, { kind: 'reset' }),
      marks: [`✗ ${EAST} network`, `? ${EAST} ModelArts`],
      says: /^Could not reach 127\.0\.0\.1:1: the connection broke \(after 2 tries\)\.$/,
      kind: '',
    },
    {
      what: 'the region has no ModelArts',
      seed: healthySeed({ east: { absentServices: ['modelarts'] } }),
      marks: [`✗ ${EAST} ModelArts`],
      says: /HTTP 404 APIGW\.0101 .* whether the region offers the service\.$/,
      kind: '',
    },
    {
      what: 'images may not be listed',
      ...without('modelarts:image:list'),
      marks: [`✗ ${EAST} ModelArts`],
      says: /Listing images needs modelarts:image:list\.$/,
      kind: '',
    },
    {
      what: 'HSS may not be read',
      ...without('hss:images:list'),
      marks: [`✗ ${EAST} HSS images`, `✗ ${EAST} HSS tasks`],
      says: /HTTP 400 HSS\.0013/,
      kind: '',
    },
    {
      what: 'HSS has no list of images and no tasks',
      seed: healthySeed({ east: { hss: { imageLists: 'none', tasks: false } } }),
      marks: [`? ${EAST} HSS images`, `? ${EAST} HSS tasks`],
      says: /^HSS has neither list of images here/,
      kind: '',
    },
    {
      what: 'the details of organizations may not be read',
      ...without('swr:namespace:getNamespace'),
      marks: [`✗ ${NORTH} organization`, `✗ ${EAST} organization`],
      says: /HTTP 403 SVCSTG\.SWR\.4037020 .*Reading organizations needs swr:namespace:getNamespace\.$/,
      kind: '',
    },
    {
      what: 'the organization may only be read',
      script: always(ORGANIZATION, { kind: 'edit', set: { auth: 1 } }),
      marks: [`? ${EAST} organization`],
      says: /^team is there, with the permission to read its images\. A copy needs the permission to edit them/,
      kind: '',
    },
    {
      what: 'jobs may not be listed',
      ...without('swr:repo:getSyncRepoJobInfo'),
      marks: [`✗ ${NORTH} jobs`],
      says: /Listing jobs needs swr:repo:getSyncRepoJobInfo\.$/,
      kind: '',
    },
    {
      what: 'the region has no list of jobs',
      script: always({ path: '/sync_job' }, NO_ROUTE),
      marks: [`? ${NORTH} jobs`],
      says: /^The region does not list its synchronization jobs/,
      kind: '',
    },
    {
      what: 'the source does not synchronize to the target',
      seed: healthySeed({ north: { syncRegions: [SOUTH] } }),
      marks: [`✗ ${EAST} synchronization`],
      says: /^SWR in cn-north-4 does not synchronize to it\. It synchronizes to cn-south-1\.$/,
      kind: '',
    },
    {
      what: 'the source does not say where it synchronizes to',
      script: always({ path: '/v2/manage/regions' }, NO_ROUTE),
      marks: [`? ${EAST} synchronization`],
      says: /^SWR in cn-north-4 does not say where it synchronizes to; cn-east-3 is one of the documented targets\.$/,
      kind: '',
    },
    {
      what: 'the list of regions may not be read',
      script: always({ path: '/v2/manage/regions' }, swr(403, '4037020')),
      marks: [`✗ ${EAST} synchronization`],
      says: /HTTP 403 SVCSTG\.SWR\.4037020/,
      kind: '',
    },
    {
      what: 'a quota is nearly used',
      seed: healthySeed({ north: { featureGates: { enable_image_quota: true }, tagQuota: 2, repositoryQuota: 1 } }),
      marks: [`✗ ${NORTH} quotas`],
      says: /^1 of 5 organizations, 1 of 1 repositories, 2 of 2 tags of app\/api\. Nearly used: 1 of 1 repositories, 2 of 2 tags/,
      kind: '',
    },
    {
      what: 'the list of tags is nearly full, and SWR tells no quota of tags',
      seed: healthySeed({ east: team(tagged(...Array.from({ length: 280 }, (_, index) => `build-${index}`))) }),
      marks: [`? ${EAST} quotas`],
      says: /^1 of 5 organizations, 280 tags of app\/api, which may have 300 .* Delete some, or ask for a larger quota\.$/,
      kind: '',
    },
    {
      what: 'quotas are not told',
      script: always({ region: NORTH, path: '/quotas' }, swr(403, '4037020')),
      marks: [`✗ ${NORTH} quotas`],
      says: /Reading quotas needs swr::listQuotas\.$/,
      kind: '',
    },
    {
      what: 'a tag of the target has no readable digest',
      seed: healthySeed({ east: team(tagged('v1')) }),
      script: always({ region: EAST, path: '/tags' }, { kind: 'status', status: 200, body: [{ Tag: 'v1' }] }),
      marks: [`? ${EAST} tags`],
      says: /^v1 without a readable digest\./,
      kind: '',
    },
    {
      what: 'something that is not the gateway answers without credentials',
      script: always({ service: 'hss', path: '/' }, { kind: 'html', status: 403 }),
      marks: [`? ${EAST} network`, `✗ ${EAST} HSS images`, `✗ ${EAST} HSS tasks`],
      says: /answers.*, and not like the cloud: HTTP 403 .*\. Does a proxy, or another server, answer in its place\?$/,
      kind: '',
    },
  ])('$what', async (given) => {
    const { run } = await checkCase(given);
    expectFindings(run, given);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', kind: '' });
    expect(run.warnings).toHaveLength(countFailed(given));
    expect(run.summary).toMatch(countFailed(given) > 0 ? /^### ⚠️ / : /^### ✅ /);
  });
});

test.concurrent('the tag of the event that is not there yet does not fail the step', async () => {
  const { run } = await runInCloud({
    seed: healthySeed(),
    with: doctorStep(),
    event: { name: 'release', ref: 'refs/tags/v9', payload: { action: 'released', release: { tag_name: 'v9' } } },
  });
  expect(troublesOf(run)).toEqual([`✗ ${NORTH} tags`]);
  expect(run.stdout).toContain('The tag v9 comes from');
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', kind: '' });
});

test.concurrent.each([
  ['older', 'classic one (image/swr-repository)', ['image/swr-repository']],
  ['newer', 'that of the registries (image/registries/images)', ['image/swr-repository', 'image/registries/images']],
] as const)('HSS with the %s list of images is told apart: %s', async (imageLists, says, paths) => {
  const { run, requests } = await runInVirtualTime({
    seed: healthySeed({ east: { hss: { imageLists } } }),
    with: doctorStep(),
  });
  expect(marksOf(run)).toContain(`✓ ${EAST} HSS images`);
  expect(saidOf(run, EAST, 'HSS images')).toContain(says);
  const asked = callsOf(requests).flatMap((call) => /image\/(?:swr-repository|registries\/images)$/.exec(call) ?? []);
  expect([...new Set(asked)]).toEqual(paths);
});
