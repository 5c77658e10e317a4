import { describe, expect, test } from '@jest/globals';
import { AGENCY, keysOf, PROVIDER, stsErrorReply, TAGS, createTrustCloud, WITH_OIDC } from './trust-cloud.ts';

describe('AssumeAgencyWithOIDC', () => {
  test('returns keys that are valid in every region, for one hour', () => {
    const { withOidc, as, clock } = createTrustCloud();
    const { status, value } = withOidc();
    expect(status).toBe(200);
    expect(value).toEqual({
      credentials: {
        access_key_id: expect.stringMatching(/^HSTA/),
        secret_access_key: expect.any(String),
        security_token: expect.any(String),
        expiration: '2026-01-01T01:00:00.000Z',
      },
      assumed_agency: {
        urn: expect.stringMatching(/^sts::[0-9a-f]{32}:assumed-agency:promoter\/run-1$/),
        id: expect.stringMatching(/:run-1$/),
      },
      source_identity: '',
      audience: 'sts.example.com',
      provider: PROVIDER,
      subject_from_id_token: 'repo:octo-org/octo-app:ref:refs/tags/v1',
    });
    const call = as(value);
    expect(call('GET', TAGS).status).toBe(200);
    expect(call('GET', TAGS.replace('cn-north-4', 'cn-east-3')).status).toBe(200);
    clock.advance(3600);
    expect(call('GET', TAGS)).toMatchObject({ status: 401, value: { error_msg: expect.stringContaining('expired') } });
  });

  test('returns new keys each time, and the state has the sessions', () => {
    const { withOidc, emulator, clock } = createTrustCloud();
    const [first, second] = [withOidc(), withOidc({ agency_session_name: 'run-2', duration_seconds: 900 })];
    expect(keysOf(first.value)).not.toEqual(keysOf(second.value));
    const now = clock.now();
    expect(emulator.state().sessions).toMatchObject([
      { agency: AGENCY, name: 'run-1', beganAt: now, expiresAt: now + 3_600_000, policies: [] },
      { agency: AGENCY, name: 'run-2', beganAt: now, expiresAt: now + 900_000 },
    ]);
    expect(JSON.stringify(emulator.requests())).not.toContain('eyJ');
  });

  test('exists in the regions with STS only', () => {
    const regions = { 'cn-north-1': {}, 'eu-west-101': { sts: true }, 'af-south-1': { sts: false } };
    const { withOidc } = createTrustCloud({ regions });
    const at = (region: string) => withOidc({}, WITH_OIDC.replace('cn-north-4', region));
    expect(at('cn-east-3').status).toBe(200);
    expect(at('eu-west-101').status).toBe(200);
    expect(at('cn-north-1')).toMatchObject({ status: 404, value: { error_code: 'APIGW.0101' } });
    expect(at('af-south-1').status).toBe(404);
  });
});

describe('an invalid request', () => {
  test.each([
    ['a session name of one character', { agency_session_name: 'x' }],
    ['a session name of 129 characters', { agency_session_name: 'x'.repeat(129) }],
    ['a session name with a space', { agency_session_name: 'run 1' }],
    ['21 policies', { policy_ids: Array.from({ length: 21 }, (_, index) => `p${index}`) }],
    ['a token of 3 characters', { id_token: 'x.y' }],
    ['a token of 20001 characters', { id_token: 'x'.repeat(20_001) }],
    ['899 seconds', { duration_seconds: 899 }],
    ['43201 seconds', { duration_seconds: 43_201 }],
    ['seconds as a string', { duration_seconds: '900' }],
    ['an agency URN of 1501 characters', { agency_urn: 'x'.repeat(1501) }],
    ['no provider', { provider_urn: undefined }],
    ['a policy of 2049 characters', { policy: ' '.repeat(2049) }],
    ['an unknown field', { duration: 900 }],
  ])('%s', (_, body) => {
    expect(createTrustCloud().withOidc(body)).toMatchObject(stsErrorReply(400, '0002', 'invalid parameter: body'));
  });

  test.each([
    ['invalid JSON', 'x{'],
    ['an old version', '{"Version":"1.1","Statement":[]}'],
    ['a condition', '{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["*"],"Condition":{"Bool":{}}}]}'],
    ['an action without a service', '{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["read"]}]}'],
  ])('a policy with %s', (_, policy) => {
    expect(createTrustCloud().withOidc({ policy })).toMatchObject(
      stsErrorReply(400, '0011', 'malformed policy document'),
    );
  });

  test('an unknown provider, agency or policy: 404', () => {
    const { withOidc } = createTrustCloud();
    expect(withOidc({ provider_urn: 'iam::x:oidcProvider:y' })).toMatchObject(
      stsErrorReply(404, '0021', 'oidc provider'),
    );
    expect(withOidc({ agency_urn: 'iam::x:agency:y' })).toMatchObject(stsErrorReply(404, '1106', 'cannot be found'));
    expect(withOidc({ policy_ids: ['p'] })).toMatchObject(stsErrorReply(404, '0024', 'no such policy'));
  });

  test("a session longer than the agency's maximum is refused", () => {
    const { withOidc } = createTrustCloud({ agency: { maxSessionSeconds: 7200 } });
    expect(withOidc({ duration_seconds: 7200 }).status).toBe(200);
    expect(withOidc({ duration_seconds: 7201 })).toMatchObject(stsErrorReply(400, '0012', 'maximum session duration'));
  });
});

describe('not trusted', () => {
  const denied = {
    status: 403,
    value: {
      error_code: 'STS5.1001',
      error_msg: expect.stringContaining('no identity-based policy allows'),
      encoded_authorization_message: expect.any(String),
    },
  };

  test.each([
    [{ ref: 'refs/heads/main' }],
    [{ environment: 'production' }],
    [{ repository: 'octo-org/other' }],
    [{ repository: 'Octo-Org/octo-app' }],
    [{ subjectShape: 'ids' as const }],
  ])('%j', (github) => {
    expect(createTrustCloud({ github }).withOidc()).toMatchObject(denied);
  });

  test('an audience that is a client of the provider, but not of the agency', () => {
    const { idToken, withOidc } = createTrustCloud({ provider: { clientIds: ['sts.example.com', 'other'] } });
    expect(withOidc({ id_token: idToken({ audience: 'other' }) })).toMatchObject(denied);
  });

  test('any ID token, if the agency only trusts access keys', () => {
    expect(createTrustCloud({ agency: { trust: [{ principals: ['*'] }] } }).withOidc()).toMatchObject(denied);
  });
});

test('a script can cut the reply of a request that takes effect', () => {
  const { emulator, withOidc } = createTrustCloud();
  emulator.setScript({ rules: [{ match: { service: 'sts' }, fault: { kind: 'cut', bytes: 5 }, takesEffect: true }] });
  expect(withOidc().reply.wireFault).toEqual({ kind: 'cut', bytes: 5 });
  expect(emulator.state().sessions).toHaveLength(1);
});
