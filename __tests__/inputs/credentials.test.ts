import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Credentials, readCredentials } from '../../src/inputs/credentials.ts';
import { givenInputs, type Given } from '../support/given-inputs.ts';

interface Read {
  readonly credentials: Credentials;
  readonly errors: string;
  readonly masked: readonly string[];
}

function read(given: Given, environment: Readonly<Record<string, string>> = {}): Read {
  const { inputs, errors, masked } = givenInputs(given);
  const fromEnvironment: string[] = [];
  const credentials = readCredentials(inputs, {
    env: (name) => environment[name] ?? '',
    mask: (secret) => fromEnvironment.push(secret),
  });
  return { credentials, errors: errors(), masked: [...masked, ...fromEnvironment] };
}

const KEY = { 'access-key': 'AccessKey', 'secret-key': 'SecretKey' };
const SDK = { HUAWEICLOUD_SDK_AK: 'SdkAccess', HUAWEICLOUD_SDK_SK: 'SdkSecret' };
const AUTH_ACTION = { HUAWEI_CLOUD_ACCESS_KEY_ID: 'ActionAccess', HUAWEI_CLOUD_SECRET_ACCESS_KEY: 'ActionSecret' };
const HW = { HW_ACCESS_KEY: 'HwAccess', HW_SECRET_KEY: 'HwSecret' };

describe('one authentication method, from one place', () => {
  test.each<[string, Given, Record<string, string>, Credentials, string[]]>([
    [
      'a permanent key from the inputs',
      KEY,
      {},
      {
        mode: 'access-key',
        accessKey: 'AccessKey',
        secretKey: 'SecretKey',
        securityToken: '',
        origin: 'the inputs access-key and secret-key',
      },
      ['SecretKey'],
    ],
    [
      'a temporary key from the inputs, although the environment has one',
      { ...KEY, 'security-token': 'Temporary' },
      { ...SDK, HUAWEICLOUD_SDK_SECURITY_TOKEN: 'SdkToken' },
      {
        mode: 'access-key',
        accessKey: 'AccessKey',
        secretKey: 'SecretKey',
        securityToken: 'Temporary',
        origin: 'the inputs access-key and secret-key',
      },
      ['SecretKey', 'Temporary'],
    ],
    [
      'a permanent key from the inputs is not paired with a token of the environment',
      KEY,
      { HUAWEICLOUD_SDK_SECURITY_TOKEN: 'SdkToken' },
      {
        mode: 'access-key',
        accessKey: 'AccessKey',
        secretKey: 'SecretKey',
        securityToken: '',
        origin: 'the inputs access-key and secret-key',
      },
      ['SecretKey'],
    ],
    [
      'a token from the inputs, although the environment has a key',
      { 'auth-token': 'IamToken' },
      SDK,
      { mode: 'auth-token', token: 'IamToken', origin: 'the input auth-token' },
      ['IamToken'],
    ],
    [
      'the names of the SDKs come before those of Terraform',
      {},
      { ...HW, HW_SECURITY_TOKEN: 'HwToken', ...SDK },
      {
        mode: 'access-key',
        accessKey: 'SdkAccess',
        secretKey: 'SdkSecret',
        securityToken: '',
        origin: 'the environment variables HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK',
      },
      ['SdkSecret'],
    ],
    [
      'the names of Terraform',
      {},
      { ...HW, HW_SECURITY_TOKEN: 'HwToken', HUAWEICLOUD_SDK_SECURITY_TOKEN: 'SdkToken' },
      {
        mode: 'access-key',
        accessKey: 'HwAccess',
        secretKey: 'HwSecret',
        securityToken: 'HwToken',
        origin: 'the environment variables HW_ACCESS_KEY and HW_SECRET_KEY',
      },
      ['HwSecret', 'HwToken'],
    ],
    [
      "the names of the vendor's sign-in action, after the others",
      {},
      { ...AUTH_ACTION, HUAWEI_CLOUD_SECURITY_TOKEN: 'ActionToken', HW_SECURITY_TOKEN: 'HwToken' },
      {
        mode: 'access-key',
        accessKey: 'ActionAccess',
        secretKey: 'ActionSecret',
        securityToken: 'ActionToken',
        origin: 'the environment variables HUAWEI_CLOUD_ACCESS_KEY_ID and HUAWEI_CLOUD_SECRET_ACCESS_KEY',
      },
      ['ActionSecret', 'ActionToken'],
    ],
    [
      'the names of Terraform, although the sign-in action ran',
      {},
      { ...AUTH_ACTION, ...HW },
      {
        mode: 'access-key',
        accessKey: 'HwAccess',
        secretKey: 'HwSecret',
        securityToken: '',
        origin: 'the environment variables HW_ACCESS_KEY and HW_SECRET_KEY',
      },
      ['HwSecret'],
    ],
    ...['Bearer IamToken', 'bearer   IamToken', ' BEARER\tIamToken\n'].map(
      (token): [string, Given, Record<string, string>, Credentials, string[]] => [
        `a token as a header has it: ${JSON.stringify(token)}`,
        { 'auth-token': token },
        {},
        { mode: 'auth-token', token: 'IamToken', origin: 'the input auth-token' },
        ['IamToken'],
      ],
    ),
  ])('%s', (_, given, environment, credentials, masked) => {
    expect(read(given, environment)).toEqual({ credentials, errors: '', masked });
  });
});

