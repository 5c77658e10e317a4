/** A TLS server that forwards to a port of the loopback. */
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { type Listening, listening } from './listening.ts';
import type { SelfSigned } from './self-signed.ts';

/** The server, and the handshakes that were completed. */
export interface TlsFront extends Listening {
  /** The server name (SNI) of each completed handshake. */
  readonly handshakes: readonly string[];
}

/** Forwards to `port` what clients send over TLS. */
export async function startTlsFront(identity: SelfSigned, port: number): Promise<TlsFront> {
  const handshakes: string[] = [];
  const server = createServer(identity, (socket) => {
    handshakes.push(String(socket.servername));
    const behind = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  // A client that does not trust the certificate.
  server.on('tlsClientError', () => undefined);
  return { ...(await listening(server)), handshakes };
}
