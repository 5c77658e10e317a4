import { afterEach, describe, expect, test } from '@jest/globals';
import { get, request } from 'node:http';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import type { Seed } from '../../emulator/seed.ts';
import { createTestCloud } from './client.ts';

const TOKENS = '/iam/cn-north-4/v3/auth/tokens';
const NORTH = '/swr-api/cn-north-4/v2/manage/namespaces/team';
const USER = { name: 'promoter', password: 'right-password' };
const running: RunningEmulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

interface Login {
  readonly password?: string;
  readonly name?: string;
  readonly domain?: string;
  readonly scope?: unknown;
}

function loginBody({ password = USER.password, name = USER.name, domain = 'emulated-account', scope }: Login = {}) {
  const identity = { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } };
  return { auth: { identity, scope: scope ?? { project: { name: 'cn-north-4' } } } };
}

function createUserCloud(user: Partial<NonNullable<Seed['users']>[number]> = {}, rest: Omit<Seed, 'regions'> = {}) {
  const team = { organizations: { team: {} } };
  const subject = createTestCloud(
    { 'cn-north-4': team, 'cn-east-3': team },
    { users: [{ ...USER, ...user }], ...rest },
  );
  const login = (wanted: Login = {}) =>
    subject.call('POST', TOKENS, { headers: { Authorization: '' }, body: loginBody(wanted) });
  const getToken = (wanted: Login = {}) => login(wanted).headers['x-subject-token'] ?? '';
  const withToken = (token: string, path: string) => subject.call('GET', path, { headers: { 'X-Auth-Token': token } });
  return { ...subject, login, getToken, withToken };
}

const project = (name: string) => ({ scope: { project: { name } } });

const wrong = { status: 401, value: { error: { code: 401, message: 'The username or password is wrong.' } } };
const locked = {
  status: 401,
  value: { error: { code: 401, message: 'The account is locked.', title: 'Unauthorized' } },
};

