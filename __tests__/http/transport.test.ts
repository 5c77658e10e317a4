import * as https from 'node:https';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/http/network-error.ts';
import { createTransport, MAX_REPLY_BYTES, type WireReply, type WireRequest } from '../../src/http/transport.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { ended } from '../support/outcome-of.ts';
import { selfSigned } from '../support/self-signed.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(answer: (socket: Socket, request: string, index: number) => void): Promise<HostileServer> {
  const server = await startHostileServer(answer);
  cleanups.push(() => server.close());
  return server;
}

const DIRECTLY = (): undefined => undefined;

function transport() {
  const made = createTransport('test-agent', DIRECTLY);
  cleanups.push(() => made.close());
  return made;
}

function get(url: string, more: Partial<WireRequest> = {}): WireRequest {
  return { method: 'GET', url: new URL(url), headers: {}, body: '', newConnection: false, ...more };
}

const NEVER = new AbortController().signal;

function send(request: WireRequest, signal: AbortSignal = NEVER): Promise<WireReply> {
  return transport().send(request, signal);
}

/** The classification that an attempt ended with. */
async function broken(
  attempt: Promise<WireReply>,
): Promise<{ message: string; uncertain: boolean; permanent: boolean }> {
  const end = await ended(attempt);
  if (!('error' in end) || !(end.error instanceof NetworkError))
    throw new Error('a NetworkError was expected', { cause: end });
  const { message, uncertain, permanent } = end.error;
  return { message, uncertain, permanent };
}

const LOST = { uncertain: true, permanent: false };
const UNSENT = { uncertain: false, permanent: false };

