/** The credentials that the inputs, or else the environment, give: exactly one authentication method. */
import type { InputName } from './defaults.ts';
import type { InputReader } from './reader.ts';
import { readAssumedAgency, readOidc, type AgencyCredentials, type OidcCredentials } from './agencies.ts';
import { type AccessKeyCredentials, type CredentialEnvironment, readAccessKey } from './access-keys.ts';

/** An IAM token that the workflow obtained itself. */
export interface TokenCredentials {
  readonly mode: 'auth-token';
  /** Bound to one project, so valid in one region only. */
  readonly token: string;
  readonly origin: string;
}

/** An IAM user who signs in with a password. */
export interface PasswordCredentials {
  readonly mode: 'password';
  readonly user: string;
  readonly password: string;
  /** Name of the account that the user belongs to. */
  readonly domain: string;
  readonly origin: string;
}

/** What a run signs in with. `origin` says for the log where it was given. */
export type Credentials =
  AccessKeyCredentials | TokenCredentials | OidcCredentials | AgencyCredentials | PasswordCredentials;

/** The inputs that select each authentication method; giving any of them does. */
const AUTH_METHODS = {
  oidc: ['agency-urn', 'provider-urn'],
  accessKey: ['access-key', 'secret-key', 'security-token', 'assume-agency-urn'],
  token: ['auth-token'],
  password: ['iam-user', 'iam-password', 'iam-domain'],
} as const satisfies Record<string, readonly InputName[]>;

const AGENCY_NEEDS_KEY = 'and `secret-key` are required: the agency of assume-agency-urn is assumed with them';

const SECRETS = ['secret-key', 'security-token', 'auth-token', 'iam-password'] as const;

/**
 * Reads the credentials of one authentication method. Where several are given, or one is incomplete, that is an error in
 * the reader and the result is not usable. An access key comes as a whole from the inputs or as a whole from the
 * environment.
 */
export function readCredentials(inputs: InputReader, environment: CredentialEnvironment): Credentials {
  const given = Object.values(AUTH_METHODS).map((names) => names.filter((name) => inputs.isGiven(name)));
  const [first, ...others] = given.filter((names) => names.length > 0).map((names) => names[0] ?? 'access-key');
  for (const other of others) {
    inputs.addError(other, `and \`${first}\` are two ways to sign in: give the inputs of one of them`);
  }
  // Reading masks: also what will not be used.
  if (others.length > 0) for (const name of SECRETS) inputs.password(name);

  if (isAnyGiven(inputs, AUTH_METHODS.oidc)) return readOidc(inputs);
  const token = inputs.secret('auth-token');
  if (token !== '') return { mode: 'auth-token', token, origin: 'the input auth-token' };
  if (isAnyGiven(inputs, AUTH_METHODS.password)) return readPassword(inputs);
  const isAssumed = inputs.isGiven('assume-agency-urn');
  const keys = readAccessKey(inputs, environment, isAssumed ? AGENCY_NEEDS_KEY : undefined);
  return isAssumed ? readAssumedAgency(inputs, keys) : keys;
}

function readPassword(inputs: InputReader): PasswordCredentials {
  // Any characters are allowed, spaces too, because the password is sent in a body and not in a header.
  const password = inputs.password('iam-password');
  for (const name of AUTH_METHODS.password) {
    if (!inputs.isGiven(name)) inputs.addError(name, 'is missing: iam-user, iam-password and iam-domain go together');
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
