/** `doctor` where something does not work that the inputs need: the check says so, what depends on it is `?`, and the step fails. */
import { describe, expect, test } from '@jest/globals';
import { EAST, NORTH } from '../support/scenario-cloud.ts';
import { conclusionOf } from '../support/scenario-facts.ts';
import { GIVEN_PROJECTS, healthySeed } from '../support/scenario-doctor.ts';
import {
  always,
  checkCase,
  countFailed,
  type DoctorCase,
  expectFindings,
  without,
} from '../support/scenario-doctor-case.ts';
import { EMPTY_TEAM } from '../support/scenario-sync.ts';

/** The checks where no endpoint of the target answers as SWR does. */
const EAST_NOT_REACHED = [
  `✗ ${EAST} network`,
  `? ${EAST} organization`,
  `? ${EAST} repository`,
  `? ${EAST} tags`,
  `? ${EAST} quotas`,
];

describe('what the inputs need fails the step', () => {
  test.concurrent.each<DoctorCase>([
    {
      what: 'SWR of the target cannot be reached',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'reset' }),
      with: GIVEN_PROJECTS,
      marks: EAST_NOT_REACHED,
      says: /^Could not reach/,
      kind: 'unavailable',
    },
    {
      what: 'a page answers in the place of SWR',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'html' }),
      marks: EAST_NOT_REACHED,
      says: /HTTP 200 with a body that is not JSON/,
      kind: 'unavailable',
    },
    {
      what: 'the endpoint redirects',
      script: always({ service: 'swr-api', region: EAST }, { kind: 'redirect', location: 'https://login.example' }),
      marks: EAST_NOT_REACHED,
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
    const { run } = await checkCase(given);
    expectFindings(run, given);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: given.kind });
    expect(run.errors).toHaveLength(countFailed(given));
    expect(run.summary).toMatch(/^### ❌ /);
  });

  test.concurrent('unless fail-on allows it', async () => {
    const { run } = await checkCase({
      what: '',
      with: { tags: 'v9', 'fail-on': 'never' },
      marks: [],
      says: /./,
      kind: '',
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'partial', kind: 'gate' });
  });
});
