/** The ways to sign in besides access keys and tokens: what each needs, and that there is one of them. */
import { describe, expect, test } from '@jest/globals';
import { readCredentials } from '../../src/inputs/credentials.ts';
import { type Given, givenInputs } from '../support/given-inputs.ts';

function read(given: Given, environment: Readonly<Record<string, string>> = {}) {
  const { inputs, errors, masked } = givenInputs(given);
  const credentials = readCredentials(inputs, { env: (name) => environment[name] ?? '', mask: () => undefined });
  return {
    credentials,
    errors: errors().replace(/^The (input is|\d+ inputs are) wrong: /, ''),
    masked,
    unused: inputs.unused(),
  };
}

const AGENCY = 'iam::4d29a984:agency:promoter';
const PROVIDER = 'iam::4d29a984:oidcProvider:GitHub';
const OIDC = { 'agency-urn': AGENCY, 'provider-urn': PROVIDER };
const KEY = { 'access-key': 'AccessKey', 'secret-key': 'SecretKey' };
const USER = { 'iam-user': 'robot', 'iam-password': 'pass word é', 'iam-domain': 'team' };

describe('an authentication method', () => {
  test('OIDC, with defaults', () => {
    const { credentials, errors, unused } = read(OIDC, { HW_ACCESS_KEY: 'K', HW_SECRET_KEY: 'S' });
    expect([errors, unused]).toEqual(['', []]);
    expect(credentials).toEqual({
      mode: 'oidc',
      agencyUrn: AGENCY,
      providerUrn: PROVIDER,
      audience: 'sts.myhuaweicloud.com',
      durationMs: 3_600_000,
      isNarrowed: true,
      stsRegions: [],
      origin: `OIDC: GitHub's ID token, as the agency ${AGENCY} (inputs agency-urn and provider-urn)`,
    });
  });

  test('OIDC, with all inputs', () => {
    const more = {
      audience: 'mine',
      'session-duration': '15m',
      'session-policy': 'false',
      'sts-regions': 'cn-north-4, cn-east-3',
    };
    expect(read({ ...OIDC, ...more }).credentials).toMatchObject({
      audience: 'mine',
      durationMs: 900_000,
      isNarrowed: false,
      stsRegions: ['cn-north-4', 'cn-east-3'],
    });
  });

  test('an access key that assumes an agency', () => {
    const { credentials, errors, masked } = read({ ...KEY, 'assume-agency-urn': AGENCY, 'external-id': 'ours' });
    expect([errors, masked]).toEqual(['', ['SecretKey']]);
    expect(credentials).toMatchObject({
      mode: 'agency',
      agencyUrn: AGENCY,
      externalId: 'ours',
      key: { accessKey: 'AccessKey' },
    });
  });

  test('an agency that the key of the environment assumes', () => {
    const { credentials } = read({ 'assume-agency-urn': AGENCY }, { HW_ACCESS_KEY: 'K', HW_SECRET_KEY: 'S' });
    expect(credentials).toMatchObject({ mode: 'agency', key: { accessKey: 'K', secretKey: 'S' } });
  });

  test('a password, which may hold anything, is masked', () => {
    const { credentials, errors, masked } = read(USER);
    expect([errors, masked]).toEqual(['', ['pass word é']]);
    expect(credentials).toMatchObject({ mode: 'password', user: 'robot', password: 'pass word é', domain: 'team' });
  });

  test.each<[string, Given]>([
    ['OIDC', OIDC],
    ['agency', { ...KEY, 'assume-agency-urn': AGENCY }],
    ['password', USER],
  ])('is logged with its origin and without secrets (%s)', (_, given) => {
    const { origin } = read(given).credentials;
    expect(origin).toMatch(/input/);
    expect(origin).not.toMatch(/SecretKey|AccessKey|pass word/);
  });
});

describe('an incomplete method, or two methods', () => {
  test.each<[string, Given, string]>([
    ['an agency alone', { 'agency-urn': AGENCY }, '`provider-urn` is missing: agency-urn is of no use without it.'],
    [
      'a provider alone',
      { 'provider-urn': PROVIDER },
      '`agency-urn` is missing: provider-urn is of no use without it.',
    ],
    [
      'a user alone',
      { 'iam-user': 'robot' },
      '`iam-password` is missing: iam-user, iam-password and iam-domain go together; `iam-domain` is missing: iam-user, iam-password and iam-domain go together.',
    ],
    [
      'a password without its account',
      { 'iam-user': 'robot', 'iam-password': 'password' },
      '`iam-domain` is missing: iam-user, iam-password and iam-domain go together.',
    ],
    [
      'OIDC and a key',
      { ...OIDC, ...KEY },
      '`access-key` and `agency-urn` are two ways to sign in: give the inputs of one of them.',
    ],
    [
      'OIDC and an agency to assume',
      { ...OIDC, 'assume-agency-urn': AGENCY },
      '`assume-agency-urn` and `agency-urn` are two ways to sign in: give the inputs of one of them.',
    ],
    [
      'a key and a password',
      { ...KEY, ...USER },
      '`iam-user` and `access-key` are two ways to sign in: give the inputs of one of them.',
    ],
    [
      'a token and a password',
      { 'auth-token': 'IamToken', ...USER },
      '`iam-user` and `auth-token` are two ways to sign in: give the inputs of one of them.',
    ],
    [
      'half a key with an agency',
      { 'access-key': 'AccessKey', 'assume-agency-urn': AGENCY },
      '`secret-key` is missing: access-key is of no use without it.',
    ],
    [
      'an agency by name',
      { ...OIDC, 'agency-urn': 'promoter' },
      "`agency-urn` must be the URN of an agency, such as iam::ACCOUNT-ID:agency:NAME, but is 'promoter'.",
    ],
    [
      'a provider that is an agency',
      { ...OIDC, 'provider-urn': AGENCY },
      `\`provider-urn\` must be the URN of an OIDC identity provider, such as iam::ACCOUNT-ID:oidcProvider:NAME, but is '${AGENCY}'.`,
    ],
    [
      'three STS regions',
      { ...OIDC, 'sts-regions': 'cn-north-4, cn-east-3, cn-south-1' },
      '`sts-regions` must be one region, or two: the second is asked when the first gives no answer.',
    ],
    [
      'a session that is too short',
      { ...OIDC, 'session-duration': '10m' },
      "`session-duration` must be between 15m and 12h, but is '10m'.",
    ],
    [
      'a long session for a temporary key',
      { ...KEY, 'security-token': 'Temporary', 'assume-agency-urn': AGENCY, 'session-duration': '2h' },
      '`session-duration` must be at most 1h where the access key is a temporary one.',
    ],
  ])('%s', (_, given, complaint) => {
    expect(read(given).errors).toBe(complaint);
  });

  test('secrets that are not used are masked as well', () => {
    expect(read({ ...OIDC, ...KEY, ...USER, 'auth-token': 'IamToken', 'security-token': 'Temporary' }).masked).toEqual(
      expect.arrayContaining(['SecretKey', 'Temporary', 'IamToken', 'pass word é']),
    );
  });
});
