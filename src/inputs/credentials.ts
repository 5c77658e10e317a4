/** The credentials that the inputs, or else the environment, give: exactly one authentication method. */
import type { UserPassword } from '../cloud/iam.ts';
import { type AccessKeyCredentials, type CredentialEnvironment, readAccessKey } from './access-keys.ts';
import type { InputName } from './defaults.ts';
import type { InputReader } from './reader.ts';
import { AGENCY_URN, EXTERNAL_ID, PROVIDER_URN, REGION } from './rules.ts';

/** An IAM token that the workflow obtained itself. */
export interface TokenCredentials {
  readonly mode: 'auth-token';
  /** Bound to one project, so valid in one region only. */
  readonly token: string;
  readonly origin: string;
}

/** An IAM user who signs in with a password. */
export interface PasswordCredentials extends UserPassword {
  readonly mode: 'password';
  readonly origin: string;
}

/** The session of an agency, as requested from STS. */
export interface AgencySession {
  readonly agencyUrn: string;
  readonly durationMs: number;
  /** Whether a session policy limits the keys to what the plan needs. */
  readonly isNarrowed: boolean;
  /** The regions whose STS is asked, in this order; empty to choose by the region of the step. */
  readonly stsRegions: readonly string[];
}

/** GitHub's ID token is exchanged for keys of the agency. */
export interface OidcCredentials extends AgencySession {
  readonly mode: 'oidc';
  readonly providerUrn: string;
  readonly audience: string;
  readonly origin: string;
}

/** An access key assumes the agency. */
export interface AgencyCredentials extends AgencySession {
  readonly mode: 'agency';
  /** The key that assumes the agency. */
  readonly key: AccessKeyCredentials;
  /** The external id that the trust policy of the agency may ask for; empty for none. */
  readonly externalId: string;
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

const CHAINED_SESSION_MAX_MS = 3_600_000;

const AUDIENCE = { pattern: /^[\x21-\x7e]{1,255}$/, description: 'one line of 1 to 255 visible ASCII characters' };

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
  if (token === '' && inputs.isGiven('auth-token'))
    inputs.addError('auth-token', 'has no token behind the word Bearer');
  if (inputs.isGiven('auth-token')) return { mode: 'auth-token', token, origin: 'the input auth-token' };
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

/** Reads the inputs of the method `oidc`. Errors stay in the reader. */
function readOidc(inputs: InputReader): OidcCredentials {
  const agencyUrn = inputs.text('agency-urn', AGENCY_URN);
  const providerUrn = inputs.text('provider-urn', PROVIDER_URN);
  if (agencyUrn === '') inputs.addError('agency-urn', 'is missing: provider-urn is of no use without it');
  if (providerUrn === '') inputs.addError('provider-urn', 'is missing: agency-urn is of no use without it');
  return {
    mode: 'oidc',
    ...readSession(inputs, agencyUrn),
    providerUrn,
    audience: inputs.text('audience', AUDIENCE),
    origin: `OIDC: GitHub's ID token, as the agency ${agencyUrn} (inputs agency-urn and provider-urn)`,
  };
}

/** Reads the inputs for an agency that `key` assumes, usually one of another account. Errors stay in the reader. */
function readAssumedAgency(inputs: InputReader, key: AccessKeyCredentials): AgencyCredentials {
  const session = readSession(inputs, inputs.text('assume-agency-urn', AGENCY_URN));
  // Source: STS API reference, AssumeAgency: a temporary key gets sessions of at most one hour.
  if (key.securityToken !== '' && session.durationMs > CHAINED_SESSION_MAX_MS) {
    inputs.addError('session-duration', 'must be at most 1h where the access key is a temporary one');
  }
  return {
    mode: 'agency',
    ...session,
    key,
    externalId: inputs.text('external-id', EXTERNAL_ID),
    origin: `${key.origin}, as the agency ${session.agencyUrn} (input assume-agency-urn)`,
  };
}

function readSession(inputs: InputReader, agencyUrn: string): AgencySession {
  const stsRegions = inputs.list('sts-regions', REGION);
  if (stsRegions.length > 2)
    inputs.addError('sts-regions', 'must be one region, or two: the second is asked when the first gives no answer');
  return {
    agencyUrn,
    durationMs: inputs.duration('session-duration', { min: '15m', max: '12h' }),
    isNarrowed: inputs.flag('session-policy'),
    stsRegions,
  };
}

function isAnyGiven(inputs: InputReader, names: readonly InputName[]): boolean {
  return names.some((name) => inputs.isGiven(name));
}
