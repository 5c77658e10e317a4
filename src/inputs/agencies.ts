/** Agencies whose temporary keys the action works with, obtained with GitHub's ID token or with an access key. */
import type { InputReader } from './reader.ts';
import { AGENCY_URN, EXTERNAL_ID, PROVIDER_URN, REGION } from './rules.ts';
import type { AccessKeyCredentials } from './access-keys.ts';

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

/** Reads the inputs of the method `oidc`. Errors stay in the reader. */
export function readOidc(inputs: InputReader): OidcCredentials {
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
export function readAssumedAgency(inputs: InputReader, key: AccessKeyCredentials): AgencyCredentials {
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

const CHAINED_SESSION_MAX_MS = 3_600_000;

const AUDIENCE = { pattern: /^[\x21-\x7e]{1,255}$/, description: 'one line of 1 to 255 visible ASCII characters' };

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
