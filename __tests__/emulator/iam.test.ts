import { describe, expect, test } from '@jest/globals';
import { clientOf, record, records, world } from './client.ts';

const KEYS = '/iam/cn-north-4/v3.0/OS-CREDENTIAL/securitytokens';
const ORGANIZATION = '/v2/manage/namespaces/team';
const withToken = { headers: { 'X-Auth-Token': 'TOKEN' } };

function asking(token: Record<string, unknown> = {}) {
  return { ...withToken, body: { auth: { identity: { methods: ['token'], token } } } };
}

function account(token: Record<string, unknown> = {}, rest = {}) {
  return world(
    { 'cn-north-4': { organizations: { team: {} } }, 'cn-east-3': { organizations: { team: {} } } },
    { tokens: [{ token: 'TOKEN', project: 'project-north', ...token }], ...rest },
  );
}

function issuedBy(value: unknown) {
  const { access, secret, securitytoken, expires_at: expiresAt } = record(record(value)['credential']);
  return { accessKey: String(access), secretKey: String(secret), securityToken: String(securitytoken), expiresAt };
}

describe('projects', () => {
  test('are found by their exact name', () => {
    const projects = [
      { id: 'one', name: 'cn-north-4' },
      { id: 'two', name: 'cn-north-4_team' },
    ];
    const { call } = world({}, { projects });
    const found = call('GET', '/iam/cn-north-4/v3/projects', { query: { name: 'cn-north-4' } });
    expect(found).toMatchObject({ status: 200, value: { projects: [{ id: 'one', name: 'cn-north-4' }] } });
    const all = call('GET', '/iam/cn-north-4/v3/projects');
    expect(all.value).toMatchObject({ projects: [{ id: 'one' }, { id: 'two', parent_id: 'one' }] });
    const none = call('GET', '/iam/cn-north-4/v3/projects', { query: { name: 'cn-east-3' } });
    expect(none.value).toMatchObject({ projects: [] });
  });

  test('may not be listed by every key, but the own ones always may', () => {
    const { call } = world({}, { accessKeys: [{ accessKey: 'ACCESS', secretKey: 'SECRET', iamList: false }] });
    expect(call('GET', '/iam/cn-east-3/v3/projects', { query: { name: 'cn-east-3' } })).toMatchObject({
      status: 403,
      value: { error: { code: 403, message: expect.stringContaining('not authorized') } },
    });
    const own = call('GET', '/iam/cn-east-3/v3/auth/projects');
    expect(own).toMatchObject({ status: 200, value: { projects: [{ id: 'project-north' }, { id: 'project-east' }] } });
  });

  test('are described in full, with links that differ between the two lists', () => {
    const { call } = world({});
    const shown = (path: string) => records(record(call('GET', `/iam/cn-north-4/v3/${path}`).value)['projects'])[0];
    const project = { id: 'project-north', name: 'cn-north-4', description: '', enabled: true, is_domain: false };
    const self = expect.stringContaining('/v3/projects/project-north');
    expect(shown('projects')).toMatchObject({ ...project, links: { self, previous: null, next: null } });
    expect(shown('auth/projects')).toMatchObject({ ...project, links: { self } });
    const own = call('GET', '/iam/cn-north-4/v3/auth/projects');
    expect(record(own.value)['links']).toEqual({ self: expect.any(String) });
    expect(own.headers['x-iam-trace-id']).toBe(own.headers['x-request-id']);
  });

  test('are never created', () => {
    const { call } = world({});
    const made = call('POST', '/iam/cn-north-4/v3/projects', { body: { project: { name: 'x' } } });
    expect(made).toMatchObject({ status: 404, value: { error_code: 'APIGW.0101' } });
  });

  test('an unknown parameter is a complaint in the shape of IAM', () => {
    const { call } = world({});
    expect(call('GET', '/iam/cn-north-4/v3/projects', { query: { nam: 'x' } })).toMatchObject({
      status: 400,
      value: { error: { code: 400, message: expect.stringContaining('"nam"') } },
    });
  });
});

