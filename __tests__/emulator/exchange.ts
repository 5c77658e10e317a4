import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { KEY, signedHeaders, urlOf, type Extras } from './client.ts';

/** What a client got until the exchange ended. */
export interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The code of the error with which it ended; undefined for a complete reply. */
  readonly error: string | undefined;
  /** How many parts of the body arrived separately. */
  readonly parts: number;
}

/** Watches an exchange that may not end by itself. */
export interface Watch {
  /** Gives the exchange up, which ends with the error SILENT. */
  readonly signal: AbortSignal;
  /** Called with all of the body that has come, after each part of it. */
  readonly onPart?: (body: string) => void;
}

/** One exchange over a real socket. Resolves when it has ended, however it did. */
export function exchange(
  base: string,
  method: string,
  path: string,
  extras: Extras = {},
  watch?: Watch,
): Promise<Received> {
  const signed = Object.entries(signedHeaders(base, method, path, extras, KEY, Date.now()));
  // Node encodes header values as Latin-1; the signature covers the bytes of UTF-8.
  const headers = Object.fromEntries(signed.map(([name, value]) => [name, Buffer.from(value).toString('latin1')]));
  return new Promise((resolve) => {
    const seen = { status: undefined as number | undefined, headers: {} as IncomingHttpHeaders, body: '', parts: 0 };
    const end = (error?: { code?: string; message: string }) => {
      resolve({ ...seen, error: error && (error.code ?? error.message) });
      request.destroy();
    };
    const request = httpRequest(
      `${base}${urlOf(path, extras.query)}`,
      { method, headers, agent: false },
      (response) => {
        seen.status = response.statusCode;
        seen.headers = response.headers;
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          seen.body += chunk;
          seen.parts += 1;
          watch?.onPart?.(seen.body);
        });
        response.on('error', end);
        response.on('end', () => end());
      },
    );
    request.on('error', end);
    watch?.signal.addEventListener('abort', () => end({ message: 'SILENT' }), { once: true });
    request.end(extras.body === undefined ? undefined : JSON.stringify(extras.body));
  });
}
