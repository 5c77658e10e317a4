/** The bare bundle, made to receive as many bytes as the action does, and to drop them: what Node takes for that alone. */
import { createServer, request, type Server } from 'node:http';
import { peakOf } from './spawned.ts';

/** Requests in flight of the action, by default. */
const AT_ONCE = 8;

export interface Counting {
  /** Where requests go on to the server behind, with every reply counted. */
  readonly url: string;
  /** Bytes of each body, in the order of their ends. */
  readonly sizes: readonly number[];
  close(): Promise<void>;
}

/** Stands between the action and the emulator. */
export async function counting(port: number): Promise<Counting> {
  const sizes: number[] = [];
  const server = createServer((asked, answer) => {
    const onwards = request({ port, method: asked.method, path: asked.url, headers: asked.headers }, (reply) => {
      let size = 0;
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      reply.on('end', () => sizes.push(size));
      reply.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  return { url: await listening(server), sizes, close: () => closed(server) };
}

/** The peak of the bare bundle, at `bare`, that gets replies of these sizes, in kB. */
export async function peakOfReceiving(
  bare: string,
  sizes: readonly number[],
  nodeOptions: readonly string[] = [],
): Promise<number> {
  const content = Buffer.alloc(Math.max(0, ...sizes), 'x');
  const server = createServer((asked, answer) => {
    asked.resume();
    answer.end(content.subarray(0, sizes[Number(asked.url?.slice(1))]));
  });
  try {
    const inputs = {
      'bare-url': await listening(server),
      'bare-replies': `${sizes.length}`,
      'bare-at-once': `${AT_ONCE}`,
    };
    return (await peakOf({ entry: bare, inputs }, nodeOptions)).peak;
  } finally {
    await closed(server);
  }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
