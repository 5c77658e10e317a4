import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../emulator/account.ts';
import { uuidOf } from '../../emulator/digest.ts';
import { matchesPattern } from '../../emulator/policy/evaluate.ts';
import { allowing, AGENCY, ASSUME, TAGS, createTrustCloud, type TrustOptions } from './trust-cloud.ts';

const SWR = '/swr-api/cn-north-4/v2/manage';
const REPOSITORY = `${SWR}/namespaces/team/repos/app$api`;
const MODELARTS = '/modelarts/cn-east-3/v1/project-east/images';
const HSS = '/hss/cn-east-3/v5/project-east/image';
const ID = uuidOf('image');
const COPY = { imageTag: ['v1'], remoteNamespace: 'team', remoteRegionId: 'cn-east-3' };
const COPYING = ['swr:repo:createManualSyncRepoJob', 'swr:repo:download', 'swr:repo:upload'];

/** A client in a session with this policy. */
function limited(policy: string | undefined, options: TrustOptions = {}) {
  const subject = createTrustCloud(options);
  const { status, value } = subject.withOidc(policy === undefined ? {} : { policy });
  expect(status).toBe(200);
  return subject.as(value);
}

describe('a session may do what its policy allows', () => {
  test.each([
    ['list tags', 'GET', TAGS, undefined, ['swr:repo:listRepoTags']],
    ['show the repository', 'GET', REPOSITORY, undefined, ['swr:repo:getRepo']],
    ['list the jobs', 'GET', `${REPOSITORY}/sync_job`, undefined, ['swr:repo:getSyncRepoJobInfo']],
    ['copy', 'POST', `${REPOSITORY}/sync_images`, COPY, COPYING],
    ['delete a tag', 'DELETE', `${REPOSITORY}/tags/v1`, undefined, ['swr:repo:deleteRepoTag']],
    ['show the organization', 'GET', `${SWR}/namespaces/team`, undefined, ['swr:namespace:getNamespace']],
    ['create an organization', 'POST', `${SWR}/namespaces`, { namespace: 'new' }, ['swr:namespace:createNamespace']],
    ['list images', 'GET', MODELARTS, undefined, ['modelarts:image:list']],
    ['show an image', 'GET', `${MODELARTS}/${ID}`, undefined, ['modelarts:image:get']],
    ['synchronize an image', 'POST', `${MODELARTS}/${ID}/sync`, undefined, ['modelarts:image:sync']],
    ['delete an image', 'DELETE', `${MODELARTS}/${ID}`, undefined, ['modelarts:image:delete']],
    ['synchronize HSS', 'POST', `${HSS}/synchronize`, { image_type: 'private_image' }, ['hss:images:set']],
    ['list registries of HSS', 'GET', `${HSS}/registries`, undefined, ['hss:images:list']],
    ['list projects', 'GET', '/iam/cn-north-4/v3/projects', undefined, ['iam:projects:list']],
  ])('%s', (_, method, path, body, actions) => {
    const images = [{ id: ID, swr_path: 'swr.example.com/team/app/api:v1' }];
    const options = { regions: { 'cn-east-3': { organizations: { team: {} }, images } } };
    const query = path.endsWith('sync_job') ? { filter: 'limit::10|offset::0' } : {};
    const extras = { query, ...(body === undefined ? {} : { body }) };
    expect(limited(allowing(actions), options)(method, path, extras).status).toBeLessThan(300);
    for (const missing of actions) {
      const others = [...actions.filter((action) => action !== missing), 'swr:repo:createRepo'];
      const { status, reply } = limited(allowing(others), options)(method, path, extras);
      expect(status).toBe(path.startsWith('/hss') ? 400 : 403);
      expect(reply.body).toContain(missing);
    }
  });

  test.each([
    ['StringEquals', 'cn-north-4', 200],
    ['StringEquals', 'cn-north-*', 403],
    ['StringMatch', 'cn-north-*', 200],
    ['StringMatch', 'cn-east-3', 403],
  ])('the condition %s on the region %s: %s', (operator, region, status) => {
    const Condition = { [operator]: { 'g:RequestedRegion': ['af-south-1', region] } };
    const statement = { Effect: 'Allow', Action: ['swr:repo:listRepoTags', 'iam:projects:list'], Condition };
    const call = limited(JSON.stringify({ Version: '5.0', Statement: [statement] }));
    expect(call('GET', TAGS).status).toBe(status);
    // IAM is one for all regions, so that no condition on a region holds there.
    expect(call('GET', '/iam/cn-north-4/v3/projects').status).toBe(403);
  });

  test('each service refuses with its own error', () => {
    const call = limited(allowing(['obs:*:*']));
    expect(call('GET', TAGS).value).toMatchObject({ errors: [{ errorCode: 'SVCSTG.SWR.4037020' }] });
    expect(call('GET', MODELARTS).value).toMatchObject({ error_code: 'ModelArts.0108' });
    expect(call('GET', `${HSS}/registries`).value).toMatchObject({ error_code: 'HSS.0013' });
    expect(call('GET', '/iam/cn-north-4/v3/projects').value).toMatchObject({ error: { code: 403 } });
    expect(call('POST', ASSUME, { body: { agency_urn: AGENCY } }).value).toMatchObject({ error_code: 'STS5.1001' });
  });

  test('APIs without a permission are always allowed', () => {
    const call = limited(allowing(['obs:*:*']));
    expect(call('GET', '/iam/cn-north-4/v3/auth/projects').status).toBe(200);
    expect(call('GET', '/sts/cn-north-4/v5/caller-identity').status).toBe(200);
  });

  test('without any policy, everything is allowed', () => {
    expect(limited(undefined)('GET', TAGS).status).toBe(200);
  });

  test("the agency's own policy must also allow the action", () => {
    const agency = {
      policy: { Version: '5.0' as const, Statement: [{ Effect: 'Allow' as const, Action: ['swr:*:get*'] }] },
    };
    expect(limited(undefined, { agency })('GET', TAGS).status).toBe(403);
    const call = limited(allowing(['swr:repo:*']), { agency });
    expect(call('GET', REPOSITORY).status).toBe(200);
    expect(call('GET', `${SWR}/namespaces/team`).status).toBe(403);
  });
});

