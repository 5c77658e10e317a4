import { createPublicKey, verify } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import { record, records } from './client.ts';
import { claimsIn, TOKEN, trusting } from './trust-world.ts';

const OIDC = '/_/github/oidc/.well-known';
const running: RunningEmulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

describe('ID tokens', () => {
  test('are signed by the key that the key set shows, and say how long they are', () => {
    const { call, tokenReply } = trusting();
    const { status, value } = tokenReply();
    expect(status).toBe(200);
    const { value: token, count } = record(value);
    expect(count).toBe(String(token).length);
    const [header = '', payload = '', signature = ''] = String(token).split('.');
    const [jwk = {}] = records(record(call('GET', `${OIDC}/jwks`).value)['keys']);
    expect(record(JSON.parse(Buffer.from(header, 'base64url').toString()))).toMatchObject({
      alg: 'RS256',
      typ: 'JWT',
      kid: jwk['kid'],
    });
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('claim what GitHub claims, and live five minutes', () => {
    const { idToken, clock } = trusting();
    const issued = clock.now() / 1000;
    const first = claimsIn(idToken());
    expect(first).toMatchObject({
      iss: 'https://token.actions.githubusercontent.com',
      sub: 'repo:octo-org/octo-app:ref:refs/tags/v1',
      aud: 'sts.example.com',
      iat: issued,
      exp: issued + 300,
      nbf: issued - 600,
      repository: 'octo-org/octo-app',
      repository_owner: 'octo-org',
      repository_id: '74',
      ref: 'refs/tags/v1',
      ref_type: 'tag',
      job_workflow_ref: 'octo-org/octo-app/.github/workflows/promote.yml@refs/tags/v1',
      runner_environment: 'github-hosted',
    });
    expect(first).not.toHaveProperty('environment');
    expect(claimsIn(idToken())['jti']).not.toBe(first['jti']);
  });

  test.each([
    [{ environment: 'production' }, 'repo:octo-org/octo-app:environment:production'],
    [{ ref: 'refs/heads/main' }, 'repo:octo-org/octo-app:ref:refs/heads/main'],
    [{ subjectShape: 'ids' }, 'repo:octo-org@65/octo-app@74:ref:refs/tags/v1'],
    [{ subject: 'repo:else' }, 'repo:else'],
  ] as const)('the subject with %j', (github, subject) => {
    expect(claimsIn(trusting({ github }).idToken())['sub']).toBe(subject);
  });

  test("are for the owner's URL unless an audience is asked for, next to what the URL had before", () => {
    const { idToken } = trusting();
    expect(claimsIn(idToken({ 'api-version': '2.0' }))['aud']).toBe('https://github.com/octo-org');
    expect(claimsIn(idToken({ 'api-version': '2.0', audience: 'x' }))['aud']).toBe('x');
  });

  test('are refused to a wrong request token, and to none', () => {
    const { call, tokenReply } = trusting();
    expect(tokenReply({}, 'WRONG').status).toBe(401);
    expect(call('GET', TOKEN, { headers: { Authorization: '' } }).status).toBe(401);
  });

  test('follow the true clock, not the skewed one of the cloud', () => {
    const { idToken, clock } = trusting({ rest: { clockSkewSeconds: 7200 } });
    expect(claimsIn(idToken())['iat']).toBe(clock.now() / 1000);
  });
});

test('the issuer describes itself', () => {
  const { call } = trusting();
  expect(call('GET', `${OIDC}/openid-configuration`)).toMatchObject({
    status: 200,
    value: {
      issuer: 'https://token.actions.githubusercontent.com',
      jwks_uri: 'https://token.actions.githubusercontent.com/.well-known/jwks',
      id_token_signing_alg_values_supported: ['RS256'],
    },
  });
  expect(call('GET', '/_/github/oidc/nothing').status).toBe(404);
});

test('without a seed there is no GitHub', () => {
  const { emulator } = trusting();
  emulator.load({ regions: {} });
  expect(emulator.handle({ method: 'GET', url: TOKEN, headers: {} }).status).toBe(404);
});

async function listening(fault?: { readonly bytes: number }) {
  const { seed } = trusting();
  const emulator = await startEmulator({ seed });
  running.push(emulator);
  if (fault !== undefined) {
    emulator.setScript({ rules: [{ match: { service: 'github' }, fault: { kind: 'cut', ...fault } }] });
  }
  const ask = () =>
    fetch(`${emulator.url}${TOKEN}?audience=a`, { headers: { authorization: 'Bearer RUNNER-REQUEST-TOKEN' } });
  return { emulator, ask };
}

describe('over a socket', () => {
  test('a token comes in JSON, and the request is in the log without it', async () => {
    const { emulator, ask } = await listening();
    expect(await (await ask()).json()).toMatchObject({ value: expect.stringMatching(/^eyJ/) });
    expect(emulator.requests()).toMatchObject([
      { service: 'github', region: 'oidc', method: 'GET', path: '/token', query: { audience: 'a' }, status: 200 },
    ]);
  });

  test('a script can cut it', async () => {
    const { emulator, ask } = await listening({ bytes: 20 });
    await expect(ask().then((reply) => reply.text())).rejects.toThrow('terminated');
    expect(emulator.requests()).toMatchObject([{ fault: 'cut' }]);
    expect((await ask()).status).toBe(200);
  });
});

test('a script can answer in its place', () => {
  const { emulator, tokenReply } = trusting();
  emulator.setScript({
    rules: [{ match: { service: 'github', path: '/token' }, times: 2, fault: { kind: 'status', status: 500 } }],
  });
  expect([tokenReply(), tokenReply(), tokenReply()].map(({ status }) => status)).toEqual([500, 500, 200]);
});
