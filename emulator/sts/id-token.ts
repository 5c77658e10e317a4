import { createPublicKey, verify } from 'node:crypto';
import type { Call } from '../call.ts';
import { getPublicKeys } from '../github/keys.ts';
import { isRecord } from '../reader.ts';
import type { OidcProvider } from '../state/agencies.ts';
import { stsError } from './errors.ts';

/** The verified claims of an ID token. */
export interface VerifiedIdentity {
  /** The audience that is a client of the identity provider. */
  readonly audience: string;
  readonly subject: string;
}

function decodePart(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Verifies an ID token, or throws a 400: it must be issued by the identity provider, signed with RS256 by a key of the issuer, be
 * within its validity, and have an audience that is a client of the provider. Keys are known of the emulated GitHub only. STS,
 * AssumeAgencyWithOIDC; OpenID Connect Core 3.1.3.7.
 */
export function verifyIdToken(call: Call, token: string, provider: OidcProvider): VerifiedIdentity {
  const invalid = (reason: string) => stsError(call, 400, '0031', `invalid id token: ${reason}`);
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const [head, claims] = [decodePart(header), decodePart(payload)];
  if (head === undefined || claims === undefined || more.length > 0) throw invalid('not a JSON web token');
  if (claims['iss'] !== provider.url) throw invalid('the issuer is not that of the identity provider');
  if (head['alg'] !== 'RS256') throw invalid('the algorithm is not RS256');
  if (call.cloud.issuer?.issuer !== provider.url) {
    throw stsError(call, 400, '0035', 'failed to obtain the keys of the identity provider');
  }
  const jwk = getPublicKeys().find((candidate) => candidate.kid === head['kid']);
  const signed = Buffer.from(`${header}.${payload}`);
  const isValid =
    jwk !== undefined &&
    verify('sha256', signed, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isValid) throw invalid('the signature does not verify');
  const seconds = call.now / 1000;
  const { exp, nbf, iat, aud, sub } = claims;
  if (typeof exp !== 'number' || typeof iat !== 'number') throw invalid('exp or iat is missing');
  if (seconds >= exp) throw stsError(call, 400, '0032', 'the id token has expired');
  if (iat > seconds || (typeof nbf === 'number' && nbf > seconds)) throw invalid('it is not yet valid');
  if (typeof sub !== 'string' || sub === '') throw invalid('sub is missing');
  const audience = [aud].flat().find((entry) => provider.clientIds.some((client) => client === entry));
  if (typeof audience !== 'string') {
    throw stsError(call, 400, '2001', 'the audience of the id token is not a client of the identity provider');
  }
  return { audience, subject: sub };
}
