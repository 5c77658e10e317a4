import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Reply } from './message.ts';

/**
 * Sends a reply over a socket and carries out its wire fault. Rejects if the signal aborts a wait.
 *
 * @param done called, perhaps more than once, when the request is no longer in flight; for `stall` and `silence` that is when the
 * connection is closed
 */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  signal: AbortSignal,
  done: () => void,
): Promise<void> {
  response.once('close', done);
  if (reply.delayMs !== undefined) await wait(reply.delayMs, undefined, { signal });
  const text = Buffer.from(reply.body);
  const body = reply.headers['content-encoding'] === 'gzip' ? gzipSync(text) : text;
  const { wireFault: fault } = reply;
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const lengthHeader =
    body.byteLength === 0 && reply.status === 204 ? {} : { 'content-length': String(body.byteLength) };
  response.writeHead(reply.status, { ...reply.headers, ...lengthHeader });
  if (fault === undefined) {
    done();
    response.end(body);
    return;
  }
  response.flushHeaders();
  if (fault.kind === 'drip') {
    for (let sent = 0; sent < body.byteLength; sent += fault.bytes) {
      if (response.destroyed) return;
      response.write(body.subarray(sent, sent + fault.bytes));
      await wait(fault.everyMs, undefined, { signal });
    }
    response.end();
    return;
  }
  // At least the last byte is left out: with it, the reply would be complete.
  const part = body.subarray(0, Math.min(fault.bytes, Math.max(0, body.byteLength - 1)));
  response.write(part);
  if (fault.kind === 'stall') return;
  // The callback of an empty write runs when everything before it has been sent: only then destroy the connection.
  response.socket?.write('', () => response.socket?.destroy());
}
