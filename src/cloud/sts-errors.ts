/**
 * Why STS issued no keys, as an error code. STS documents no codes for this, so its message decides; the patterns come
 * from its documentation, from messages that users published, and from those of other clouds.
 */
import type { ErrorCode } from '../errors.ts';
import type { ServiceError } from '../http/service-error.ts';
import { isNoSuchApi } from './reply-rules.ts';

/** The codes that {@link classifyStsError} gives. */
export type StsErrorCode = Extract<ErrorCode, `agency-${string}` | `oidc-${string}` | `session-${string}`>;

/** What is exchanged for the keys of the agency: an ID token (AssumeAgencyWithOIDC), or an access key (AssumeAgency). */
export type StsExchange = 'id-token' | 'access-key';

/** No reason is longer. The patterns take time that grows with the square of the length. */
const MAX_REASON = 2000;

const TRUST_POLICY = /trust polic|identity-based policy|\bcondition/i;
const EXPIRED = /expired|\bexp\b|validity period|not yet valid|\bnbf\b|\biat\b|too old/i;
const AUDIENCE = /audience|\baud\b|client.?id/i;
const KEYS = /jwks|(fetch|get|obtain|retriev|download|load)\w*\b.*\b(keys?|openid|well-known)\b/i;
const ISSUER = /signature|thumbprint|issuer|\biss\b|verification key/i;
const MISSING =
  /not (exist|found)|no such|unknown|(cannot|could not) be found|\bno\b.*\bfound\b|invalid|malformed|illegal/i;
const DENIED = /\bsub\b|subject|access denied|not (authorized|allowed|permitted)/i;

/**
 * The code for a refusal of STS. `oidc-refused` means that an ID token was refused for a reason that STS does not say;
 * without an ID token every such refusal is `agency-refused`.
 */
export function classifyStsError({ status, message: whole }: ServiceError, exchange: StsExchange): StsErrorCode {
  const message = whole.slice(0, MAX_REASON);
  const isIdToken = exchange === 'id-token';
  const notTrusted = isIdToken ? 'oidc-trust-policy' : 'agency-refused';
  if (TRUST_POLICY.test(message)) return notTrusted;
  if (isIdToken) {
    if (EXPIRED.test(message)) return 'oidc-token-expired';
    if (AUDIENCE.test(message)) return 'oidc-audience';
    if (ISSUER.test(message) || KEYS.test(message)) return 'oidc-issuer';
  }
  if (/duration/i.test(message)) return 'session-duration-too-long';
  if (status === 400 && /polic/i.test(message)) return 'session-policy-refused';
  const isMissing = status === 404 || MISSING.test(message);
  if (isIdToken && isMissing && /provider/i.test(message)) return 'oidc-provider-missing';
  // AssumeAgency names nothing but the agency, so that is what is missing.
  if (isMissing && (!isIdToken || /agency/i.test(message))) return 'agency-missing';
  return isIdToken && status !== 403 && !DENIED.test(message) ? 'oidc-refused' : notTrusted;
}

/** The codes that {@link mayPassSoon} may be true for. */
export const MAY_PASS_SOON: ReadonlySet<ErrorCode> = new Set<StsErrorCode>([
  'agency-missing',
  'oidc-provider-missing',
  'oidc-issuer',
]);

/**
 * Whether a refusal may be over in a moment: an agency or a provider that was made just now is not known everywhere yet, and
 * STS has to fetch the keys of the provider.
 */
export function mayPassSoon(error: ServiceError, exchange: StsExchange): boolean {
  const code = classifyStsError(error, exchange);
  return MAY_PASS_SOON.has(code) && (code !== 'oidc-issuer' || KEYS.test(error.message.slice(0, MAX_REASON)));
}

/** "This API is not supported in this region": not documented, but published by users. */
const NOT_IN_THIS_REGION = 'STS5.1007';

/**
 * Whether the region has no STS, so that another region is worth asking: the gateway knows no such API, STS itself says
 * so, or something in front of it answered with a page of its own or with 410.
 */
export function isStsMissing(error: ServiceError): boolean {
  return isNoSuchApi(error) || error.status === 410 || error.code === NOT_IN_THIS_REGION || error.isPage === true;
}
