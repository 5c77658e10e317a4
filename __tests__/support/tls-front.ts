/** TLS before something that speaks plain text on a port of the loopback. */
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { type Listening, listening } from './listening.ts';
import type { SelfSigned } from './self-signed.ts';

export interface TlsFront extends Listening {
  /** Handshakes that came to an end, as the name of the host that was asked for. */
  readonly handshakes: readonly string[];
}

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
  // A client that does not like the certificate.
  server.on('tlsClientError', () => undefined);
  return { ...(await listening(server)), handshakes };
}
