import { createHmac, timingSafeEqual } from 'node:crypto';
import { queryOf } from './address.ts';
import { sha256 } from './digest.ts';

/** The parts of an `Authorization: SDK-HMAC-SHA256 …` header. */
export interface Claim {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** What is signed: the request as it is on the wire, header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  readonly wirePath: string;
  readonly wireQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/** Reads the header; undefined if it is not of the documented form (Signature Guide, "Signing Requests"). */
export function claimOf(authorization: string): Claim | undefined {
  const found = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/.exec(
    authorization,
  );
  const [, accessKey, names, signature] = found ?? [];
  if (accessKey === undefined || names === undefined || signature === undefined) return undefined;
  return { accessKey, signedHeaders: names.toLowerCase().split(';'), signature };
}

/** Everything but A-Z a-z 0-9 - _ . ~ becomes %XX: stricter than encodeURIComponent by five characters. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalPath(wirePath: string): string {
  const path = wirePath
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

/** By code unit, which is how JavaScript compares strings; `localeCompare` would not do. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The query as it is signed: sorted by name, then by value as text, an empty value keeping its `=`. */
export function canonicalQuery(wireQuery: string): string {
  return (queryOf(wireQuery) ?? [])
    .toSorted((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** The six parts that are hashed and signed. Signature Guide, "Constructing a Standard Request". */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const header = (name: string): string => (request.headers[name] ?? '').trim();
  const payload = signedHeaders.includes('x-sdk-content-sha256')
    ? header('x-sdk-content-sha256')
    : sha256(request.body);
  return [
    request.method.toUpperCase(),
    canonicalPath(request.wirePath),
    canonicalQuery(request.wireQuery),
    signedHeaders.map((name) => `${name}:${header(name)}\n`).join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n');
}

/** The signature that the request must carry. Signature Guide, "Calculating the Signature". */
export function signatureOf(request: SignedRequest, signedHeaders: readonly string[], secretKey: string): string {
  const date = (request.headers['x-sdk-date'] ?? '').trim();
  const toSign = [ALGORITHM, date, sha256(canonicalRequest(request, signedHeaders))].join('\n');
  return createHmac('sha256', secretKey).update(toSign).digest('hex');
}

/** Whether the claimed signature is the right one; the comparison tells nothing by its duration. */
export function isSignedWith(request: SignedRequest, claim: Claim, secretKey: string): boolean {
  const right = Buffer.from(signatureOf(request, claim.signedHeaders, secretKey));
  const claimed = Buffer.from(claim.signature);
  return right.length === claimed.length && timingSafeEqual(right, claimed);
}