describe('temporary keys by token', () => {
  test('live 15 minutes by default and sign in every region', () => {
    const { emulator, clock, call } = account();
    const { status, value } = call('POST', KEYS, asking());
    expect(status).toBe(201);
    const key = issuedBy(value);
    expect(key.expiresAt).toBe('2026-01-01T00:15:00.000000Z');
    const issued = clientOf(emulator, clock, key);
    expect(issued('GET', `/swr-api/cn-north-4${ORGANIZATION}`).status).toBe(200);
    expect(issued('GET', `/swr-api/cn-east-3${ORGANIZATION}`).status).toBe(200);
    clock.advance(900);
    expect(issued('GET', `/swr-api/cn-east-3${ORGANIZATION}`).status).toBe(401);
  });

  test('live as long as asked for, unless the seed says otherwise', () => {
    const hour = asking({ duration_seconds: 3600 });
    const [long, short] = [{}, { issuedKeySeconds: 30 }].map((rest) => account({}, rest).call('POST', KEYS, hour));
    expect(issuedBy(long?.value).expiresAt).toBe('2026-01-01T01:00:00.000000Z');
    expect(issuedBy(short?.value).expiresAt).toBe('2026-01-01T00:00:30.000000Z');
  });

  test.each([
    ['too short', { duration_seconds: 899 }],
    ['too long', { duration_seconds: 86_401 }],
    ['an unknown field', { duration: 900 }],
  ])('%s: 400', (_, token) => {
    const { call } = account();
    expect(call('POST', KEYS, asking(token))).toMatchObject({ status: 400, value: { error: { code: 400 } } });
  });

  test('another method is refused', () => {
    const { call } = account();
    const body = { auth: { identity: { methods: ['assume_role'] } } };
    expect(call('POST', KEYS, { ...withToken, body }).status).toBe(400);
  });

  test('can be switched off, and need a token', () => {
    expect(account({ exchange: false }).call('POST', KEYS, asking())).toMatchObject({
      status: 403,
      value: { error: { code: 403 } },
    });
    const { body } = asking();
    expect(account().call('POST', KEYS, { body })).toMatchObject({ status: 401, value: { error: { code: 401 } } });
  });

  test('the token may stand in the body, with a signature or as the only sign of who calls', () => {
    const { body } = asking({ id: 'TOKEN' });
    const unsigned = { 'X-Auth-Token': '' };
    expect(account().call('POST', KEYS, { body }).status).toBe(201);
    expect(account().call('POST', KEYS, { body, headers: unsigned }).status).toBe(201);
    expect(account({ exchange: false }).call('POST', KEYS, { body, headers: unsigned }).status).toBe(403);
    const { call } = account();
    expect(call('POST', '/swr-api/cn-north-4/v2/manage/namespaces', { body, headers: unsigned }).status).toBe(401);
    expect(call('POST', KEYS, { body: { auth: {} }, headers: unsigned }).status).toBe(401);
  });

  test('an expired or unknown token in the body is worth nothing, and the header counts before it', () => {
    const { body } = asking({ id: 'TOKEN' });
    const { call, clock } = account({ expiresInSeconds: 60 });
    expect(call('POST', KEYS, { ...withToken, ...asking({ id: 'OTHER' }) }).status).toBe(201);
    expect(call('POST', KEYS, { body, headers: { 'X-Auth-Token': 'OTHER' } }).status).toBe(401);
    expect(call('POST', KEYS, { body: asking({ id: 'OTHER' }).body }).status).toBe(401);
    clock.advance(60);
    expect(call('POST', KEYS, { body }).status).toBe(401);
    expect(call('POST', KEYS, { body, headers: { 'X-Auth-Token': '' } }).status).toBe(401);
  });
});
