/** Which identity the action works with: exactly one way to sign in, chosen once. */
import type { InputName } from './defaults.ts';
import type { InputReader } from './reader.ts';
import { readAssumedAgency, readOidc, type AgencyCredentials, type OidcCredentials } from './agencies.ts';
import { type AccessKeyCredentials, type Environment, readKeys } from './access-keys.ts';

export interface TokenCredentials {
  readonly mode: 'auth-token';
  /** An IAM token; bound to one project, so valid in one region. */
  readonly token: string;
  readonly origin: string;
}

export interface PasswordCredentials {
  readonly mode: 'password';
  readonly user: string;
  readonly password: string;
  /** The account that the user belongs to. */
  readonly domain: string;
  readonly origin: string;
}

export type Credentials =
  AccessKeyCredentials | TokenCredentials | OidcCredentials | AgencyCredentials | PasswordCredentials;

/** The ways to sign in, and the inputs that choose each. */
const WAYS = {
  oidc: ['agency-urn', 'provider-urn'],
  keys: ['access-key', 'secret-key', 'security-token', 'assume-agency-urn'],
  token: ['auth-token'],
  password: ['iam-user', 'iam-password', 'iam-domain'],
} as const satisfies Record<string, readonly InputName[]>;

const FOR_AGENCY = 'and `secret-key` are required: the agency of assume-agency-urn is assumed with them';

const SECRETS = ['secret-key', 'security-token', 'auth-token', 'iam-password'] as const;

/**
 * Picks exactly one mode. Inputs win over the environment as a whole: an access key from one place is never paired with
 * a secret from another. Complaints stay in the reader, and a stand-in is given.
 */
export function readCredentials(inputs: InputReader, environment: Environment): Credentials {
  const given = Object.values(WAYS).map((names) => names.filter((name) => inputs.isGiven(name)));
  const [first, ...others] = given.filter((names) => names.length > 0).map((names) => names[0] ?? 'access-key');
  for (const other of others) {
    inputs.complain(other, `and \`${first}\` are two ways to sign in: give the inputs of one of them`);
  }
  // Masked although they will not be used.
  if (others.length > 0) for (const name of SECRETS) inputs.password(name);

  if (isAnyGiven(inputs, WAYS.oidc)) return readOidc(inputs);
  const token = inputs.secret('auth-token');
  if (token !== '') return { mode: 'auth-token', token, origin: 'the input auth-token' };
  if (isAnyGiven(inputs, WAYS.password)) return readPassword(inputs);
  const isAssumed = inputs.isGiven('assume-agency-urn');
  const keys = readKeys(inputs, environment, isAssumed ? FOR_AGENCY : undefined);
  return isAssumed ? readAssumedAgency(inputs, keys) : keys;
}

function readPassword(inputs: InputReader): PasswordCredentials {
  // A password may hold spaces and letters of any script; it travels in a body.
  const password = inputs.password('iam-password');
  for (const name of WAYS.password) {
    if (!inputs.isGiven(name)) inputs.complain(name, 'is missing: iam-user, iam-password and iam-domain go together');
  }
  const user = inputs.text('iam-user');
  return {
    mode: 'password',
    user,
    password,
    domain: inputs.text('iam-domain'),
    origin: `the password of the IAM user '${user}' (inputs iam-user, iam-password and iam-domain)`,
  };
}

function isAnyGiven(inputs: InputReader, names: readonly InputName[]): boolean {
  return names.some((name) => inputs.isGiven(name));
}
