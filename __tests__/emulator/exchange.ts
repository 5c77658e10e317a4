import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { KEY, signedHeaders, urlOf, type Extras } from './client.ts';

/** What came back, however it ended. */
export interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The error code with which it ended, or undefined for a proper end. */
  readonly error: string | undefined;
  readonly gaps: number;
}

/** One exchange over a real socket; `patienceMs` of silence counts as the end, by the error SILENT. */
export function exchange(
  base: string,
  method: string,
  path: string,
  extras: Extras = {},
  patienceMs = 5000,
): Promise<Received> {
  const signed = Object.entries(signedHeaders(base, method, path, extras, KEY, Date.now()));
  // Node writes header values as Latin-1; what was signed are the bytes of UTF-8.
  const headers = Object.fromEntries(signed.map(([name, value]) => [name, Buffer.from(value).toString('latin1')]));
  return new Promise((resolve) => {
    const seen = { status: undefined as number | undefined, headers: {} as IncomingHttpHeaders, body: '', gaps: 0 };
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
          seen.gaps += 1;
        });
        response.on('error', end);
        response.on('end', () => end());
      },
    );
    request.on('error', end);
    request.setTimeout(patienceMs, () => end({ message: 'SILENT' }));
    request.end(extras.body === undefined ? undefined : JSON.stringify(extras.body));
  });
}
