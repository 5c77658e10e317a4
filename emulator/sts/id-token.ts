import { createPublicKey, verify } from 'node:crypto';
import type { Call } from '../call.ts';
import { publicKeys } from '../github/keys.ts';
import { isRecord } from '../reader.ts';
import { stsRefusal } from './refusals.ts';
import type { Provider } from './seed.ts';

/** What was proved by an ID token. */
export interface ProvedIdentity {
  readonly audience: string;
  readonly subject: string;
}

function part(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Proves an ID token: RS256 by a key of the issuer, which must be the provider's, within its time, for one of its clients.
 * Only the emulated GitHub can be asked for keys. AssumeAgencyWithOIDC; OpenID Connect Core 3.1.3.7. Throws a 400 each.
 */
export function proveIdToken(call: Call, token: string, provider: Provider): ProvedIdentity {
  const invalid = (why: string) => stsRefusal(call, 400, '0031', `invalid id token: ${why}`);
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const [head, claims] = [part(header), part(payload)];
  if (head === undefined || claims === undefined || more.length > 0) throw invalid('not a JSON web token');
  if (claims['iss'] !== provider.url) throw invalid('the issuer is not that of the identity provider');
  if (head['alg'] !== 'RS256') throw invalid('the algorithm is not RS256');
  if (call.cloud.issuer?.issuer !== provider.url) {
    throw stsRefusal(call, 400, '0035', 'failed to obtain the keys of the identity provider');
  }
  const jwk = publicKeys().find((candidate) => candidate.kid === head['kid']);
  const signed = Buffer.from(`${header}.${payload}`);
  const right =
    jwk !== undefined &&
    verify('sha256', signed, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!right) throw invalid('the signature does not verify');
  const seconds = call.now / 1000;
  const { exp, nbf, iat, aud, sub } = claims;
  if (typeof exp !== 'number' || typeof iat !== 'number') throw invalid('exp or iat is missing');
  if (seconds >= exp) throw stsRefusal(call, 400, '0032', 'the id token has expired');
  if (iat > seconds || (typeof nbf === 'number' && nbf > seconds)) throw invalid('it is not yet valid');
  if (typeof sub !== 'string' || sub === '') throw invalid('sub is missing');
  const audience = [aud].flat().find((entry) => provider.clientIds.some((client) => client === entry));
  if (typeof audience !== 'string') {
    throw stsRefusal(call, 400, '2001', 'the audience of the id token is not a client of the identity provider');
  }
  return { audience, subject: sub };
}
