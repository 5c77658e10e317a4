/** Requests to the emulator on this machine. */
import { Agent, get } from 'node:http';

/** The global agent may use a proxy (NODE_USE_ENV_PROXY); this one never does. */
const agent = new Agent();

/** The body of a GET request; undefined for another status than 200, a network error, or no reply within two seconds. */
export function fetchText(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: 2000 }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.on('error', () => resolve(undefined));
      response.on('end', () =>
        resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString('utf8') : undefined),
      );
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
