/**
 * Sends one request over sockets: the whole reply, or an error. Nothing is repeated, and no redirect is followed.
 *
 * Requests go through `HttpClient.requestRaw`, with agents of our own: the library's tunnel does not say which proxy refused
 * or why. Its `readBody` listens to `data` and `end` only: a reply that is cut off would never settle, and Node would end
 * with exit code 0.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { HttpClient } from '@actions/http-client';
import { NetworkError, networkErrorOf } from './network-error.ts';
import type { Proxy, ProxyFor } from './proxy.ts';
import { TunnelAgent, type TunnelRequest } from './tunnel.ts';

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
  /** The largest reply that is read to its end; {@link MAX_REPLY_BYTES} without it. */
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
}

/** The only thing that knows sockets; tests replace it. */
export interface Transport {
  /** Rejects with a {@link NetworkError}, also when the signal ends the request, before or while its reply is read. */
  send(request: WireRequest, signal: AbortSignal): Promise<WireReply>;
  /** Drops every connection. */
  close(): void;
}

/** A larger reply is not read to its end; of a list, smaller pages are asked for then. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** Huawei Cloud's IAM returns tokens in a header, documented up to 100 kB; Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 128 * 1024;

/** A transport that connects directly or through the proxy that `proxyFor` names for a URL. */
export function createTransport(userAgent: string, proxyFor: ProxyFor): Transport {
  // The signal limits the time; the library's own limit, three minutes without traffic, would come before it.
  const client = new HttpClient(userAgent, [], { socketTimeout: 2 ** 31 - 1 });
  const keptAlive = createPool({ keepAlive: true });
  const single = createPool({ keepAlive: false });
  return {
    async send(request, signal) {
      const agent = (request.newConnection ? single : keptAlive).agentFor(request.url, proxyFor(request.url));
      const options: TunnelRequest = {
        method: request.method,
        hostname: request.url.hostname.replace(/^\[|\]$/g, ''),
        port: request.url.port,
        path: request.url.pathname + request.url.search,
        headers: { ...request.headers, host: request.url.host, 'user-agent': userAgent },
        agent,
        signal,
        attempt: signal,
        maxHeaderSize: MAX_HEADER_BYTES,
      };
      const httpModule = request.url.protocol === 'https:' ? https : http;
      try {
        const { message } = await client.requestRaw({ parsedUrl: request.url, httpModule, options }, request.body);
        const body = await bodyOf(message, request.maxReplyBytes);
        return { status: message.statusCode ?? 0, headers: headersOf(message), body };
      } catch (error) {
        throw error instanceof NetworkError ? error : networkErrorOf(error, request.url.host);
      }
    },
    close() {
      keptAlive.close();
      single.close();
    },
  };
}

interface Pool {
  agentFor(url: URL, proxy: Proxy | undefined): http.Agent;
  close(): void;
}

/** Connections of one kind: of plain http, of https, and of https through each proxy. */
function createPool(options: https.AgentOptions): Pool {
  const plain = new http.Agent(options);
  const secure = new https.Agent(options);
  const tunnels = new Map<Proxy, TunnelAgent>();
  return {
    agentFor({ protocol }, proxy) {
      if (proxy === undefined) return protocol === 'https:' ? secure : plain;
      const tunnel = tunnels.get(proxy) ?? new TunnelAgent(proxy, options);
      tunnels.set(proxy, tunnel);
      return tunnel;
    },
    close() {
      for (const agent of [plain, secure, ...tunnels.values()]) agent.destroy();
    },
  };
}

/** Iterating a reply that is cut off rejects with ECONNRESET. */
async function bodyOf(message: http.IncomingMessage, maxBytes = MAX_REPLY_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      message.destroy();
      throw new NetworkError('reply-too-large', `the reply is larger than ${maxBytes / 1024 / 1024} MiB`, {
        uncertain: true,
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
