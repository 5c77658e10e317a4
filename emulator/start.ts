import { createServer, type IncomingMessage } from 'node:http';
import { createEmulator, type Emulator, type EmulatorOptions } from './emulator.ts';
import type { ApiRequest } from './message.ts';
import { send } from './wire.ts';

/** How to start: without a port, any free one is taken. */
export interface StartOptions extends EmulatorOptions {
  readonly port?: number;
}

/** An emulator that listens on 127.0.0.1. */
export interface RunningEmulator extends Emulator {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, the base of the control routes. */
  readonly url: string;
  /** `http://127.0.0.1:PORT/{service}/{region}`, the template for a client. */
  readonly endpoint: string;
  /** Ends at once: whatever connections are open or held by a fault are destroyed. */
  close(): Promise<void>;
}

async function received(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  // Node reads the bytes of a header as Latin-1; clients send, and sign, UTF-8.
  const headers = Object.entries(message.headers).map(([name, value]) => [
    name,
    Buffer.from([value ?? ''].flat().join(', '), 'latin1').toString('utf8'),
  ]);
  return {
    method: message.method ?? '',
    url: message.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

/** Starts the emulator. Rejects if the seed is wrong or the port is taken. */
export async function startEmulator(options: StartOptions): Promise<RunningEmulator> {
  const emulator = createEmulator(options);
  const closing = new AbortController();
  let inFlight = 0;
  // Large tokens must fit into the headers.
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (message, response) => {
    inFlight += 1;
    const began = inFlight;
    let over = false;
    const done = (): void => {
      inFlight -= over ? 0 : 1;
      over = true;
    };
    const exchange = async (): Promise<void> => {
      try {
        await send(response, emulator.handle(await received(message), began), closing.signal, done);
      } catch {
        // The client hung up, or the emulator closes: nobody is left to be told.
        done();
        response.destroy();
      }
    };
    void exchange();
  });
  // An idle connection that the server closes just as the client uses it again would look like a fault.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...emulator,
    port,
    url,
    endpoint: `${url}/{service}/{region}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
