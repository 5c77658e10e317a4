/** Requests to the emulator on this machine. */
import { Agent, get } from 'node:http';

/** An agent of its own: one that is not told of any proxy, whatever NODE_USE_ENV_PROXY says of the usual one. */
const agent = new Agent();

/** The body of a 200; undefined where there is none in time. */
export function read(url: string): Promise<string | undefined> {
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
