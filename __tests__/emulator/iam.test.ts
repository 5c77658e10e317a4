import { describe, expect, test } from '@jest/globals';
import { clientOf, record, records, createTestCloud } from './client.ts';

const KEYS = '/iam/cn-north-4/v3.0/OS-CREDENTIAL/securitytokens';
const ORGANIZATION = '/v2/manage/namespaces/team';
const withToken = { headers: { 'X-Auth-Token': 'TOKEN' } };

function exchangeRequest(token: Record<string, unknown> = {}) {
  return { ...withToken, body: { auth: { identity: { methods: ['token'], token } } } };
}

function createTokenCloud(token: Record<string, unknown> = {}, rest = {}) {
  return createTestCloud(
    { 'cn-north-4': { organizations: { team: {} } }, 'cn-east-3': { organizations: { team: {} } } },
    { tokens: [{ token: 'TOKEN', project: 'project-north', ...token }], ...rest },
  );
}

function issuedKey(value: unknown) {
  const { access, secret, securitytoken, expires_at: expiresAt } = record(record(value)['credential']);
  return { accessKey: String(access), secretKey: String(secret), securityToken: String(securitytoken), expiresAt };
}

describe('projects', () => {
  test('are found by their exact name', () => {
    const projects = [
      { id: 'one', name: 'cn-north-4' },
      { id: 'two', name: 'cn-north-4_team' },
    ];
    const { call } = createTestCloud({}, { projects });
    const found = call('GET', '/iam/cn-north-4/v3/projects', { query: { name: 'cn-north-4' } });
    expect(found).toMatchObject({ status: 200, value: { projects: [{ id: 'one', name: 'cn-north-4' }] } });
    const all = call('GET', '/iam/cn-north-4/v3/projects');
    expect(all.value).toMatchObject({ projects: [{ id: 'one' }, { id: 'two', parent_id: 'one' }] });
    const none = call('GET', '/iam/cn-north-4/v3/projects', { query: { name: 'cn-east-3' } });
    expect(none.value).toMatchObject({ projects: [] });
  });

  test('may be listed with a permission only; the accessible ones without', () => {
    const { call } = createTestCloud(
      {},
      { accessKeys: [{ accessKey: 'ACCESS', secretKey: 'SECRET', iamList: false }] },
    );
    expect(call('GET', '/iam/cn-east-3/v3/projects', { query: { name: 'cn-east-3' } })).toMatchObject({
      status: 403,
      value: { error: { code: 403, message: expect.stringContaining('not authorized') } },
    });
    const own = call('GET', '/iam/cn-east-3/v3/auth/projects');
    expect(own).toMatchObject({ status: 200, value: { projects: [{ id: 'project-north' }, { id: 'project-east' }] } });
  });

  test('have all fields; the links differ between the two lists', () => {
    const { call } = createTestCloud({});
    const entry = (path: string) => records(record(call('GET', `/iam/cn-north-4/v3/${path}`).value)['projects'])[0];
    const project = { id: 'project-north', name: 'cn-north-4', description: '', enabled: true, is_domain: false };
    const self = expect.stringContaining('/v3/projects/project-north');
    expect(entry('projects')).toMatchObject({ ...project, links: { self, previous: null, next: null } });
    expect(entry('auth/projects')).toMatchObject({ ...project, links: { self } });
    const own = call('GET', '/iam/cn-north-4/v3/auth/projects');
    expect(record(own.value)['links']).toEqual({ self: expect.any(String) });
    expect(own.headers['x-iam-trace-id']).toBe(own.headers['x-request-id']);
  });

  test('cannot be created', () => {
    const { call } = createTestCloud({});
    const reply = call('POST', '/iam/cn-north-4/v3/projects', { body: { project: { name: 'x' } } });
    expect(reply).toMatchObject({ status: 404, value: { error_code: 'APIGW.0101' } });
  });

  test('an unknown parameter is an error in the shape of IAM', () => {
    const { call } = createTestCloud({});
    expect(call('GET', '/iam/cn-north-4/v3/projects', { query: { nam: 'x' } })).toMatchObject({
      status: 400,
      value: { error: { code: 400, message: expect.stringContaining('"nam"') } },
    });
  });
});

