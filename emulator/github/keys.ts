import { generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../digest.ts';

/** A public key of the issuer as its key set has it. */
export interface PublicKey extends JsonWebKey {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

/** `own` is in the issuer's key set; `foreign` is not. */
type KeyName = 'own' | 'foreign';

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

// Created on first use and once per process: generating a key is slow, and most emulators never need one.
const pairs = new Map<KeyName, KeyPair>();

function getKeyPair(name: KeyName): KeyPair {
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const generated = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = generated.publicKey.export({ format: 'jwk' });
  const publicKey: PublicKey = { ...jwk, kid: sha256(JSON.stringify(jwk)).slice(0, 40), alg: 'RS256', use: 'sig' };
  const pair = { privateKey: generated.privateKey, publicKey };
  pairs.set(name, pair);
  return pair;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The issuer's key set. Never has the foreign key. */
export function getPublicKeys(): readonly PublicKey[] {
  return [getKeyPair('own').publicKey];
}

/**
 * Creates a JSON web token with an RS256 signature. With the foreign key it still names the id of the issuer's own key, so that only
 * the signature is wrong.
 */
export function signToken(claims: Readonly<Record<string, unknown>>, key: KeyName = 'own'): string {
  const { kid } = getKeyPair('own').publicKey;
  const signed = `${encode({ alg: 'RS256', kid, typ: 'JWT', x5t: kid })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), getKeyPair(key).privateKey).toString('base64url')}`;
}
