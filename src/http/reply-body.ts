/** The body of a reply as text. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { fieldOf } from './json.ts';
import { NetworkError } from './network-error.ts';

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['br', brotliDecompressSync],
  // Some servers leave out the header of zlib, whose first byte ends in 8.
  ['deflate', (bytes, options) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync : inflateRawSync)(bytes, options)],
]);

/** In characters: a longer one is none that is known. */
const MAX_ENCODING_NAME = 50;

/** Nobody encodes a body more often. */
const MAX_ENCODINGS = 3;

/**
 * Reads a body to its end, and decodes it: its encodings, also those that were not asked for, and its charset, which is
 * UTF-8 where the reply names none that is known.
 * @param maxBytes the largest body, before and after its encodings are decoded
 * @throws NetworkError `reply-too-large`, or `reply-invalid` for an encoding that is unknown or broken; else whatever the
 * iteration of `chunks` throws
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(chunk);
  }
  const body = decompress(Buffer.concat(parts), headers['content-encoding'] ?? '', maxBytes);
  return decodeText(body, headers['content-type'] ?? '');
}

/** Synchronous: other tasks of the thread pool, such as a DNS lookup that hangs, would delay it. */
function decompress(bytes: Uint8Array, contentEncoding: string, maxBytes: number): Uint8Array {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  if (bytes.length === 0) return bytes;
  let decoded = bytes;
  try {
    for (const encoding of encodings.toReversed()) {
      const decode = encodings.length > MAX_ENCODINGS ? undefined : DECODERS.get(encoding);
      if (decode === undefined) throw new Error('unknown encoding');
      decoded = decode(decoded, { maxOutputLength: maxBytes });
    }
  } catch (error) {
    if (fieldOf(error, 'code') === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    // Never cut: it is shown before secrets are removed, and the beginning of one would not be recognized.
    const name = contentEncoding.length > MAX_ENCODING_NAME ? '' : ` (${contentEncoding})`;
    const what = `the encoding of the reply cannot be decoded${name}`;
    throw new NetworkError('reply-invalid', what, { uncertain: true, isUnreadable: true, cause: error });
  }
  return decoded;
}

/** Leaves out a byte order mark. */
function decodeText(bytes: Uint8Array, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function tooLarge(maxBytes: number): NetworkError {
  const message = `the reply is larger than ${maxBytes / 1024} KiB`;
  return new NetworkError('reply-too-large', message, { uncertain: true, isUnreadable: true });
}