describe("a user's token", () => {
  test('is in a header, and its description in the body', () => {
    const { login } = createUserCloud();
    const { status, headers, value, reply } = login();
    expect(status).toBe(201);
    expect(headers['x-subject-token']).toMatch(/^MII[\w+=-]{6141}$/);
    expect(reply.body).not.toContain(headers['x-subject-token']);
    expect(value).toMatchObject({
      token: {
        expires_at: '2026-01-02T00:00:00.000000Z',
        issued_at: '2026-01-01T00:00:00.000000Z',
        methods: ['password'],
        project: { id: 'project-north', name: 'cn-north-4', domain: { name: 'emulated-account' } },
        user: { name: 'promoter', id: expect.any(String), domain: { name: 'emulated-account' } },
      },
    });
  });

  test('is valid for its project, IAM and STS, for a day or as long as the seed says', () => {
    const { getToken, withToken, clock } = createUserCloud({}, { userTokenSeconds: 60 });
    const token = getToken({ scope: { project: { id: 'project-north' } } });
    expect(withToken(token, NORTH).status).toBe(200);
    expect(withToken(token, NORTH.replace('cn-north-4', 'cn-east-3'))).toMatchObject({
      status: 401,
      value: { error_code: 'APIGW.0307' },
    });
    expect(withToken(token, '/iam/cn-east-3/v3/auth/projects').status).toBe(200);
    expect(withToken(token, '/sts/cn-east-3/v5/caller-identity').value).toMatchObject({
      principal_urn: expect.stringMatching(/:user:promoter$/),
    });
    clock.advance(60);
    expect(withToken(token, NORTH)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0301' } });
  });

  test('for a project of another region is valid in neither region', () => {
    const { getToken, withToken } = createUserCloud();
    const token = getToken(project('cn-east-3'));
    for (const path of [NORTH, NORTH.replace('cn-north-4', 'cn-east-3')]) {
      expect(withToken(token, path)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0307' } });
    }
  });

  test('a second one does not invalidate the first; the state has both, the log no password', () => {
    const { getToken, withToken, emulator } = createUserCloud();
    const [first, second] = [getToken(), getToken()];
    expect(first).not.toBe(second);
    expect([first, second].map((token) => withToken(token, NORTH).status)).toEqual([200, 200]);
    expect(emulator.state().tokens).toMatchObject([{ user: 'promoter', length: 6144 }, { project: 'project-north' }]);
    expect(JSON.stringify(emulator.requests())).not.toContain(USER.password);
  });

  test('for the account is valid for IAM only', () => {
    const { getToken, withToken } = createUserCloud();
    const token = getToken({ scope: { domain: { name: 'emulated-account' } } });
    expect(withToken(token, '/iam/cn-north-4/v3/auth/projects').status).toBe(200);
    expect(withToken(token, NORTH).status).toBe(401);
  });

  test('can be exchanged for a temporary key', () => {
    const { getToken, call } = createUserCloud();
    const exchanged = call('POST', '/iam/cn-north-4/v3.0/OS-CREDENTIAL/securitytokens', {
      headers: { 'X-Auth-Token': getToken() },
      body: { auth: { identity: { methods: ['token'] } } },
    });
    expect(exchanged.status).toBe(201);
  });
});

describe('a login is refused', () => {
  test.each([
    ['a wrong password', { password: 'wrong' }],
    ['an unknown user', { name: 'nobody' }],
    ['an unknown account', { domain: 'nowhere' }],
  ])('%s', (_, wanted) => {
    expect(createUserCloud().login(wanted)).toMatchObject(wrong);
  });

  test('for an unknown project, one without access, or another account', () => {
    const { login } = createUserCloud({ projects: ['project-north'] });
    expect(login().status).toBe(201);
    expect(login(project('cn-south-1'))).toMatchObject({ status: 404, value: { error: { title: 'Not Found' } } });
    expect(login(project('cn-east-3'))).toMatchObject({ status: 403, value: { error: { title: 'Forbidden' } } });
    expect(login({ scope: { domain: { name: 'x' } } }).status).toBe(403);
  });

  test('without MFA where it is required', () => {
    expect(createUserCloud({ mfa: true }).login()).toMatchObject({
      status: 401,
      value: { error: { title: 'Unauthorized' } },
    });
  });

  test('with other methods or unknown fields', () => {
    const { call } = createUserCloud();
    const { auth } = loginBody();
    const send = (body: unknown) => call('POST', TOKENS, { headers: { Authorization: '' }, body }).status;
    expect(send({ auth: { ...auth, identity: { ...auth.identity, methods: ['hw_ak_sk'] } } })).toBe(400);
    expect(send({ auth, more: 1 })).toBe(400);
  });
});

describe('the lock of a user', () => {
  test('starts with the fifth wrong password in a row, and lasts fifteen minutes', () => {
    const { login, clock, emulator } = createUserCloud();
    for (let count = 1; count <= 5; count += 1) expect(login({ password: 'wrong' })).toMatchObject(wrong);
    expect(login()).toMatchObject(locked);
    expect(emulator.state().users).toMatchObject([{ wrongPasswords: 5, lockedUntil: clock.now() + 900_000 }]);
    clock.advance(899);
    expect(login()).toMatchObject(locked);
    clock.advance(1);
    expect(login().status).toBe(201);
  });

  test('a right password, or fifteen minutes, reset the count', () => {
    const { login, clock } = createUserCloud();
    const four = () => [1, 2, 3, 4].forEach(() => login({ password: 'wrong' }));
    four();
    expect(login().status).toBe(201);
    four();
    clock.advance(900);
    expect(login({ password: 'wrong' })).toMatchObject(wrong);
    expect(login().status).toBe(201);
  });
});

test('a token of 40960 characters is sent to clients that accept such headers, and accepted from them', async () => {
  const seed: Seed = { users: [USER], userTokenLength: 40_960, regions: { 'cn-north-4': {} } };
  const emulator = await startEmulator({ seed });
  running.push(emulator);
  const send = (maxHeaderSize: number) =>
    new Promise<string>((resolve, reject) => {
      const sent = request(`${emulator.url}${TOKENS}`, { method: 'POST', maxHeaderSize, agent: false }, (response) => {
        response.resume();
        resolve(String(response.headers['x-subject-token']));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(loginBody()));
    });
  await expect(send(16_384)).rejects.toMatchObject({ code: 'HPE_HEADER_OVERFLOW' });
  const token = await send(65_536);
  expect(token).toHaveLength(40_960);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get(
      `${emulator.url}/iam/cn-north-4/v3/auth/projects`,
      { headers: { 'X-Auth-Token': token }, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    ).on('error', reject);
  });
  expect(status).toBe(200);
});
