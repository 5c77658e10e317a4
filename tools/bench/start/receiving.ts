/** The bare bundle, made to receive as many bytes as the action does, and to drop them: what Node takes for that alone. */
import { createServer, request } from 'node:http';
import { listening } from '../../../__tests__/support/listening.ts';
import { peakOf } from './spawned.ts';

/** Requests in flight of the action, by default. */
const AT_ONCE = 8;

/** A reply to the action: how large its body was, and when it came, in ms since the first request. */
export interface Reply {
  readonly size: number;
  readonly at: number;
}

export interface Counting {
  /** Where requests go on to the server behind, with every reply noted. */
  readonly url: string;
  readonly replies: readonly Reply[];
  close(): Promise<void>;
}

/** Stands between the action and the emulator. */
export async function counting(port: number): Promise<Counting> {
  const replies: Reply[] = [];
  const since = stopwatch();
  const server = createServer((asked, answer) => {
    since();
    const onwards = request({ port, method: asked.method, path: asked.url, headers: asked.headers }, (reply) => {
      let size = 0;
      const at = since();
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      reply.on('end', () => replies.push({ size, at }));
      reply.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  const { port: own, close } = await listening(server);
  return { url: urlAt(own), replies, close };
}

/** The peak of the bare bundle, at `bare`, that gets replies of these sizes, none sooner than the action did; in kB. */
export async function peakOfReceiving(
  bare: string,
  replies: readonly Reply[],
  nodeOptions: readonly string[] = [],
): Promise<number> {
  const content = Buffer.alloc(Math.max(0, ...replies.map(({ size }) => size)), 'x');
  const since = stopwatch();
  let served = 0;
  const server = createServer((asked, answer) => {
    asked.resume();
    const { size = 0, at = 0 } = replies[Number(asked.url?.slice(1))] ?? {};
    setTimeout(
      () => {
        served += 1;
        answer.end(content.subarray(0, size));
      },
      Math.max(0, at - since()),
    );
  });
  const { port, close } = await listening(server);
  try {
    const inputs = {
      'bare-url': urlAt(port),
      'bare-replies': `${replies.length}`,
      'bare-at-once': `${AT_ONCE}`,
    };
    const { peak, exitCode } = await peakOf({ entry: bare, inputs }, nodeOptions);
    if (exitCode !== 0 || served !== replies.length) throw new Error(`it got ${served} of ${replies.length} replies`);
    return peak;
  } finally {
    await close();
  }
}

/** Gives the milliseconds since it was first asked. */
function stopwatch(): () => number {
  let start: number | undefined;
  return () => performance.now() - (start ??= performance.now());
}

function urlAt(port: number): string {
  return `http://127.0.0.1:${port}`;
}
