import type { Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/http/network-error.ts';
import { createProxyFor } from '../../src/http/proxy.ts';
import { createTransport } from '../../src/http/transport.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { ended } from '../support/outcome-of.ts';
import { selfSigned } from '../support/self-signed.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A name that no resolver knows: only the proxy could. */
const HOST = 'cloud.example.test';

const OPENED = 'HTTP/1.1 200 Connection established\r\n\r\n';

interface Try {
  readonly proxy: HostileServer;
  /** How the attempt ended; the hint is left out. */
  readonly end: { readonly message: string; readonly uncertain: boolean; readonly permanent: boolean };
}

/** One request to `url` through a proxy that answers like this. */
async function tried(
  answer: (socket: Socket, deadline: AbortController) => void,
  { url = `https://${HOST}/v2/x`, login = '' } = {},
): Promise<Try> {
  const deadline = new AbortController();
  const proxy = await startHostileServer((socket) => answer(socket, deadline));
  cleanups.push(() => proxy.close());
  const address = proxy.origin.replace('//', `//${login}`);
  const transport = createTransport(
    'test-agent',
    createProxyFor((name) => (name === 'https_proxy' ? address : '')),
  );
  const request = {
    method: 'GET',
    url: new URL(url),
    headers: { authorization: 'planted' },
    body: '',
    newConnection: false,
  };
  const end = await ended(transport.send(request, deadline.signal));
  transport.close();
  if (!('error' in end) || !(end.error instanceof NetworkError))
    throw new Error('a NetworkError was expected', { cause: end });
  const { message, uncertain, permanent } = end.error;
  return { proxy, end: { message: message.replaceAll(`127.0.0.1:${proxy.port}`, 'PROXY'), uncertain, permanent } };
}

const no = (status: number) => (socket: Socket) => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);

test.each([
  [`https://${HOST}/x`, `${HOST}:443`],
  [`https://${HOST}:8443/x`, `${HOST}:8443`],
  ['https://[2001:db8::1]/x', '[2001:db8::1]:443'],
])('%s is asked for as %s, and of the request nothing else is told', async (url, target) => {
  const { proxy } = await tried(no(403), { url });
  expect(proxy.requests.map((request) => request.toLowerCase())).toEqual([
    `connect ${target} http/1.1\r\nhost: ${target}\r\nconnection: close\r\n\r\n`,
  ]);
});

test('user and password are sent to the proxy decoded', async () => {
  const { proxy } = await tried(no(403), { login: 'me%40corp:p%3Aw%C3%A9@' });
  const [, given = ''] = /^proxy-authorization: Basic (.*)$/im.exec(proxy.requests[0] ?? '') ?? [];
  expect(Buffer.from(given.trim(), 'base64').toString('utf8')).toBe('me@corp:p:wé');
});

describe('no tunnel: nothing was sent', () => {
  test.each([
    [403, true],
    [407, true],
    [100, true],
    [101, true],
    [302, true],
    [502, false],
    [503, false],
  ])('HTTP %d: permanent is %p', async (status, permanent) => {
    const { end, proxy } = await tried(no(status));
    expect(end).toEqual({
      message: `the proxy PROXY answered HTTP ${status} for ${HOST}:443`,
      uncertain: false,
      permanent,
    });
    expect(proxy.requests).toHaveLength(1);
  });

  test('the proxy closes the connection', async () => {
    const { end } = await tried((socket) => socket.destroy());
    expect(end).toEqual({
      message: `the proxy PROXY opened no tunnel to ${HOST}:443: no connection to PROXY (ECONNRESET)`,
      uncertain: false,
      permanent: false,
    });
  });

  test('the proxy does not speak HTTP', async () => {
    const { end } = await tried((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(end).toMatchObject({ uncertain: false, permanent: false });
  });

  test('the proxy never answers: the signal ends the CONNECT as well', async () => {
    const { end, proxy } = await tried((_, deadline) => setImmediate(() => deadline.abort()));
    expect(end).toEqual({
      message: `the proxy PROXY opened no tunnel to ${HOST}:443`,
      uncertain: false,
      permanent: false,
    });
    await proxy.quiet();
  });
});

describe('a tunnel that leads nowhere', () => {
  test('it breaks: without a handshake nothing was sent', async () => {
    const { end } = await tried((socket) => socket.write(OPENED, () => socket.destroy()));
    expect(end).toEqual({ message: `no connection to ${HOST} (ECONNRESET)`, uncertain: false, permanent: false });
  });

  test('the other side is silent: the signal ends the attempt', async () => {
    const { end, proxy } = await tried((socket, deadline) => {
      socket.write(OPENED, () => setImmediate(() => deadline.abort()));
    });
    expect(end).toMatchObject({ uncertain: false, permanent: false });
    await proxy.quiet();
  });

  test('an alert of TLS', async () => {
    const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);
    const { end } = await tried((socket) => socket.end(Buffer.concat([Buffer.from(OPENED), alert])));
    expect(end).toEqual({
      message: `the TLS connection to ${HOST} failed (ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR)`,
      uncertain: false,
      permanent: false,
    });
  });

  test('it breaks after the handshake: the request may have arrived', async () => {
    const identity = selfSigned({ host: HOST });
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, identity.cert]);
    cleanups.push(() => setDefaultCACertificates(trusted));
    const { end } = await tried((socket) => {
      socket.removeAllListeners('data');
      socket.write(OPENED);
      const inner = new TLSSocket(socket, { isServer: true, ...identity });
      inner.on('error', () => undefined);
      inner.once('data', () => socket.resetAndDestroy());
    });
    expect(end).toEqual({
      message: `the connection to ${HOST} broke (ECONNRESET)`,
      uncertain: true,
      permanent: false,
    });
  });

  test('it gives a page instead of TLS', async () => {
    const { end } = await tried((socket) => socket.end(`${OPENED}<html>Sign in to use this network</html>`));
    expect(end).toMatchObject({
      message: expect.stringContaining(`the TLS connection to ${HOST} failed`),
      uncertain: false,
      permanent: false,
    });
  });
});
