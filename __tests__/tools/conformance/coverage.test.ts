import { describe, expect, test } from '@jest/globals';
import { fieldsCovered, routesCovered, type Visit } from '../../../tools/conformance/coverage.ts';
import { questionsOfTheProduct, type Question } from '../../../tools/conformance/product.ts';
import { watched } from '../../../tools/conformance/watched.ts';

test('these are all calls of src/cloud: one more needs its checks in tools/conformance/tour', async () => {
  const questions = await questionsOfTheProduct();
  expect(new Set(questions.map(({ service, route }) => `${service} ${route}`))).toEqual(
    new Set([
      'swr-api GET /v2/manage/namespaces/{}/repos/{}/tags',
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
      'iam GET /v3/projects',
      'iam GET /v3/auth/projects',
      'iam POST /v3/auth/tokens',
      'iam POST /v3.0/OS-CREDENTIAL/securitytokens',
      'sts POST /v5/agencies/assume-with-oidc',
      'sts POST /v5/agencies/assume',
    ]),
  );
  expect(questions.find(({ route }) => route.endsWith('/tags'))).toEqual({
    service: 'swr-api',
    route: 'GET /v2/manage/namespaces/{}/repos/{}/tags',
    query: ['filter', 'limit', 'offset'],
    body: [],
    reads: ['Tag', 'content-range', 'digest', 'internal_path', 'path', 'tag'],
  });
  expect(questions.find(({ route }) => route.endsWith('/v3/auth/tokens'))).toEqual({
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
  expect(questions.filter(({ service }) => service === 'sts')).toMatchObject([
    { body: ['provider_urn', 'id_token', ...asked], reads },
    { body: [...asked, 'external_id'], reads },
  ]);
});

describe('a call is covered', () => {
  const question: Question = {
    service: 'hss',
    route: 'POST /v5/{}/image',
    query: ['q'],
    body: ['b', 'd.e'],
    reads: [],
  };
  const visit: Visit = {
    service: 'hss',
    method: 'POST',
    path: '/v5/p/image',
    query: { q: '', other: '' },
    body: { b: 1, c: 2, d: { e: 3 } },
    status: 200,
    fault: null,
  };
  const covered = (change: Partial<Visit>) => routesCovered([question], [{ ...visit, ...change }]);

  test('by an accepted request that sends all that the product sends', () => {
    expect(covered({})).toEqual([{ what: 'hss POST /v5/{}/image ?q .b .d.e', covered: true }]);
  });

  test.each<[Partial<Visit>]>([
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
  test('when it was compared, each of them once', () => {
    const question: Question = {
      service: 'iam',
      route: 'GET /v3/projects',
      query: [],
      body: [],
      reads: ['id', 'name'],
    };
    expect(fieldsCovered([question, question], new Set(['GET /v3/projects id', 'GET /v3 name']))).toEqual([
      { what: 'GET /v3/projects id', covered: true },
      { what: 'GET /v3/projects name', covered: false },
    ]);
  });

  test('or when it is in no model, of which none is told that the product does not read', async () => {
    const lines = fieldsCovered(await questionsOfTheProduct(), new Set());
    expect(lines.filter(({ covered }) => covered).map(({ what }) => what.split(' (')[0])).toEqual([
      'GET /v2/manage/namespaces/{}/repos/{}/tags tag',
      'POST /v5/{}/image/synchronize error_msg',
      'GET /v5/{}/image/tasks error_code',
      'GET /v5/{}/image/tasks error_description',
      'GET /v5/{}/image/tasks error_msg',
    ]);
  });
});

test('what is read is seen, there or not, and what is only copied is not', () => {
  const read = new Set<string>();
  const entry: { id: number; other: number; missing?: string } = { id: 1, other: 2 };
  const { list, words, deep } = watched({ list: [entry], words: ['a'], deep: { name: 'n' }, gone: 1 }, read);
  expect([list.map(({ id, missing }) => [id, missing]), words, 'name' in deep, { ...deep }]).toEqual([
    [[1, undefined]],
    ['a'],
    true,
    {},
  ]);
  expect([...read].toSorted()).toEqual(['id', 'missing', 'name', 'words']);
});
