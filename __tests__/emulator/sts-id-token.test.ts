import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { claimsIn, refusal, trusting } from './trust-world.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (token: string) => token.split('.');

describe('what is wrong with an ID token', () => {
  test('no token at all', () => {
    expect(trusting().withOidc({ id_token: 'a.b.c.d' })).toMatchObject(refusal(400, '0031', 'not a JSON web token'));
  });

  test('changed on the way', () => {
    const { idToken, withOidc } = trusting();
    const token = idToken();
    const [header = '', , signature = ''] = partsOf(token);
    const forged = encoded({ ...claimsIn(token), sub: 'repo:octo-org/octo-app:ref:refs/tags/v2' });
    const id_token = [header, forged, signature].join('.');
    expect(withOidc({ id_token })).toMatchObject(refusal(400, '0031', 'signature'));
  });

  test("signed with a stranger's key, although it names the right one", () => {
    const { idToken, withOidc } = trusting();
    const [header = '', payload = ''] = partsOf(idToken());
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey).toString('base64url');
    expect(withOidc({ id_token: `${header}.${payload}.${signature}` })).toMatchObject(
      refusal(400, '0031', 'signature'),
    );
    expect(trusting({ github: { foreignKey: true } }).withOidc()).toMatchObject(refusal(400, '0031', 'signature'));
  });

  test.each(['none', 'HS256'])('the algorithm %s', (alg) => {
    const { idToken, withOidc } = trusting();
    const signed = `${encoded({ alg, typ: 'JWT' })}.${partsOf(idToken())[1]}`;
    const signature = alg === 'none' ? '' : createHmac('sha256', 'x').update(signed).digest('base64url');
    expect(withOidc({ id_token: `${signed}.${signature}` })).toMatchObject(refusal(400, '0031', 'RS256'));
  });

  test('expired, by a second or from the beginning', () => {
    const { idToken, withOidc, clock } = trusting();
    const id_token = idToken();
    clock.advance(299);
    expect(withOidc({ id_token }).status).toBe(200);
    clock.advance(1);
    expect(withOidc({ id_token })).toMatchObject(refusal(400, '0032', 'expired'));
    expect(trusting({ github: { tokenSeconds: -1 } }).withOidc()).toMatchObject(refusal(400, '0032', 'expired'));
  });

  test('from the future, when the clock of the cloud is slow', () => {
    const slow = trusting({ rest: { clockSkewSeconds: -60 } });
    expect(slow.withOidc()).toMatchObject(refusal(400, '0031', 'not yet valid'));
  });

  test('of another issuer, or of one whose keys nobody has', () => {
    const url = 'https://ghes.example.com/_services/token';
    expect(trusting({ github: { issuer: url } }).withOidc()).toMatchObject(refusal(400, '0031', 'issuer'));
    expect(trusting({ github: { issuer: url }, provider: { url } }).withOidc().status).toBe(200);
    const { idToken, emulator, seed, withOidc } = trusting();
    const id_token = idToken();
    const { github: _, ...rest } = seed;
    emulator.load(rest);
    expect(withOidc({ id_token })).toMatchObject(refusal(400, '0035', 'keys of the identity provider'));
  });

  test('for an audience that is no client', () => {
    const { idToken, withOidc } = trusting();
    expect(withOidc({ id_token: idToken({}) })).toMatchObject(refusal(400, '2001', 'audience'));
  });
});
