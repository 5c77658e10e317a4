/** Access keys, permanent or temporary, from the inputs or else from the environment. */
import type { InputReader } from './reader.ts';

export interface AccessKeyCredentials {
  readonly mode: 'access-key';
  readonly accessKey: string;
  readonly secretKey: string;
  /** Empty for permanent keys. */
  readonly securityToken: string;
  /** Where they came from, in words for the log. */
  readonly origin: string;
}

export interface Environment {
  env(name: string): string;
  mask(secret: string): void;
}

/** Read-only fallbacks, the SDKs' names before Terraform's. */
const ENVIRONMENT_KEYS = [
  { access: 'HUAWEICLOUD_SDK_AK', secret: 'HUAWEICLOUD_SDK_SK', token: 'HUAWEICLOUD_SDK_SECURITY_TOKEN' },
  { access: 'HW_ACCESS_KEY', secret: 'HW_SECRET_KEY', token: 'HW_SECURITY_TOKEN' },
] as const;

const NOTHING_GIVEN =
  'and `secret-key` are required, or `agency-urn` and `provider-urn`, or another way to sign in: no credentials were given';

/** The key from one place as a whole; complaints stay in the reader. `without` words that there is none. */
export function readKeys(
  inputs: InputReader,
  environment: Environment,
  without: string = NOTHING_GIVEN,
): AccessKeyCredentials {
  const accessKey = inputs.identifier('access-key');
  const secretKey = inputs.secret('secret-key');
  const securityToken = inputs.secret('security-token');
  if (accessKey === '' && secretKey === '' && securityToken === '')
    return keysFromEnvironment(inputs, environment, without);
  if (accessKey === '')
    inputs.complain('access-key', 'is missing: secret-key and security-token are of no use without it');
  if (secretKey === '') inputs.complain('secret-key', 'is missing: access-key is of no use without it');
  return { mode: 'access-key', accessKey, secretKey, securityToken, origin: 'the inputs access-key and secret-key' };
}

function keysFromEnvironment(inputs: InputReader, environment: Environment, without: string): AccessKeyCredentials {
  for (const names of ENVIRONMENT_KEYS) {
    const accessKey = environment.env(names.access);
    const secretKey = environment.env(names.secret);
    if (accessKey === '' && secretKey === '') continue;
    const securityToken = environment.env(names.token);
    for (const secret of [secretKey, securityToken]) if (secret !== '') environment.mask(secret);
    if (accessKey === '')
      inputs.complain('access-key', `is not given, and the environment has ${names.secret} without ${names.access}`);
    if (secretKey === '')
      inputs.complain('secret-key', `is not given, and the environment has ${names.access} without ${names.secret}`);
    if (!/^[\x21-\x7e]*$/.test(accessKey + secretKey + securityToken)) {
      inputs.complain(
        'access-key',
        `comes from ${names.access} and its fellows, which must be one line of visible ASCII characters each`,
      );
    }
    const origin = `the environment variables ${names.access} and ${names.secret}`;
    return { mode: 'access-key', accessKey, secretKey, securityToken, origin };
  }
  inputs.complain('access-key', without);
  return { mode: 'access-key', accessKey: '', secretKey: '', securityToken: '', origin: 'nowhere' };
}
