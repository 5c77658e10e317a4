import { createPublicKey, verify } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import { record, records } from './client.ts';
import { claimsIn, TOKEN, createTrustCloud } from './trust-cloud.ts';

const OIDC = '/_/github/oidc/.well-known';
const running: RunningEmulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

describe('ID tokens', () => {
  test('are signed by the key in the key set, and come with their length', () => {
    const { call, tokenReply } = createTrustCloud();
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

  test('have the claims of GitHub, and expire after five minutes', () => {
    const { idToken, clock } = createTrustCloud();
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
    expect(claimsIn(createTrustCloud({ github }).idToken())['sub']).toBe(subject);
  });

  test("have the owner's URL as audience unless the query has one", () => {
    const { idToken } = createTrustCloud();
    expect(claimsIn(idToken({ 'api-version': '2.0' }))['aud']).toBe('https://github.com/octo-org');
    expect(claimsIn(idToken({ 'api-version': '2.0', audience: 'x' }))['aud']).toBe('x');
  });

  test('are refused without the right request token', () => {
    const { call, tokenReply } = createTrustCloud();
    expect(tokenReply({}, 'WRONG').status).toBe(401);
    expect(call('GET', TOKEN, { headers: { Authorization: '' } }).status).toBe(401);
  });

  test('have the time of the given clock, not of the skewed clock of the cloud', () => {
    const { idToken, clock } = createTrustCloud({ rest: { clockSkewSeconds: 7200 } });
    expect(claimsIn(idToken())['iat']).toBe(clock.now() / 1000);
  });
});

test('the issuer has an OpenID configuration', () => {
  const { call } = createTrustCloud();
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

test('without an issuer in the seed, all is 404', () => {
  const { emulator } = createTrustCloud();
  emulator.load({ regions: {} });
  expect(emulator.handle({ method: 'GET', url: TOKEN, headers: {} }).status).toBe(404);
});

async function startServer(fault?: { readonly bytes: number }) {
  const { seed } = createTrustCloud();
  const emulator = await startEmulator({ seed });
  running.push(emulator);
  if (fault !== undefined) {
    emulator.setScript({ rules: [{ match: { service: 'github' }, fault: { kind: 'cut', ...fault } }] });
  }
  const requestToken = () =>
    fetch(`${emulator.url}${TOKEN}?audience=a`, { headers: { authorization: 'Bearer RUNNER-REQUEST-TOKEN' } });
  return { emulator, requestToken };
}

describe('over a socket', () => {
  test('a token is returned as JSON, and the log has the request without it', async () => {
    const { emulator, requestToken } = await startServer();
    expect(await (await requestToken()).json()).toMatchObject({ value: expect.stringMatching(/^eyJ/) });
    expect(emulator.requests()).toMatchObject([
      { service: 'github', region: 'oidc', method: 'GET', path: '/token', query: { audience: 'a' }, status: 200 },
    ]);
  });

  test('a script can cut the reply', async () => {
    const { emulator, requestToken } = await startServer({ bytes: 20 });
    await expect(requestToken().then((reply) => reply.text())).rejects.toThrow('terminated');
    expect(emulator.requests()).toMatchObject([{ fault: 'cut' }]);
    expect((await requestToken()).status).toBe(200);
  });
});

test('a script can replace the reply', () => {
  const { emulator, tokenReply } = createTrustCloud();
  emulator.setScript({
    rules: [{ match: { service: 'github', path: '/token' }, times: 2, fault: { kind: 'status', status: 500 } }],
  });
  expect([tokenReply(), tokenReply(), tokenReply()].map(({ status }) => status)).toEqual([500, 500, 200]);
});
