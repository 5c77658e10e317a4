import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import * as https from 'node:https';
import {
  createServer,
  getDefaultAutoSelectFamilyAttemptTimeout,
  type Server,
  setDefaultAutoSelectFamilyAttemptTimeout,
  type Socket,
} from 'node:net';
import { getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/http/network-error.ts';
import { createTransport, MAX_REPLY_BYTES, type WireReply, type WireRequest } from '../../src/http/transport.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { listening } from '../support/listening.ts';
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

const WHOLE = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall';

function get(url: string, more: Partial<WireRequest> = {}): WireRequest {
  return { method: 'GET', url: new URL(url), headers: {}, body: '', newConnection: false, ...more };
}

function post(url: string): WireRequest {
  return get(url, { method: 'POST', body: '{}', newConnection: true });
}

const NEVER = new AbortController().signal;

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const ok = (socket: Socket): unknown => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]');

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

  test.each([
    ['HTTP/1.0, ended by the end of the connection', 'HTTP/1.0 200 OK\r\n\r\nall'],
    ['HTTP/1.0 with a length', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nall'],
    ['after interim replies', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${WHOLE}`],
    ['with trailers', `${CHUNKED}3\r\nall\r\n0\r\nX-Checksum: 1\r\n\r\n`],
    ['with a chunk extension', `${CHUNKED}3;a=b\r\nall\r\n0\r\n\r\n`],
    ['with more bytes after its end', `${WHOLE}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmore`],
  ])('%s', async (_, text) => {
    const server = await serve((socket) => socket.end(text));
    expect(await send(get(server.origin))).toMatchObject({ status: 200, body: 'all' });
  });

  test('gzip that was not asked for, and a byte order mark', async () => {
    const body = gzipSync('\ufeff{"a":1}');
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 403 No\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    expect((await send(get(server.origin))).body).toBe('{"a":1}');
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

  test.each([
    ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nrest'],
    ['a header of 200 kB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`],
    ['trailers of 200 kB', `${CHUNKED}1\r\nx\r\n0\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(200)}\r\n`],
    ['a chunk extension of 200 kB', `${CHUNKED}1;${'x'.repeat(200_000)}\r\nx\r\n0\r\n\r\n`],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]x'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n[]'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n[]'],
    ['a chunk whose size is none', `${CHUNKED}x\r\n[]\r\n`],
    ['interim replies only', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('%s', async (_, text) => {
    const server = await serve((socket) => socket.end(text));
    expect(await broken(send(get(server.origin)))).toMatchObject(LOST);
    await server.quiet();
  });

  test.each([
    ['too large', 'X-Request-Id: r1\r\n', 'x'.repeat(2049)],
    ['in an encoding that is not known', 'X-Request-Id: r1\r\nContent-Encoding: zstd\r\n', 'x'],
    ['cut off', 'X-Request-Id: r1\r\nContent-Length: 99\r\n', 'x'],
  ])('a 401 that is %s is a reply all the same, without its body', async (_, headers, body) => {
    const server = await serve((socket) => socket.end(`HTTP/1.1 401 No\r\n${headers}\r\n${body}`));
    expect(await send({ ...get(server.origin), maxReplyBytes: 2048 })).toMatchObject({
      status: 401,
      headers: { 'x-request-id': 'r1' },
      body: '',
      isUnread: true,
    });
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

  test.each([
    ['headers without an end', (index: number) => (index === 0 ? 'HTTP/1.1 200 OK\r\n' : 'X: y\r\n')],
    ['trailers without an end', (index: number) => (index === 0 ? `${CHUNKED}1\r\nx\r\n0\r\n` : 'X: y\r\n')],
    ['interim replies without an end', () => 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['100 Continue without an end', () => 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['101 without an upgrade', (index: number) => (index === 0 ? 'HTTP/1.1 101 Switching Protocols\r\n\r\n' : '')],
    ['a status line without an end', (index: number) => (index === 0 ? 'HTTP/1.1 200 ' : 'O')],
  ])('%s', async (_, part) => {
    const deadline = new AbortController();
    const server = await serve((socket) => {
      let index = 0;
      const drip = (): void => {
        if (index === 20) deadline.abort();
        if (!socket.destroyed) socket.write(part(index++), () => setImmediate(drip));
      };
      drip();
    });
    expect(await broken(send(get(server.origin), deadline.signal))).toMatchObject(LOST);
    await server.quiet();
  });

  test('before it has begun: then nothing is sent', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    expect(await broken(send(get(server.origin), AbortSignal.abort()))).toMatchObject(UNSENT);
    expect(server.requests).toEqual([]);
  });

  test('when the connection opens: then nothing is sent', async () => {
    const deadline = new AbortController();
    const server = await serve(ok);
    server.onConnection(() => deadline.abort());
    expect(await broken(send(post(server.origin), deadline.signal))).toMatchObject(UNSENT);
    await server.quiet();
    expect(server.requests).toEqual([]);
  });
});

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

  test('a kept one on which a reply came that nobody asked for: it is no reply to the next request', async () => {
    const server = await serve((socket) => {
      ok(socket);
      setImmediate(() => socket.write('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'));
    });
    const { send: one } = transport();
    await one(get(server.origin), NEVER);
    await server.quiet();
    expect((await one(get(server.origin), NEVER)).status).toBe(200);
    expect(server.connections()).toBe(2);
  });

  test('a new one on which a reply comes before the request: nothing is sent', async () => {
    const server = await serve(ok);
    // Both ends notice the connection in one poll for events.
    server.onConnection(ok);
    expect(await broken(send(post(server.origin)))).toEqual({
      message: `no connection to 127.0.0.1:${server.port} (a reply before the request)`,
      ...UNSENT,
    });
    await server.quiet();
    expect(server.requests).toEqual([]);
  });

  test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])(
    'one that fails with %s while the reply is awaited: the request may have arrived',
    async (code) => {
      const requests: ClientRequest[] = [];
      const record = (message: unknown): void => {
        const request: unknown = Object(message).request;
        if (request instanceof ClientRequest) requests.push(request);
      };
      subscribe('http.client.request.start', record);
      cleanups.push(() => unsubscribe('http.client.request.start', record));
      const server = await serve(() => {
        const error = Object.assign(new Error(`read ${code}`), { code, syscall: 'read' });
        for (const request of requests) request.socket?.destroy(error);
      });
      expect(await broken(send(post(server.origin)))).toEqual({
        message: `the connection to 127.0.0.1:${server.port} broke (${code})`,
        ...LOST,
      });
    },
  );

  test('each address of a host has five seconds to connect', () => {
    setDefaultAutoSelectFamilyAttemptTimeout(250);
    transport();
    expect(getDefaultAutoSelectFamilyAttemptTimeout()).toBe(5000);
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

/** Starts a server that closes at the end of the test. @returns its port. */
async function listen(server: Server): Promise<number> {
  const { port, close } = await listening(server);
  cleanups.push(close);
  return port;
}

describe('TLS', () => {
  test('a certificate that is not trusted: permanent, nothing sent, and the hint names the variable', async () => {
    const requests: string[] = [];
    const server = https.createServer(selfSigned(), (request, response) => {
      requests.push(request.url ?? '');
      response.end('[]');
    });
    server.on('tlsClientError', () => undefined);
    const port = await listen(server);
    const end = await ended(send(post(`https://localhost:${port}/`)));
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

  test.each<[string, string, (socket: Socket) => unknown]>([
    ['closed', 'no connection to HOST (ECONNRESET)', (socket) => socket.end()],
    ['reset', 'no connection to HOST (ECONNRESET)', (socket) => socket.resetAndDestroy()],
    [
      'ended by an alert',
      'the TLS connection to HOST failed (ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR)',
      (socket) => socket.end(ALERT),
    ],
    [
      'answered in plain text',
      'the TLS connection to HOST failed (ERR_SSL_WRONG_VERSION_NUMBER)',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    ],
  ])('a handshake that is %s: nothing was sent, and another attempt may help', async (_, message, answer) => {
    const port = await listen(createServer((socket) => socket.once('data', () => answer(socket))));
    const end = await broken(send(post(`https://127.0.0.1:${port}/`)));
    expect({ ...end, message: end.message.replace(`127.0.0.1:${port}`, 'HOST') }).toEqual({ message, ...UNSENT });
  });

  test('a handshake without an answer: the signal ends it, and nothing was sent', async () => {
    const deadline = new AbortController();
    const port = await listen(createServer((socket) => socket.once('data', () => deadline.abort())));
    expect(await broken(send(post(`https://127.0.0.1:${port}/`), deadline.signal))).toMatchObject(UNSENT);
  });

  test.each<[string, string, (socket: TLSSocket, raw: Socket) => unknown]>([
    ['a reset', 'the connection to HOST broke (ECONNRESET)', (_, raw) => raw.resetAndDestroy()],
    [
      'bytes that are no TLS',
      'the TLS connection to HOST failed (ERR_SSL_BAD_RECORD_TYPE)',
      (_, raw) => raw.end(ALERT),
    ],
    ['a close', 'the connection to HOST broke (ECONNRESET)', (socket) => socket.end()],
  ])('%s after the request: it may have arrived', async (_, message, answer) => {
    const identity = selfSigned();
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, identity.cert]);
    cleanups.push(() => setDefaultCACertificates(trusted));
    const server = createServer((raw) => {
      const socket = new TLSSocket(raw, { isServer: true, ...identity });
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket, raw));
    });
    const port = await listen(server);
    const end = await broken(send(post(`https://localhost:${port}/`)));
    expect({ ...end, message: end.message.replace(`localhost:${port}`, 'HOST') }).toEqual({ message, ...LOST });
  });
});

/** A fatal alert of TLS 1.2, in plain text: internal_error. */
const ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);