describe('a whole reply', () => {
  test('status, headers and body; the request goes out byte by byte as it was given', async () => {
    const server = await serve((socket) => {
      socket.end(
        'HTTP/1.1 418 Odd\r\nX-One: a\r\nX-One: b\r\nSet-Cookie: c\r\nSet-Cookie: d\r\nContent-Length: 5\r\n\r\nh\u00c3\u00a9!!',
        'latin1',
      );
    });
    const request = get(`${server.origin}/v2/a$b/c%20d?filter=x%3A%3A1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-project-id': 'p' },
      body: '{"é":1}',
    });
    expect(await send(request)).toEqual({
      status: 418,
      headers: { 'x-one': 'a, b', 'set-cookie': 'c, d', 'content-length': '5' },
      body: 'hé!!',
    });
    const [head = '', body] = (server.requests[0] ?? '').split('\r\n\r\n');
    const [line, ...headers] = head.split('\r\n');
    expect([line, headers.map((header) => header.toLowerCase()).toSorted(), body]).toEqual([
      'POST /v2/a$b/c%20d?filter=x%3A%3A1 HTTP/1.1',
      [
        'accept-encoding: identity',
        'connection: keep-alive',
        'content-length: 8',
        'content-type: application/json',
        `host: 127.0.0.1:${server.port}`,
        'user-agent: test-agent',
        'x-project-id: p',
      ],
      '{"\u00c3\u00a9":1}',
    ]);
  });

  test('chunked, with a character that is cut in the middle', async () => {
    const server = await serve((socket) => {
      socket.end(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\u00c3\r\n1\r\n\u00a9\r\n0\r\n\r\n',
        'latin1',
      );
    });
    expect((await send(get(server.origin))).body).toBe('é');
  });

  test('that arrives byte by byte', async () => {
    const server = await serve((socket) => {
      const bytes = Array.from('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789');
      const drip = (): void => {
        const byte = bytes.shift();
        if (byte !== undefined) socket.write(byte, () => setImmediate(drip));
      };
      drip();
    });
    expect((await send(get(server.origin))).body).toBe('0123456789');
  });

  test('without a length, ended by the end of the connection', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall'));
    expect((await send(get(server.origin))).body).toBe('all');
  });

  test('a redirect is returned, not followed', async () => {
    const server = await serve((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n'),
    );
    const { status, headers } = await send(get(server.origin));
    expect([status, headers['location'], server.requests.length]).toEqual([302, '/elsewhere', 1]);
  });

  test('a failing service gets one request', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n'));
    const { status } = await send(get(server.origin));
    expect([status, server.requests.length]).toEqual([503, 1]);
  });
});

describe('a reply that is cut off is an error', () => {
  test.each([
    ['before any byte', ''],
    ['in the middle of the head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['after the head', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
    ['short of its Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n[]'],
    ['before the last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n'],
  ])('%s, quietly', async (_, text) => {
    const server = await serve((socket) => socket.end(text));
    expect(await broken(send(get(server.origin)))).toMatchObject(LOST);
  });

  test.each([
    ['before any byte', ''],
    ['after the head', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
    ['in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]'],
  ])('%s, by a reset', async (_, text) => {
    const server = await serve((socket) => {
      if (text === '') socket.resetAndDestroy();
      else socket.write(text, () => socket.resetAndDestroy());
    });
    expect(await broken(send(get(server.origin)))).toMatchObject(LOST);
  });

  test('something that is not HTTP', async () => {
    const server = await serve((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await broken(send(get(server.origin)))).toMatchObject(LOST);
  });

  test('a head that never ends', async () => {
    const server = await serve((socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`));
    expect(await broken(send(get(server.origin)))).toMatchObject(LOST);
  });

  test('a reply that is larger than the request allows', async () => {
    const server = await serve((socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(2049)}`));
    expect(await broken(send({ ...get(server.origin), maxReplyBytes: 2048 }))).toEqual({
      message: 'the reply is larger than 2 KiB',
      uncertain: true,
      permanent: false,
    });
  });

  test('a reply that is larger than the limit', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      let left = MAX_REPLY_BYTES / chunk.length + 2;
      const flood = (): void => {
        left -= 1;
        if (left >= 0 && !socket.destroyed) socket.write(chunk, flood);
      };
      flood();
    });
    expect(await broken(send(get(server.origin)))).toEqual({
      message: 'the reply is larger than 1024 KiB',
      uncertain: true,
      permanent: false,
    });
  });
});

describe('the signal ends an attempt at any moment', () => {
  test.each([
    ['while nothing comes', ''],
    ['after half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['after the head', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
    ['in the middle of the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n[]'],
  ])('%s', async (_, text) => {
    const deadline = new AbortController();
    const server = await serve((socket) => {
      // The reply has arrived when the next turn of the loop that both ends share has come.
      socket.write(text === '' ? Buffer.alloc(0) : text, () =>
        setImmediate(() => setImmediate(() => deadline.abort())),
      );
    });
    expect(await broken(send(get(server.origin), deadline.signal))).toMatchObject(LOST);
    await server.quiet();
  });

  test('in the middle of an endless reply', async () => {
    const deadline = new AbortController();
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
      let dripped = 0;
      const drip = (): void => {
        dripped += 1;
        if (dripped === 50) deadline.abort();
        if (!socket.destroyed) socket.write('x', () => setImmediate(drip));
      };
      drip();
    });
    expect(await broken(send(get(server.origin), deadline.signal))).toMatchObject(LOST);
    await server.quiet();
  });

  test('before it has begun: then nothing is sent', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    await broken(send(get(server.origin), AbortSignal.abort()));
    expect(server.requests).toEqual([]);
  });
});

const ok = (socket: Socket): unknown => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]');

describe('connections', () => {
  test('a repeatable request shares a kept one, another one opens its own', async () => {
    const server = await serve(ok);
    const { send: one } = transport();
    await one(get(server.origin), NEVER);
    await one(get(server.origin), NEVER);
    expect(server.connections()).toBe(1);
    await one(get(server.origin, { newConnection: true }), NEVER);
    await one(get(server.origin, { newConnection: true }), NEVER);
    expect(server.connections()).toBe(3);
    expect(server.requests.map((request) => /^connection: (.*)$/im.exec(request)?.[1]?.trim())).toEqual([
      'keep-alive',
      'keep-alive',
      'close',
      'close',
    ]);
  });

  test('all of them are dropped at the end, so that nothing keeps the process alive', async () => {
    const server = await serve(ok);
    const made = createTransport('test-agent', DIRECTLY);
    await made.send(get(server.origin), NEVER);
    await made.send(get(server.origin, { newConnection: true }), NEVER);
    made.close();
    await server.quiet();
    expect(server.connections()).toBe(2);
  });

  test('a kept one that the server has closed fails the request', async () => {
    const server = await serve((socket, _, index) => {
      if (index === 0) ok(socket);
      else socket.destroy();
    });
    const { send: one } = transport();
    await one(get(server.origin), NEVER);
    expect(await broken(one(get(server.origin), NEVER))).toMatchObject(LOST);
  });

  test('none where nobody listens', async () => {
    const server = await serve(ok);
    await server.close();
    expect(await broken(send(get(server.origin)))).toEqual({
      message: `no connection to 127.0.0.1:${server.port} (ECONNREFUSED)`,
      uncertain: false,
      permanent: false,
    });
  });

  test('one by IPv6 address is asked for by the right name', async () => {
    const end = await broken(send(get('http://[::1]:1/')));
    expect([end.uncertain, end.permanent, end.message.startsWith('no connection to [::1]:1 (E')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('TLS', () => {
  test('a certificate that is not trusted: permanent, nothing sent, and the hint names the variable', async () => {
    const requests: string[] = [];
    const server = https.createServer(selfSigned(), (request, response) => {
      requests.push(request.url ?? '');
      response.end('[]');
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    cleanups.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const end = await ended(send(get(`https://localhost:${port}/`)));
    expect([end, requests]).toMatchObject([
      {
        error: {
          message: `the certificate of localhost:${port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
          uncertain: false,
          permanent: true,
          hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
        },
      },
      [],
    ]);
  });

  test('a server that closes the connection in the handshake: nothing was sent, and another attempt may help', async () => {
    const hangsUp = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => {
      hangsUp.listen(0, '127.0.0.1', resolve);
    });
    cleanups.push(() => hangsUp.close());
    const address = hangsUp.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await broken(send(get(`https://127.0.0.1:${port}/`)))).toEqual({
      message: `no connection to 127.0.0.1:${port} (ECONNRESET)`,
      uncertain: false,
      permanent: false,
    });
  });

  test('a server that speaks no TLS', async () => {
    const plain = await startPlainSpeaker();
    cleanups.push(() => plain.close());
    expect(await broken(send(get(`https://127.0.0.1:${plain.port}/`)))).toMatchObject(UNSENT);
  });
});

/** Answers the first bytes of anything with plain HTTP. */
async function startPlainSpeaker(): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => server.close() };
}
