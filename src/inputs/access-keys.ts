/** Access keys, permanent or temporary, from the inputs or else from the environment. */
import type { AccessKey } from '../cloud/iam.ts';
import type { InputReader } from './reader.ts';

/** An access key that the workflow gives. */
export interface AccessKeyCredentials extends AccessKey {
  readonly mode: 'access-key';
  /** Where it was given, in words for the log. */
  readonly origin: string;
}

/** Where an access key is read from when the inputs give no credentials. */
export interface CredentialEnvironment {
  /** An environment variable; empty when it is not set. */
  env(name: string): string;
  /** Hides a secret in the log from now on. */
  mask(secret: string): void;
}

/** The names of Huawei Cloud's SDKs, of its Terraform provider, and of its action auth-action, in this order. */
const ENVIRONMENT_KEYS = [
  { access: 'HUAWEICLOUD_SDK_AK', secret: 'HUAWEICLOUD_SDK_SK', token: 'HUAWEICLOUD_SDK_SECURITY_TOKEN' },
  { access: 'HW_ACCESS_KEY', secret: 'HW_SECRET_KEY', token: 'HW_SECURITY_TOKEN' },
  {
    access: 'HUAWEI_CLOUD_ACCESS_KEY_ID',
    secret: 'HUAWEI_CLOUD_SECRET_ACCESS_KEY',
    token: 'HUAWEI_CLOUD_SECURITY_TOKEN',
  },
] as const;

const NO_CREDENTIALS =
  'and `secret-key` are required, or `agency-urn` and `provider-urn`, or another way to sign in: no credentials were given';

/**
 * Reads the key from the inputs, or else from the environment, never a part from each. Errors stay in the reader;
 * `noKeyError` is the one for no key at all, completing "`access-key` …".
 */
export function readAccessKey(
  inputs: InputReader,
  environment: CredentialEnvironment,
  noKeyError: string = NO_CREDENTIALS,
): AccessKeyCredentials {
  const accessKey = inputs.identifier('access-key');
  const secretKey = inputs.secret('secret-key');
  const securityToken = inputs.secret('security-token');
  if (accessKey === '' && secretKey === '' && securityToken === '')
    return accessKeyFromEnvironment(inputs, environment, noKeyError);
  if (accessKey === '')
    inputs.addError('access-key', 'is missing: secret-key and security-token are of no use without it');
  if (secretKey === '') inputs.addError('secret-key', 'is missing: access-key is of no use without it');
  return { mode: 'access-key', accessKey, secretKey, securityToken, origin: 'the inputs access-key and secret-key' };
}

function accessKeyFromEnvironment(
  inputs: InputReader,
  environment: CredentialEnvironment,
  noKeyError: string,
): AccessKeyCredentials {
  for (const names of ENVIRONMENT_KEYS) {
    const accessKey = environment.env(names.access);
    const secretKey = environment.env(names.secret);
    if (accessKey === '' && secretKey === '') continue;
    const securityToken = environment.env(names.token);
    for (const secret of [secretKey, securityToken]) if (secret !== '') environment.mask(secret);
    if (accessKey === '')
      inputs.addError('access-key', `is not given, and the environment has ${names.secret} without ${names.access}`);
    if (secretKey === '')
      inputs.addError('secret-key', `is not given, and the environment has ${names.access} without ${names.secret}`);
    if (!/^[\x21-\x7e]*$/.test(accessKey + secretKey + securityToken)) {
      inputs.addError(
        'access-key',
        `comes from ${names.access} and the variables beside it, each of which must be one line of visible ASCII characters (values not shown)`,
      );
    }
    const origin = `the environment variables ${names.access} and ${names.secret}`;
    return { mode: 'access-key', accessKey, secretKey, securityToken, origin };
  }
  inputs.addError('access-key', noKeyError);
  return { mode: 'access-key', accessKey: '', secretKey: '', securityToken: '', origin: 'nowhere' };
}
