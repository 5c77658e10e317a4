/** `doctor` where something does not work: the check that says so, what the others say, and the exit code. */
import { describe, expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { doctorStep, GIVEN_PROJECTS, healthySeed, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];

/** Answers every request that matches with a fault. */
const always = (match: Rule['match'], fault: Rule['fault']): Script => ({ rules: [{ match, fault, times: 'always' }] });

/** Answers with a status and an error of SWR. */
const swr = (status: number, number: string): Rule['fault'] => ({
  kind: 'status',
  status,
  body: { errors: [{ errorCode: `SVCSTG.SWR.${number}`, errorMessage: 'as scripted' }] },
});

const NO_ROUTE = { kind: 'status', status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no such API' } } as const;

interface Case {
  readonly what: string;
  readonly seed?: Seed;
  readonly script?: Script;
  readonly with?: Readonly<Record<string, string | undefined>>;
  /** The checks that are not ✓, in their order. */
  readonly marks: readonly string[];
  /** What the first of them says. */
  readonly says: RegExp;
  /** The failure kind; empty for a step that succeeds. */
  readonly kind: string;
}

function check({ seed = healthySeed(), script, with: given = {} }: Case) {
  return runInVirtualTime({
    seed,
    ...(script === undefined ? {} : { script }),
    with: doctorStep({ tags: 'v1', ...given }),
  });
}

const ORGANIZATION = { service: 'swr-api', region: EAST, path: '/v2/manage/namespaces/team' } as const;
const AGENCY = 'iam::0d0a1b2c3d4e5f60718293a4b5c6d7e8:agency:promoter';

/** An agency whose policy allows everything but these actions. */
function without(...actions: readonly string[]): Pick<Case, 'seed' | 'with'> {
  const policy = {
    Version: '5.0' as const,
    Statement: [
      { Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] },
      { Effect: 'Deny' as const, Action: [...actions], Resource: ['*'] },
    ],
  };
  const agencies = [{ name: 'promoter', trust: [{ principals: ['*'] }], policy }];
  return { seed: healthySeed({}, { agencies }), with: { 'assume-agency-urn': AGENCY } };
}

describe('what the inputs do not need does not fail the step', () => {
  test.concurrent.each<Case>([
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
      what: 'the source does not tell where it synchronizes to',
      script: always({ path: '/v2/manage/regions' }, NO_ROUTE),
      marks: [`? ${EAST} synchronization`],
      says: /^SWR in cn-north-4 does not tell where it synchronizes to; cn-east-3 is one of the documented targets\.$/,
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
    const { run } = await check(given);
    const [first = ''] = given.marks;
    const [, place = '', ...name] = first.split(' ');
    expect(troublesOf(run)).toEqual(given.marks);
    expect(saidOf(run, place, name.join(' '))).toMatch(given.says);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', kind: '' });
    expect(run.warnings).toHaveLength(given.marks.filter((mark) => mark.startsWith('✗')).length);
    expect(run.summary).toMatch(given.marks.some((mark) => mark.startsWith('✗')) ? /^### ⚠️ / : /^### ✅ /);
  });
});

describe('what the inputs need fails the step', () => {
  test.concurrent.each<Case>([
    {
      what: 'SWR of the target cannot be reached',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'reset' }),
      with: GIVEN_PROJECTS,
      marks: [
        `✗ ${EAST} network`,
        `? ${EAST} organization`,
        `? ${EAST} repository`,
        `? ${EAST} tags`,
        `? ${EAST} quotas`,
      ],
      says: /^Could not reach/,
      kind: 'unavailable',
    },
    {
      what: 'a page answers in the place of SWR',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'html' }),
      marks: [
        `✗ ${EAST} network`,
        `? ${EAST} organization`,
        `? ${EAST} repository`,
        `? ${EAST} tags`,
        `? ${EAST} quotas`,
      ],
      says: /HTTP 200 with a body that is not JSON/,
      kind: 'unavailable',
    },
    {
      what: 'the endpoint redirects',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'redirect', location: 'https://login.example' }),
      marks: [
        `✗ ${EAST} network`,
        `? ${EAST} organization`,
        `? ${EAST} repository`,
        `? ${EAST} tags`,
        `? ${EAST} quotas`,
      ],
      says: /redirects to 'login\.example' .* correct the input endpoint\.$/,
      kind: 'refused',
    },
    {
      what: 'IAM cannot be reached',
      script: always({ service: 'iam' }, { kind: 'reset' }),
      with: { 'target-project-ids': GIVEN_PROJECTS['target-project-ids'] },
      marks: [
        '✗ runner network',
        `? ${NORTH} project`,
        `? ${NORTH} organization`,
        `? ${NORTH} repository`,
        `? ${NORTH} tags`,
        `? ${NORTH} jobs`,
        `? ${NORTH} quotas`,
        `? ${EAST} synchronization`,
      ],
      says: /^Could not reach/,
      kind: 'unavailable',
    },
    {
      what: 'the account has no project in the target',
      seed: { ...healthySeed(), projects: [{ id: 'p-north', name: NORTH }] },
      marks: [
        `✗ ${EAST} project`,
        `? ${EAST} organization`,
        `? ${EAST} repository`,
        `? ${EAST} tags`,
        `? ${EAST} quotas`,
        `? ${EAST} ModelArts`,
        `? ${EAST} HSS images`,
        `? ${EAST} HSS tasks`,
      ],
      says: /^IAM knows no project named 'cn-east-3'.* The id can be given with target-project-ids\.$/,
      kind: 'refused',
    },
    {
      what: 'the organization is not there in the target',
      seed: healthySeed({ east: { organizations: {} } }),
      marks: [`✗ ${EAST} organization`, `? ${EAST} repository`, `? ${EAST} tags`],
      says: /^team does not exist\. Create it there: a copy does not, and SWR accepts it all the same\.$/,
      kind: 'refused',
    },
    {
      what: 'the organization is not there in the source',
      seed: healthySeed({ north: { organizations: {} } }),
      marks: [`✗ ${NORTH} organization`, `✗ ${NORTH} repository`, `? ${NORTH} tags`, `? ${NORTH} jobs`],
      says: /^team does not exist\. Correct region and namespace\.$/,
      kind: 'refused',
    },
    {
      what: 'the repository is not there in the source',
      seed: healthySeed({ north: EMPTY_TEAM }),
      marks: [`✗ ${NORTH} repository`, `? ${NORTH} tags`, `? ${NORTH} jobs`],
      says: /^team\/app\/api is not there \(HTTP 404 SVCSTG\.SWR\.4040010 .*\)\. Push the image first/,
      kind: 'gate',
    },
    {
      what: 'tags may not be listed',
      ...without('swr:repo:listRepoTags'),
      marks: [`✗ ${NORTH} repository`, `? ${NORTH} tags`, `✗ ${EAST} repository`, `? ${EAST} tags`],
      says: /HTTP 403 .*Reading tags needs swr:repo:listRepoTags/,
      kind: 'refused',
    },
    {
      what: 'a tag is not there in the source',
      with: { tags: 'v1, v9' },
      marks: [`✗ ${NORTH} tags`],
      says: /^team\/app\/api has no tag v9; it has v[12], v[12]\. Push it first, or correct tags\.$/,
      kind: 'gate',
    },
    {
      what: 'the list of tags is about another region',
      script: always(
        { region: EAST, path: '/tags' },
        {
          kind: 'status',
          status: 200,
          body: [{ Tag: 'v1', path: 'swr.cn-north-4.myhuaweicloud.com/team/app/api:v1' }],
        },
      ),
      marks: [`✗ ${EAST} repository`, `? ${EAST} tags`],
      says: /lists tag v1 at another place/,
      kind: 'unavailable',
    },
  ])('$what', async (given) => {
    const { run } = await check(given);
    const [first = ''] = given.marks;
    const [, place = '', ...name] = first.split(' ');
    expect(troublesOf(run)).toEqual(given.marks);
    expect(saidOf(run, place, name.join(' '))).toMatch(given.says);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: given.kind });
    expect(run.errors).toHaveLength(given.marks.filter((mark) => mark.startsWith('✗')).length);
    expect(run.summary).toMatch(/^### ❌ /);
  });

  test.concurrent('unless fail-on allows it', async () => {
    const { run } = await check({ what: '', with: { tags: 'v9', 'fail-on': 'never' }, marks: [], says: /./, kind: '' });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'partial', kind: 'gate' });
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
