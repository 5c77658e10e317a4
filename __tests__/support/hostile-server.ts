/** A server on the loopback that writes bytes to sockets, so that its replies may be incomplete or invalid. */
import * as net from 'node:net';

/** The server, and what it has received. */
export interface HostileServer {
  readonly origin: string;
  readonly port: number;
  /** Head and body of every request, decoded as Latin-1. */
  readonly requests: readonly string[];
  /** How many connections have been opened. */
  connections(): number;
  /** Resolves when all connections that have been opened are closed. */
  quiet(): Promise<void>;
  /** `callback` is called with each connection from now on, before a request arrives. */
  onConnection(callback: (socket: net.Socket) => void): void;
  close(): Promise<void>;
}

/** `answer` is called with each complete request (head, and a body of its Content-Length) and its number from 0. */
export async function startHostileServer(
  answer: (socket: net.Socket, request: string, index: number) => void,
): Promise<HostileServer> {
  const requests: string[] = [];
  const closed: Promise<void>[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    closed.push(
      new Promise((resolve) => {
        socket.on('close', () => resolve());
      }),
    );
    socket.on('error', () => undefined);
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      const end = wholeRequest(pending);
      if (end === undefined) return;
      const request = pending.slice(0, end);
      pending = pending.slice(end);
      requests.push(request);
      answer(socket, request, requests.length - 1);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => closed.length,
    onConnection: (callback) => server.on('connection', callback),
    quiet: async () => {
      await Promise.all(closed);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function wholeRequest(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = Number(/^content-length: *(\d+)/im.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return text.length >= end ? end : undefined;
}
