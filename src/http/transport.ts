/**
 * Sends one request over sockets: the whole reply, or an error. Nothing is repeated, and no redirect is followed.
 *
 * A request is handed to its connection only once that is open. An attempt that ends before was certainly not sent, and an
 * attempt that the job's cancellation has ended by then is never sent.
 *
 * Requests go through `HttpClient.requestRaw`, with agents of our own: the library's tunnel does not say which proxy refused
 * or why. Its `readBody` never settles for a reply that is cut off.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { PassThrough } from 'node:stream';
import { HttpClient } from '@actions/http-client';
import { NetworkError, networkErrorOf } from './network-error.ts';
import { createPool } from './pool.ts';
import type { ProxyFor } from './proxy.ts';
import { readBody } from './reply-body.ts';
import type { TunnelRequest } from './tunnel.ts';

/** A request as it is sent, but for `host` and `user-agent`. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
  /**
   * Whether to open a new connection, for requests that must not be sent twice: the other side may close an idle one just
   * as it is used, and then nobody knows whether the request arrived.
   */
  readonly newConnection: boolean;
  /** The largest body that is read to its end, decoded; {@link MAX_REPLY_BYTES} without it. */
  readonly maxReplyBytes?: number | undefined;
}

/** A reply without its body. */
export interface ReplyHead {
  readonly status: number;
  /** Lower-case names; of repeated headers the values joined. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole reply. */
export interface WireReply extends ReplyHead {
  readonly body: string;
  /** The body of a 401 that could not be read to its end, or decoded; it is empty then. */
  readonly isUnread?: boolean;
}

/** The only thing that knows sockets; tests replace it. */
export interface Transport {
  /** Rejects with a {@link NetworkError}, also when the signal ends the request, before or while its reply is read. */
  send(request: WireRequest, signal: AbortSignal): Promise<WireReply>;
  /** Drops every connection. */
  close(): void;
}

/** A larger body is not read to its end. */
export const MAX_REPLY_BYTES = 1024 * 1024;

/** Huawei Cloud's IAM returns tokens in a header, documented up to 100 kB; Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 128 * 1024;

/**
 * How long one address of a host may take to connect before the next one is tried: two retransmissions of a SYN, after 1 s
 * and 3 s, are answered in time. Node's own limit of 250 ms is less than a packet takes to a far region and back.
 */
const ADDRESS_TIMEOUT_MS = 5000;

/** A transport that connects directly or through the proxy that `proxyFor` names for a URL. */
export function createTransport(userAgent: string, proxyFor: ProxyFor): Transport {
  // Of the whole process: proxies are connected to as well.
  setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
  // The signal limits the time; the library's own limit, three minutes without traffic, would come before it.
  const client = new HttpClient(userAgent, [], { socketTimeout: 2 ** 31 - 1 });
  const keptAlive = createPool({ keepAlive: true });
  const single = createPool({ keepAlive: false });
  return {
    async send(request, signal) {
      const { url, body } = request;
      const options: TunnelRequest = {
        method: request.method,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: url.pathname + url.search,
        headers: {
          ...request.headers,
          // A compressed reply is decoded all the same.
          'accept-encoding': 'identity',
          host: url.host,
          'user-agent': userAgent,
          ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
        agent: (request.newConnection ? single : keptAlive).agentFor(url, proxyFor(url)),
        signal,
        attempt: signal,
        maxHeaderSize: MAX_HEADER_BYTES,
      };
      return exchange(client, request, options, signal);
    },
    close() {
      keptAlive.close();
      single.close();
    },
  };
}

const SWITCHES = 'HTTP 101, which nobody asked for';

type OnReply = (message: http.IncomingMessage) => void;

/** Rejects with a {@link NetworkError}. Settles at the latest when the signal fires, whatever the other side does. */
function exchange(client: HttpClient, request: WireRequest, options: TunnelRequest, signal: AbortSignal) {
  const { url, body, maxReplyBytes = MAX_REPLY_BYTES } = request;
  const isSecure = url.protocol === 'https:';
  return new Promise<WireReply>((resolve, reject) => {
    /** Its end is the end of the request. */
    const content = new PassThrough();
    /** Until then, the other side cannot have received anything of the request. */
    let isSent = false;
    let outgoing: http.ClientRequest | undefined;
    const fail = (error: unknown): void => {
      outgoing?.destroy();
      reject(error instanceof NetworkError ? error : networkErrorOf(error, url.host, isSent));
    };
    const handOver = (): void => {
      if (outgoing?.destroyed !== false) return;
      isSent = true;
      content.end(body);
    };
    let hasReply = false;
    // Its type is that of http.request, which takes its options in two places.
    const open = (_given: unknown, onReply?: https.RequestOptions | OnReply): http.ClientRequest => {
      const opened = (isSecure ? https : http).request(options, (message) => {
        hasReply = true;
        if (typeof onReply === 'function') onReply(message);
      });
      outgoing = opened;
      opened.once('socket', (socket) => {
        if (opened.reusedSocket) afterPendingEvents(handOver);
        else socket.once(isSecure ? 'secureConnect' : 'connect', () => afterPendingEvents(handOver));
      });
      opened.once('upgrade', (_, socket) => {
        socket.destroy();
        fail(new Error(SWITCHES));
      });
      opened.on('error', fail);
      // Without a reply and without an error, as far as is known for another protocol only.
      opened.once('close', () => {
        if (!hasReply) fail(new Error('closed'));
      });
      return opened;
    };
    const receive = async (): Promise<WireReply> => {
      // Only `request` is called. A copy of node:http would load the WebSocket that it exports, which takes milliseconds.
      const httpModule = { ...https, request: open };
      const { message } = await client.requestRaw({ parsedUrl: url, httpModule, options }, content);
      if (!isSent) throw new Error('a reply before the request');
      if (message.statusCode === 101) throw new Error(SWITCHES);
      return replyOf(message, maxReplyBytes, signal);
    };
    receive().then(resolve, fail);
  });
}

/**
 * Calls back when everything that has happened by now was noticed: a signal of the operating system, the end of a kept
 * connection. An immediate runs after the next poll for events, or, where that poll is under way, within it: two of them
 * have a whole poll between them.
 */
function afterPendingEvents(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}

async function replyOf(message: http.IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<WireReply> {
  const status = message.statusCode ?? 0;
  const headers = headersOf(message);
  const body = await readBody(message, headers, maxBytes).catch((error: unknown) => {
    // Without its body it would be a lost reply, after which the credential would be sent again.
    if (status !== 401) throw error;
    return undefined;
  });
  // Node drops what is left of a reply when its request is ended, and then ends it like a whole one.
  if (signal.aborted) throw new Error('aborted');
  return { status, headers, body: body ?? '', ...(body === undefined && { isUnread: true }) };
}

function headersOf(message: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
