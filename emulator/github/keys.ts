import { generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../digest.ts';

/** A public key as the key set shows it. */
export interface PublicKey extends JsonWebKey {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

interface Pair {
  readonly privateKey: KeyObject;
  readonly shown: PublicKey;
}

// Made when first needed, which most worlds never do, and once a process: a key takes a noticeable time to make.
const pairs = new Map<'own' | 'foreign', Pair>();

function pairOf(name: 'own' | 'foreign'): Pair {
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const shown: PublicKey = { ...jwk, kid: sha256(JSON.stringify(jwk)).slice(0, 40), alg: 'RS256', use: 'sig' };
  const pair = { privateKey, shown };
  pairs.set(name, pair);
  return pair;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The key set: what GitHub signs with. Never the foreign key. */
export function publicKeys(): readonly PublicKey[] {
  return [pairOf('own').shown];
}

/**
 * A JSON web token with an RS256 signature. With the foreign key it claims the id of the right one, so that nothing but the
 * signature is wrong.
 */
export function signedToken(claims: Readonly<Record<string, unknown>>, key: 'own' | 'foreign' = 'own'): string {
  const { kid } = pairOf('own').shown;
  const signed = `${encode({ alg: 'RS256', kid, typ: 'JWT', x5t: kid })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), pairOf(key).privateKey).toString('base64url')}`;
}
