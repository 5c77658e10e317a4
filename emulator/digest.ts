import { createHash } from 'node:crypto';

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A manifest digest derived from any text, for seeds and tests: the same text always gives the same digest. */
export function digestOf(word: string): string {
  return `sha256:${sha256(word)}`;
}

/** The form of a manifest digest. */
export const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;

/** A UUID derived from any text: the same text always gives the same UUID. */
export function uuidOf(word: string): string {
  const hex = sha256(word);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
