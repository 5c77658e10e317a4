import { describe, expect, test } from '@jest/globals';
import { coverCalls, coverFields } from '../../../tools/conformance/coverage.ts';
import type { LoggedRequest } from '../../../tools/conformance/logged-requests.ts';
import { recordReads } from '../../../tools/conformance/record-reads.ts';
import { findUsedCalls, type UsedCall } from '../../../tools/conformance/used-calls.ts';

test('these are all calls of src/cloud: a new one needs checks in tools/conformance/suite', async () => {
  const calls = await findUsedCalls();
  expect(new Set(calls.map(({ service, route }) => `${service} ${route}`))).toEqual(
    new Set([
      'swr-api GET /v2/manage/regions',
      'swr-api GET /v2/manage/namespaces/{}',
      'swr-api GET /v2/manage/projects/{}/quotas',
      'swr-api GET /v2/manage/namespaces/{}/repos/{}/tags',
      'swr-api POST /v2/manage/namespaces/{}/repos/{}/tags',
      'swr-api GET /v2/manage/namespaces/{}/repos/{}/tags/{}',
      'swr-api GET /v2/manage/namespaces/{}/repos/{}/sync_job',
      'swr-api POST /v2/manage/namespaces/{}/repos/{}/sync_images',
      'modelarts GET /v1/{}/images',
      'modelarts POST /v1/{}/images',
      'modelarts GET /v1/{}/images/{}',
      'modelarts POST /v1/{}/images/{}/sync',
      'modelarts DELETE /v1/{}/images/{}',
      'hss POST /v5/{}/image/synchronize',
      'hss POST /v5/{}/image/image-sync/tasks',
      'hss GET /v5/{}/image/tasks',
      'hss GET /v5/{}/image/swr-repository',
      'hss GET /v5/{}/image/registries/images',
      'iam GET /v3/projects',
      'iam GET /v3/auth/projects',
      'iam POST /v3/auth/tokens',
      'iam POST /v3.0/OS-CREDENTIAL/securitytokens',
      'sts POST /v5/agencies/assume-with-oidc',
      'sts POST /v5/agencies/assume',
    ]),
  );
  expect(calls.find(({ route }) => route.endsWith('/tags'))).toEqual({
    service: 'swr-api',
    route: 'GET /v2/manage/namespaces/{}/repos/{}/tags',
    query: ['filter', 'limit', 'offset'],
    body: [],
    reads: ['Tag', 'content-range', 'deleted', 'digest', 'internal_path', 'path', 'tag'],
  });
  expect(calls.find(({ route }) => route.endsWith('/v3/auth/tokens'))).toEqual({
    service: 'iam',
    route: 'POST /v3/auth/tokens',
    query: ['nocatalog'],
    body: [
      'auth.identity.methods',
      'auth.identity.password.user.name',
      'auth.identity.password.user.password',
      'auth.identity.password.user.domain.name',
      'auth.scope.project.name',
    ],
    reads: ['expires_at', 'id', 'issued_at', 'x-subject-token'],
  });
  const asked = ['agency_urn', 'agency_session_name', 'duration_seconds', 'policy'];
  const reads = ['access_key_id', 'date', 'expiration', 'secret_access_key', 'security_token'];
  expect(calls.filter(({ service }) => service === 'sts')).toMatchObject([
    { body: ['provider_urn', 'id_token', ...asked], reads },
    { body: [...asked, 'external_id'], reads },
  ]);
});

describe('a call is covered', () => {
  const call: UsedCall = {
    service: 'hss',
    route: 'POST /v5/{}/image',
    query: ['q'],
    body: ['b', 'd.e'],
    reads: [],
  };
  const request: LoggedRequest = {
    service: 'hss',
    method: 'POST',
    path: '/v5/p/image',
    query: { q: '', other: '' },
    body: { b: 1, c: 2, d: { e: 3 } },
    status: 200,
    fault: null,
  };
  const covered = (change: Partial<LoggedRequest>) => coverCalls([call], [{ ...request, ...change }]);

  test('by an accepted request with every parameter and field', () => {
    expect(covered({})).toEqual([{ what: 'hss POST /v5/{}/image ?q .b .d.e', covered: true }]);
  });

  test.each<[Partial<LoggedRequest>]>([
    [{ service: 'iam' }],
    [{ method: 'GET' }],
    [{ path: '/v5/p/images' }],
    [{ path: '/v5/p/image/' }],
    [{ query: {} }],
    [{ body: null }],
    [{ body: { c: 2, d: { e: 3 } } }],
    [{ body: { b: 1, d: 3 } }],
    [{ body: { b: 1, d: { f: 3 } } }],
    [{ status: 400 }],
    [{ fault: 'status' }],
  ])('and not by %j', (change) => {
    expect(covered(change)).toMatchObject([{ covered: false }]);
  });
});

describe('a field is covered', () => {
  test('when it was compared; each field has one line', () => {
    const call: UsedCall = {
      service: 'iam',
      route: 'GET /v3/projects',
      query: [],
      body: [],
      reads: ['id', 'name'],
    };
    expect(coverFields([call, call], new Set(['GET /v3/projects id', 'GET /v3 name']))).toEqual([
      { what: 'GET /v3/projects id', covered: true },
      { what: 'GET /v3/projects name', covered: false },
    ]);
  });

  test('or when no model has it; every such field is one that src/cloud reads', async () => {
    const lines = coverFields(await findUsedCalls(), new Set());
    expect(lines.filter(({ covered }) => covered).map(({ what }) => what.split(' (')[0])).toEqual([
      'GET /v2/manage/namespaces/{}/repos/{}/tags tag',
      'GET /v2/manage/namespaces/{}/repos/{}/tags/{} Tag',
      'GET /v2/manage/namespaces/{}/repos/{}/tags/{} deleted',
      'GET /v5/{}/image/swr-repository is_multiple_arch',
      'GET /v5/{}/image/swr-repository registry_type',
    ]);
  });
});

test('fields that are read are recorded, present or not; fields that are only copied are not', () => {
  const read = new Set<string>();
  const entry: { id: number; other: number; missing?: string } = { id: 1, other: 2 };
  const { list, words, deep } = recordReads({ list: [entry], words: ['a'], deep: { name: 'n' }, gone: 1 }, read);
  expect([list.map(({ id, missing }) => [id, missing]), words, 'name' in deep, { ...deep }]).toEqual([
    [[1, undefined]],
    ['a'],
    true,
    {},
  ]);
  expect([...read].toSorted()).toEqual(['id', 'missing', 'name', 'words']);
});