describe('temporary keys by token', () => {
  test('are valid for 15 minutes by default, in every region', () => {
    const { emulator, clock, call } = createTokenCloud();
    const { status, value } = call('POST', KEYS, exchangeRequest());
    expect(status).toBe(201);
    const key = issuedKey(value);
    expect(key.expiresAt).toBe('2026-01-01T00:15:00.000000Z');
    const issued = clientOf(emulator, clock, key);
    expect(issued('GET', `/swr-api/cn-north-4${ORGANIZATION}`).status).toBe(200);
    expect(issued('GET', `/swr-api/cn-east-3${ORGANIZATION}`).status).toBe(200);
    clock.advance(900);
    expect(issued('GET', `/swr-api/cn-east-3${ORGANIZATION}`).status).toBe(401);
  });

  test('are valid for the requested time, or at most for that of the seed', () => {
    const hour = exchangeRequest({ duration_seconds: 3600 });
    const [long, short] = [{}, { issuedKeySeconds: 30 }].map((rest) =>
      createTokenCloud({}, rest).call('POST', KEYS, hour),
    );
    expect(issuedKey(long?.value).expiresAt).toBe('2026-01-01T01:00:00.000000Z');
    expect(issuedKey(short?.value).expiresAt).toBe('2026-01-01T00:00:30.000000Z');
  });

  test.each([
    ['too short', { duration_seconds: 899 }],
    ['too long', { duration_seconds: 86_401 }],
    ['an unknown field', { duration: 900 }],
  ])('%s: 400', (_, token) => {
    const { call } = createTokenCloud();
    expect(call('POST', KEYS, exchangeRequest(token))).toMatchObject({ status: 400, value: { error: { code: 400 } } });
  });

  test('another method is refused', () => {
    const { call } = createTokenCloud();
    const body = { auth: { identity: { methods: ['assume_role'] } } };
    expect(call('POST', KEYS, { ...withToken, body }).status).toBe(400);
  });

  test('require a token that may be exchanged', () => {
    expect(createTokenCloud({ exchange: false }).call('POST', KEYS, exchangeRequest())).toMatchObject({
      status: 403,
      value: { error: { code: 403 } },
    });
    const { body } = exchangeRequest();
    expect(createTokenCloud().call('POST', KEYS, { body })).toMatchObject({
      status: 401,
      value: { error: { code: 401 } },
    });
  });

  test('the token may be in the body, with or without a signature', () => {
    const { body } = exchangeRequest({ id: 'TOKEN' });
    const unsigned = { 'X-Auth-Token': '' };
    expect(createTokenCloud().call('POST', KEYS, { body }).status).toBe(201);
    expect(createTokenCloud().call('POST', KEYS, { body, headers: unsigned }).status).toBe(201);
    expect(createTokenCloud({ exchange: false }).call('POST', KEYS, { body, headers: unsigned }).status).toBe(403);
    const { call } = createTokenCloud();
    expect(call('POST', '/swr-api/cn-north-4/v2/manage/namespaces', { body, headers: unsigned }).status).toBe(401);
    expect(call('POST', KEYS, { body: { auth: {} }, headers: unsigned }).status).toBe(401);
  });

  test('an expired or unknown token in the body is refused, and a token in the header takes precedence', () => {
    const { body } = exchangeRequest({ id: 'TOKEN' });
    const { call, clock } = createTokenCloud({ expiresInSeconds: 60 });
    expect(call('POST', KEYS, { ...withToken, ...exchangeRequest({ id: 'OTHER' }) }).status).toBe(201);
    expect(call('POST', KEYS, { body, headers: { 'X-Auth-Token': 'OTHER' } }).status).toBe(401);
    expect(call('POST', KEYS, { body: exchangeRequest({ id: 'OTHER' }).body }).status).toBe(401);
    clock.advance(60);
    expect(call('POST', KEYS, { body }).status).toBe(401);
    expect(call('POST', KEYS, { body, headers: { 'X-Auth-Token': '' } }).status).toBe(401);
  });
});
