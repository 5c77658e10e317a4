/**
 * One attempt: the whole reply, or an error. Only sockets are known here; nothing is repeated, no redirect is followed.
 *
 * Requests are built by hand and sent through `HttpClient.requestRaw`, for the library's proxy support. Its `readBody`
 * listens to `data` and `end` only: a reply that is cut short would never settle, and Node would end with exit code 0.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { HttpClient } from '@actions/http-client';
import { NetworkError, networkErrorOf } from './network-error.ts';

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
  /**
   * True to open a new connection. A kept one may have been closed by the other side at this very moment, and then
   * nobody knows whether the request arrived: bad for what must not be sent twice.
   */
  readonly fresh: boolean;
}

export interface WireReply {
  readonly status: number;
  /** Lower-case names; of repeated headers the values joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Transport {
  /** Rejects with a {@link NetworkError}. The signal ends the attempt at any moment, its body included. */
  send(request: WireRequest, signal: AbortSignal): Promise<WireReply>;
  /** Drops every connection. */
  close(): void;
}

/** A page of 1000 tags carries a manifest each and may weigh tens of megabytes; more than this is no honest reply. */
export const MAX_REPLY_BYTES = 64 * 1024 * 1024;

export function createTransport(userAgent: string): Transport {
  // The signal is the deadline; the library's own, of three minutes without traffic, stays out of its way.
  const socketTimeout = 2 ** 31 - 1;
  const kept = new HttpClient(userAgent, [], { keepAlive: true, socketTimeout });
  const fresh = new HttpClient(userAgent, [], { keepAlive: false, socketTimeout });
  const closing = new AbortController();
  return {
    async send(request, signal) {
      const client = request.fresh ? fresh : kept;
      try {
        const agent = client.getAgent(request.url.href);
        endTunnels(agent, closing.signal);
        const exchange = client.requestRaw(
          {
            parsedUrl: request.url,
            httpModule: request.url.protocol === 'https:' ? https : http,
            options: {
              method: request.method,
              hostname: request.url.hostname.replace(/^\[|\]$/g, ''),
              port: request.url.port,
              path: request.url.pathname + request.url.search,
              headers: { ...request.headers, host: request.url.host, 'user-agent': userAgent },
              agent,
              signal,
            },
          },
          request.body,
        );
        const { message } = await unlessAborted(exchange, signal);
        const body = await bodyOf(message);
        return { status: message.statusCode ?? 0, headers: headersOf(message), body };
      } catch (error) {
        throw error instanceof NetworkError ? error : networkErrorOf(error, request.url.host);
      }
    },
    close() {
      closing.abort();
      kept.dispose();
      fresh.dispose();
    },
  };
}

/**
 * A request that waits for a proxy's tunnel has no socket yet, and Node does not end one that has none: the signal would
 * go unheard.
 */
function unlessAborted<T>(exchange: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Error('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([exchange, promise]).finally(() => signal.removeEventListener('abort', abort));
}

/** The CONNECT to a proxy is a request of the agent's own; a silent proxy would keep the process alive after the end. */
function endTunnels(agent: http.Agent, signal: AbortSignal): void {
  if ('proxyOptions' in agent && typeof agent.proxyOptions === 'object' && agent.proxyOptions !== null) {
    Object.assign(agent.proxyOptions, { signal });
  }
}

/** Reads to the end; iterating a reply that is cut rejects with ECONNRESET, as it should. */
async function bodyOf(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) {
      message.destroy();
      throw new NetworkError(`the reply is larger than ${MAX_REPLY_BYTES / 1024 / 1024} MiB`, {
        unsent: false,
        permanent: false,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(message: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
