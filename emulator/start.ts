import { createServer, type IncomingMessage } from 'node:http';
import { createEmulator, type Emulator, type EmulatorOptions } from './emulator.ts';
import type { ApiRequest } from './message.ts';
import { sendReply } from './send-reply.ts';

/** How an emulator is started. */
export interface StartOptions extends EmulatorOptions {
  /** Any free port if left out or 0. */
  readonly port?: number;
}

/** An emulator with an HTTP server on 127.0.0.1. */
export interface RunningEmulator extends Emulator {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, the base of the control routes. */
  readonly url: string;
  /** `http://127.0.0.1:PORT/{service}/{region}`, the endpoint template for clients. */
  readonly endpoint: string;
  /** Stops the server. Open connections are destroyed, also those that a fault keeps open. */
  close(): Promise<void>;
}

async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  // Node decodes headers as Latin-1; clients send and sign UTF-8.
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

/** Starts an emulator. Rejects if the seed is wrong or the port is in use. */
export async function startEmulator(options: StartOptions): Promise<RunningEmulator> {
  const emulator = createEmulator(options);
  const closing = new AbortController();
  let inFlight = 0;
  // User tokens of up to 40960 characters must fit into the headers.
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (message, response) => {
    inFlight += 1;
    const inFlightNow = inFlight;
    let isDone = false;
    const done = (): void => {
      inFlight -= isDone ? 0 : 1;
      isDone = true;
    };
    const exchange = async (): Promise<void> => {
      try {
        await sendReply(response, emulator.handle(await readRequest(message), inFlightNow), closing.signal, done);
      } catch {
        // The client has closed the connection, or the emulator is closing.
        done();
        response.destroy();
      }
    };
    void exchange();
  });
  // Never close idle connections: a client that uses one at that moment would see a connection error.
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