describe('resources', () => {
  const WEB = TAGS.replace('app$api', 'web');
  const EAST = TAGS.replace('cn-north-4', 'cn-east-3');

  test.each([
    ['*', [200, 200, 200]],
    ['swr:*:*:repo:team/app/api', [200, 403, 200]],
    ['swr:cn-north-4:*:repo:team/*', [200, 200, 403]],
    [`swr:cn-north-4:${ACCOUNT.id}:repo:team/app/api`, [200, 403, 403]],
    [`swr:cn-north-4:${'f'.repeat(32)}:repo:team/app/api`, [403, 403, 403]],
    ['swr:*:*:namespace:team', [403, 403, 403]],
    ['swr:*:*:repo:team/app', [403, 403, 403]],
  ])('%s', (resource, statuses) => {
    const call = limited(allowing(['swr:repo:listRepoTags'], [resource]));
    expect([TAGS, WEB, EAST].map((path) => call('GET', path).status)).toEqual(statuses);
  });

  test('Deny takes precedence over Allow', () => {
    const policy = JSON.stringify({
      Version: '5.0',
      Statement: [
        { Effect: 'Allow', Action: ['*'] },
        { Effect: 'Deny', Action: ['swr:repo:*'], Resource: ['swr:*:*:repo:team/web'] },
      ],
    });
    const call = limited(policy);
    expect([TAGS, WEB].map((path) => call('GET', path).status)).toEqual([200, 403]);
  });
});

test.each([
  ['swr:repo:list*', 'swr:repo:listRepoTags', true],
  ['swr:repo:list*', 'swr:repo:getRepo', false],
  ['*', '', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['repo:(x)', 'repo:(x)', true],
  ['ABC', 'abc', false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});
