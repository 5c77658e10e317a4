import { createHash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256 of the text or bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A manifest digest made from any word: the same word gives the same digest, for seeds and tests. */
export function digestOf(word: string): string {
  return `sha256:${sha256(word)}`;
}

/** The shape of a manifest digest. */
export const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;

/** A stable UUID made from any word. */
export function uuidOf(word: string): string {
  const hex = sha256(word);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
