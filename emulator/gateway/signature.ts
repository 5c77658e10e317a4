import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseQuery } from '../address.ts';
import { sha256 } from '../digest.ts';

/** The parts of a header `Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`. */
export interface Authorization {
  readonly accessKey: string;
  /** Names in lower case, in the order of the header. */
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
}

/** The parts of a request that a signature covers, as they were sent. */
export interface SignedRequest {
  readonly method: string;
  readonly wirePath: string;
  readonly wireQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/** Reads an Authorization header; undefined for any other form than the documented one. Signature Guide, "Signing Requests". */
export function parseAuthorization(header: string): Authorization | undefined {
  const found = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/.exec(header);
  const [, accessKey, names, signature] = found ?? [];
  if (accessKey === undefined || names === undefined || signature === undefined) return undefined;
  return { accessKey, signedHeaders: names.toLowerCase().split(';'), signature };
}

/** Encodes everything but A-Z a-z 0-9 - _ . ~ as %XX; encodeURIComponent leaves five more characters as they are. */
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

/** Compares by UTF-16 code unit; `localeCompare` would give another order. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The query in the form in which it is signed: sorted by name, then by value as text. An empty value keeps its `=`. */
export function canonicalQuery(wireQuery: string): string {
  return (parseQuery(wireQuery) ?? [])
    .toSorted((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** The text whose hash is signed, in six parts. Signature Guide, "Constructing a Standard Request". */
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

/** The right signature of a request: 64 lower-case hexadecimal digits. Signature Guide, "Calculating the Signature". */
export function computeSignature(request: SignedRequest, signedHeaders: readonly string[], secretKey: string): string {
  const date = (request.headers['x-sdk-date'] ?? '').trim();
  const toSign = [ALGORITHM, date, sha256(canonicalRequest(request, signedHeaders))].join('\n');
  return createHmac('sha256', secretKey).update(toSign).digest('hex');
}

/** Whether the signature of an Authorization header is right. Takes the same time for every wrong signature. */
export function isSignatureValid(request: SignedRequest, authorization: Authorization, secretKey: string): boolean {
  const expected = Buffer.from(computeSignature(request, authorization.signedHeaders, secretKey));
  const given = Buffer.from(authorization.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
