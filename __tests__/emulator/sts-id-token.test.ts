import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { claimsIn, stsErrorReply, createTrustCloud } from './trust-cloud.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (token: string) => token.split('.');

describe('an ID token is refused', () => {
  test('that is not a token', () => {
    expect(createTrustCloud().withOidc({ id_token: 'a.b.c.d' })).toMatchObject(
      stsErrorReply(400, '0031', 'not a JSON web token'),
    );
  });

  test('whose claims were changed', () => {
    const { idToken, withOidc } = createTrustCloud();
    const token = idToken();
    const [header = '', , signature = ''] = partsOf(token);
    const forged = encoded({ ...claimsIn(token), sub: 'repo:octo-org/octo-app:ref:refs/tags/v2' });
    const id_token = [header, forged, signature].join('.');
    expect(withOidc({ id_token })).toMatchObject(stsErrorReply(400, '0031', 'signature'));
  });

  test('signed with another key, although it names the right one', () => {
    const { idToken, withOidc } = createTrustCloud();
    const [header = '', payload = ''] = partsOf(idToken());
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey).toString('base64url');
    expect(withOidc({ id_token: `${header}.${payload}.${signature}` })).toMatchObject(
      stsErrorReply(400, '0031', 'signature'),
    );
    expect(createTrustCloud({ github: { foreignKey: true } }).withOidc()).toMatchObject(
      stsErrorReply(400, '0031', 'signature'),
    );
  });

  test.each(['none', 'HS256'])('with the algorithm %s', (alg) => {
    const { idToken, withOidc } = createTrustCloud();
    const signed = `${encoded({ alg, typ: 'JWT' })}.${partsOf(idToken())[1]}`;
    const signature = alg === 'none' ? '' : createHmac('sha256', 'x').update(signed).digest('base64url');
    expect(withOidc({ id_token: `${signed}.${signature}` })).toMatchObject(stsErrorReply(400, '0031', 'RS256'));
  });

  test('that has expired', () => {
    const { idToken, withOidc, clock } = createTrustCloud();
    const id_token = idToken();
    clock.advance(299);
    expect(withOidc({ id_token }).status).toBe(200);
    clock.advance(1);
    expect(withOidc({ id_token })).toMatchObject(stsErrorReply(400, '0032', 'expired'));
    expect(createTrustCloud({ github: { tokenSeconds: -1 } }).withOidc()).toMatchObject(
      stsErrorReply(400, '0032', 'expired'),
    );
  });

  test('issued in the future of a cloud whose clock is slow', () => {
    const slow = createTrustCloud({ rest: { clockSkewSeconds: -60 } });
    expect(slow.withOidc()).toMatchObject(stsErrorReply(400, '0031', 'not yet valid'));
  });

  test('of another issuer, or of one whose keys are not available', () => {
    const url = 'https://ghes.example.com/_services/token';
    expect(createTrustCloud({ github: { issuer: url } }).withOidc()).toMatchObject(
      stsErrorReply(400, '0031', 'issuer'),
    );
    expect(createTrustCloud({ github: { issuer: url }, provider: { url } }).withOidc().status).toBe(200);
    const { idToken, emulator, seed, withOidc } = createTrustCloud();
    const id_token = idToken();
    const { github: _, ...rest } = seed;
    emulator.load(rest);
    expect(withOidc({ id_token })).toMatchObject(stsErrorReply(400, '0035', 'keys of the identity provider'));
  });

  test('for an audience that is not a client of the provider', () => {
    const { idToken, withOidc } = createTrustCloud();
    expect(withOidc({ id_token: idToken({}) })).toMatchObject(stsErrorReply(400, '2001', 'audience'));
  });
});