describe('an incomplete method, two methods, none', () => {
  test.each<[string, Given, Record<string, string>, string]>([
    [
      'access key alone',
      { 'access-key': 'AccessKey' },
      SDK,
      '`secret-key` is missing: access-key is of no use without it',
    ],
    [
      'secret key alone',
      { 'secret-key': 'SecretKey' },
      SDK,
      '`access-key` is missing: secret-key and security-token are of no use without it',
    ],
    [
      'security token alone',
      { 'security-token': 'Temporary' },
      SDK,
      '`access-key` is missing: secret-key and security-token are of no use without it; ' +
        '`secret-key` is missing: access-key is of no use without it',
    ],
    [
      'two methods',
      { ...KEY, 'auth-token': 'IamToken' },
      {},
      '`auth-token` and `access-key` are two ways to sign in: give the inputs of one of them',
    ],
    [
      'a token with a security token',
      { 'security-token': 'Temporary', 'auth-token': 'IamToken' },
      {},
      '`auth-token` and `security-token` are two ways to sign in: give the inputs of one of them',
    ],
    [
      'half a key in the environment is not completed from the other names',
      {},
      { HUAWEICLOUD_SDK_AK: 'SdkAccess', ...HW },
      '`secret-key` is not given, and the environment has HUAWEICLOUD_SDK_AK without HUAWEICLOUD_SDK_SK',
    ],
    [
      'the other half',
      {},
      { HW_SECRET_KEY: 'HwSecret' },
      '`access-key` is not given, and the environment has HW_SECRET_KEY without HW_ACCESS_KEY',
    ],
    [
      'nothing at all',
      {},
      {},
      '`access-key` and `secret-key` are required, or `agency-urn` and `provider-urn`, or another way to sign in: no credentials were given',
    ],
    [
      'a security token in the environment alone',
      {},
      { HUAWEICLOUD_SDK_SECURITY_TOKEN: 'SdkToken' },
      '`access-key` and `secret-key` are required, or `agency-urn` and `provider-urn`, or another way to sign in: no credentials were given',
    ],
    [
      'a key of the environment with a line break inside',
      {},
      { ...SDK, HUAWEICLOUD_SDK_SK: 'Sdk\nSecret' },
      '`access-key` comes from HUAWEICLOUD_SDK_AK and the variables beside it, each of which must be one line of visible ASCII characters (values not shown)',
    ],
    [
      'the word before a token, and no token, although the environment has a key',
      { 'auth-token': 'Bearer ' },
      SDK,
      '`auth-token` has no token behind the word Bearer',
    ],
    [
      'a secret in quotes',
      { ...KEY, 'secret-key': '"SecretKey"' },
      {},
      '`secret-key` must not be in quotes (value not shown)',
    ],
    [
      'a secret of the inputs with a line break inside',
      { ...KEY, 'secret-key': 'Secret\nKey' },
      {},
      '`secret-key` must be one line of visible ASCII characters (value not shown)',
    ],
  ])('%s', (_, given, environment, complaint) => {
    const { errors } = read(given, environment);
    expect(errors.replace(/^The (input is|\d+ inputs are) wrong: /, '')).toBe(`${complaint}.`);
  });
});

const some = (value: string): fc.Arbitrary<string> => fc.constantFrom('', value, `${value}\nline2`);

test('for all combinations: one place, all secrets masked, no secret in an error', () => {
  const places = fc.record({
    'access-key': some('IN-ak'),
    'secret-key': some('IN-secret'),
    'security-token': some('IN-secret-token'),
    'auth-token': some('TOKEN-secret'),
    HUAWEICLOUD_SDK_AK: some('SDK-ak'),
    HUAWEICLOUD_SDK_SK: some('SDK-secret'),
    HUAWEICLOUD_SDK_SECURITY_TOKEN: some('SDK-secret-token'),
    HW_ACCESS_KEY: some('HW-ak'),
    HW_SECRET_KEY: some('HW-secret'),
    HW_SECURITY_TOKEN: some('HW-secret-token'),
  });
  fc.assert(
    fc.property(places, (given) => {
      const { credentials, errors, masked } = read(given, given);
      const used =
        credentials.mode === 'access-key'
          ? [credentials.accessKey, credentials.secretKey, credentials.securityToken]
          : [credentials.mode === 'auth-token' ? credentials.token : 'never'];
      const present = used.filter((value) => value !== '');
      expect(new Set(present.map((value) => value.split('-')[0])).size).toBeLessThanOrEqual(1);
      const secrets = present.filter((value) => value.includes('secret'));
      expect(masked).toEqual(expect.arrayContaining(secrets));
      expect(errors).not.toMatch(/(IN|TOKEN|SDK|HW)-secret/);
      // Without a complaint the identity is whole, and can be put into a header.
      const isWhole =
        credentials.mode === 'auth-token' ||
        (credentials.mode === 'access-key' && credentials.accessKey !== '' && credentials.secretKey !== '');
      const isOneLine = present.every((value) => /^[\x21-\x7e]+$/.test(value));
      expect(errors !== '' || (isWhole && isOneLine)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
