/** Connections through a proxy: CONNECT first, then TLS to the other side through what it opens. */
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { proxyErrorOf } from './network-error.ts';
import type { Proxy } from './proxy.ts';

/** What a request that goes through a {@link TunnelAgent} has besides. */
export interface TunnelRequest extends https.RequestOptions {
  /** Ends the CONNECT as well: Node keeps the signal of a request that has no socket yet to itself. */
  readonly attempt: AbortSignal;
}

/** Node's own type forgets that an error comes alone. */
type Callback = (error: Error | null, stream?: Duplex) => void;

export class TunnelAgent extends https.Agent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** Gives the connection, or a NetworkError, to the callback. */
  override createConnection(options: https.RequestOptions, give: Callback): undefined {
    const { url, authorization } = this.#proxy;
    const host = options.host ?? '';
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`;
    const asking = (url.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      hostname,
      // Node would take the Host header, and expect the certificate of the other side.
      servername: isIP(hostname) === 0 ? hostname : '',
      port: url.port,
      path: target,
      headers: { host: target, ...(authorization === '' ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
      ...('attempt' in options && options.attempt instanceof AbortSignal && { signal: options.attempt }),
    });
    asking.once('error', (error) => give(proxyErrorOf(error, this.#proxy, target)));
    asking.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        give(proxyErrorOf(statusCode, this.#proxy, target));
        return;
      }
      socket.unshift(head);
      // The path of the request would be taken for that of a Unix socket.
      give(null, super.createConnection(Object.assign({}, options, { path: undefined, socket })) ?? undefined);
    });
    asking.end();
    return undefined;
  }
}
