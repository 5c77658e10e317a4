/** A proxy for tests. Its tunnels lead to one port of the loopback, whatever their target. */
import * as http from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Listening, listening } from './listening.ts';
import type { SelfSigned } from './self-signed.ts';

/** What the proxy does with a CONNECT: opens the tunnel, closes the connection, never replies, or replies with a status. */
export type Manner = 'open' | 'break' | 'hang' | number;

/** How the proxy is started. */
export interface ProxyOptions {
  /** The port to which every tunnel leads. */
  readonly leadsTo: number;
  /** `open` if left out. */
  readonly manner?: Manner;
  /** `user:password`. Without it in the request the reply is 407. */
  readonly login?: string;
  /** Set for a proxy that is reached over TLS. */
  readonly identity?: SelfSigned;
  /** Called after every CONNECT with its number. */
  readonly onConnect?: (count: number) => void;
}

/** A running proxy, and what it was asked for. */
export interface ConnectProxy extends Listening {
  /** `HOST:PORT` of every CONNECT, or the line of any other request, in the order of arrival. */
  readonly asked: readonly string[];
  /** Proxy-Authorization of the same, decoded; empty where there was none. */
  readonly logins: readonly string[];
}

export async function startConnectProxy(options: ProxyOptions): Promise<ConnectProxy> {
  const { leadsTo, manner = 'open', login, identity, onConnect } = options;
  const asked: string[] = [];
  const logins: string[] = [];
  const server = identity === undefined ? http.createServer() : https.createServer(identity);
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(501).end();
  });
  server.on('connect', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    const given = loginOf(request.headers['proxy-authorization']);
    asked.push(request.url ?? '');
    logins.push(given);
    const answer = (status: number): unknown =>
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Type: text/html\r\n\r\n<html>the password is ${given}</html>`);
    if (login !== undefined && login !== given) answer(407);
    else if (manner === 'break') socket.destroy();
    else if (typeof manner === 'number') answer(manner);
    else if (manner !== 'hang') {
      const behind = connect(leadsTo, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        behind.write(head);
        socket.pipe(behind).pipe(socket);
      });
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
    }
    onConnect?.(logins.length);
  });
  return { ...(await listening(server)), asked, logins };
}

function loginOf(authorization = ''): string {
  const [, coded = ''] = /^Basic (.+)$/.exec(authorization) ?? [];
  return Buffer.from(coded, 'base64').toString('utf8');
}
