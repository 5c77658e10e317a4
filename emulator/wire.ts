import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './message.ts';

/**
 * Sends a reply over a socket, acting out its fault. `done` is called when the server has nothing more to do for the
 * request, which for a stall or a silence is when the connection ends.
 */
export async function send(
  response: ServerResponse,
  reply: Reply,
  signal: AbortSignal,
  done: () => void,
): Promise<void> {
  response.once('close', done);
  if (reply.delayMs !== undefined) await wait(reply.delayMs, undefined, { signal });
  const body = Buffer.from(reply.body);
  const { play } = reply;
  if (play?.kind === 'silence') return;
  if (play?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const head = body.byteLength === 0 && reply.status === 204 ? {} : { 'content-length': String(body.byteLength) };
  response.writeHead(reply.status, { ...reply.headers, ...head });
  if (play === undefined) {
    done();
    response.end(body);
    return;
  }
  response.flushHeaders();
  if (play.kind === 'drip') {
    for (let sent = 0; sent < body.byteLength; sent += play.bytes) {
      if (response.destroyed) return;
      response.write(body.subarray(sent, sent + play.bytes));
      await wait(play.everyMs, undefined, { signal });
    }
    response.end();
    return;
  }
  // A whole body would be a whole reply: a cut or stalled one always lacks at least its last byte.
  const part = body.subarray(0, Math.min(play.bytes, Math.max(0, body.byteLength - 1)));
  response.write(part);
  if (play.kind === 'stall') return;
  // Only when the empty write is through is everything before it, and the break comes after the bytes.
  response.socket?.write('', () => response.socket?.destroy());
}
