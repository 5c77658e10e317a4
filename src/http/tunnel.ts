/** Connections through a proxy: CONNECT first, then TLS to the other side through what it opens. */
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { proxyErrorOf } from './network-error.ts';
import type { Proxy } from './proxy.ts';

/** The options of a request that goes through a {@link TunnelAgent}. */
export interface TunnelRequest extends https.RequestOptions {
  /** Ends the CONNECT as well: Node does not pass the `signal` of a request on to the agent. */
  readonly attempt: AbortSignal;
}

/** Node's own type requires a stream besides an error. */
type Callback = (error: Error | null, stream?: Duplex) => void;

/** An agent for https requests through one proxy. Fails with the {@link NetworkError} of {@link proxyErrorOf}. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: https.RequestOptions, callback: Callback): undefined {
    const { url, authorization } = this.#proxy;
    const host = options.host ?? '';
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`;
    const connect = (url.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      hostname,
      // Otherwise Node takes the Host header, and expects the certificate of the target from the proxy.
      servername: isIP(hostname) === 0 ? hostname : '',
      port: url.port,
      path: target,
      headers: { host: target, ...(authorization === '' ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
      ...('attempt' in options && options.attempt instanceof AbortSignal && { signal: options.attempt }),
    });
    connect.on('error', (error) => callback(proxyErrorOf(error, this.#proxy, target)));
    connect.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        callback(proxyErrorOf(statusCode, this.#proxy, target));
        return;
      }
      socket.unshift(head);
      // Without this, the path of the request is taken for that of a Unix socket.
      callback(null, super.createConnection(Object.assign({}, options, { path: undefined, socket })) ?? undefined);
    });
    connect.end();
    return undefined;
  }
}
