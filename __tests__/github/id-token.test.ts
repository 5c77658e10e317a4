import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';
import { claimsOf, requestIdToken } from '../../src/github/id-token.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { createTransport, type WireRequest } from '../../src/http/transport.ts';
import {
  type Behaviour,
  createFakeTransport,
  lostConnection,
  neverConnected,
  type ScriptedReply,
} from '../support/fake-transport.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { ended, failureFrom } from '../support/outcome-of.ts';
import { createTestClient } from '../support/test-client.ts';

const REQUEST_URL = 'https://pipelines.actions.test/idtoken/x?api-version=2.0';
const TOKEN: ScriptedReply = { status: 200, body: { value: 'a.b.c', count: 5 } };
const COULD_NOT = "Could not get an ID token of GitHub for the audience 'here': ";

/** Requests a token from an endpoint that gives these replies in order, the last one for ever. */
function request(replies: readonly (Behaviour | ScriptedReply)[], { url = REQUEST_URL, audience = 'here' } = {}) {
  const clock = createManualClock();
  const lines: string[] = [];
  const transport = createFakeTransport(clock, (_, index) => replies[Math.min(index, replies.length - 1)] ?? TOKEN);
  const client = createTestClient({ transport, clock }, { maxAttempts: 3, onRetry: (line) => lines.push(line) });
  const token = clock.run(requestIdToken(client, { url: new URL(url), token: 'request-token' }, audience));
  const startedAt = clock.now();
  const sentFor = (): number => (transport.requests.at(-1)?.at ?? NaN) - startedAt;
  return { token, lines, requests: transport.requests as readonly WireRequest[], sentFor };
}

describe('an ID token', () => {
  test.each([
    [REQUEST_URL, `${REQUEST_URL}&audience=a%26b%20c`],
    ['https://actions.test/token', 'https://actions.test/token?audience=a%26b%20c'],
  ])('is requested from %s with the audience and the request token', async (url, sent) => {
    const { token, requests } = request([TOKEN], { url, audience: 'a&b c' });
    expect(await token).toBe('a.b.c');
    expect(requests).toMatchObject([
      { method: 'GET', headers: { authorization: 'Bearer request-token' }, maxReplyBytes: 65_536 },
    ]);
    expect(requests[0]?.url.href).toBe(sent);
  });

  test('is requested again when the endpoint breaks or hangs', async () => {
    const { token, lines, requests } = request([
      { status: 500, body: { message: 'Internal' } },
      { gives: 'silence' },
      TOKEN,
    ]);
    expect(await token).toBe('a.b.c');
    expect(requests).toHaveLength(3);
    expect(lines).toEqual([
      `${COULD_NOT}HTTP 500 Internal. Trying again in 0.1 s (try 2 of 3).`,
      `${COULD_NOT}no complete reply from pipelines.actions.test within 30 s. Trying again in 0.3 s (try 3).`,
    ]);
  });

  test.each<[string, Behaviour | ScriptedReply]>([
    ['a lost connection', { gives: lostConnection }],
    ['no connection', { gives: neverConnected }],
    ['HTTP 429', { status: 429, body: { message: 'Too Many Requests' } }],
    ['a page', { status: 200, body: '<html><title>Sign in</title>' }],
  ])('is requested until the time limit for %s', async (_, reply) => {
    const { token, sentFor } = request([reply]);
    expect(await failureFrom(token)).toMatchObject({ code: 'id-token-unavailable', kind: 'unavailable' });
    expect(sentFor()).toBe(600_000);
  });

  test.each<[string, ScriptedReply]>([
    ['HTTP 408', { status: 408, body: { message: 'Request Timeout' } }],
    ['HTTP 500', { status: 500, body: { message: 'activity 8a6e-403-401 failed after 404 ms' } }],
    ['HTTP 520', { status: 520 }],
    ['a reply without a token', { status: 200, body: { count: 0 } }],
    ['an empty token', { status: 200, body: { value: '' } }],
  ])('is unavailable after all attempts for %s', async (_, reply) => {
    const { token, requests } = request([reply]);
    const failure = await failureFrom(token);
    expect(failure).toMatchObject({ code: 'id-token-unavailable', kind: 'unavailable' });
    expect(failure.message).toMatch(/^Could not get an ID token of GitHub .* \(after 3 tries\)\.$/);
    expect(requests).toHaveLength(3);
  });

  test.each([
    [400, ' No'],
    // The text of a 401 is never shown.
    [401, ''],
    [403, ' No'],
    [404, ' No'],
    [422, ' No'],
  ])('that is refused (HTTP %d) is not requested again', async (status, text) => {
    const { token, requests } = request([{ status, body: { message: 'No' } }]);
    expect(await failureFrom(token)).toMatchObject({
      code: 'id-token-refused',
      kind: 'auth',
      message: `${COULD_NOT}HTTP ${status}${text}.`,
      hint: expect.stringContaining('id-token: write'),
    });
    expect(requests).toHaveLength(1);
  });

  test('follows no redirect, which would take the request token elsewhere', async () => {
    const { token, requests } = request([{ status: 302, headers: { location: 'https://elsewhere.test/x?y' } }]);
    expect(await failureFrom(token)).toMatchObject({
      code: 'redirect-refused',
      message: expect.stringContaining("redirects to 'elsewhere.test' (HTTP 302)"),
    });
    expect(requests).toHaveLength(1);
  });

  test('in a reply that cannot be read is not quoted', async () => {
    const { token } = request([{ status: 200, body: '{"value":"a.b.c","cou' }]);
    expect((await failureFrom(token)).message).not.toContain('a.b.c');
  });

  test('a page that comes instead is not quoted as a whole', async () => {
    const { token } = request([{ status: 502, body: `<html>${'x'.repeat(10_000)}` }]);
    expect((await failureFrom(token)).message.length).toBeLessThan(600);
  });

  test('that the runner does not offer: the failure names the permission, and forks', async () => {
    const { send } = { send: () => Promise.reject(new Error('nothing is sent')) };
    const failure = await failureFrom(requestIdToken({ send }, undefined, 'here'));
    expect(failure).toMatchObject({ code: 'id-token-not-offered', kind: 'auth' });
    expect(failure.hint).toContain('id-token: write');
    expect(failure.hint).toContain('forks');
  });
});

/** A reply without a body. */
const head = (status: number, more = ''): string => `HTTP/1.1 ${status} X\r\n${more}Content-Length: 0\r\n\r\n`;

describe('over a real connection, a request of an ID token', () => {
  const TOKEN_REPLY = 'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"value":"a.b.c"}';

  /** One request to a server that replies like this, without time for another. */
  async function requestFrom(reply: (socket: Socket, elsewhere: string) => void) {
    const elsewhere = await startHostileServer((socket) => socket.end(TOKEN_REPLY));
    const server = await startHostileServer((socket) => reply(socket, elsewhere.origin));
    const transport = createTransport('test-agent', () => undefined);
    const client = createTestClient({ transport, clock: systemClock, timeoutMs: 0 }, { maxAttempts: 1 });
    const end = await ended(
      requestIdToken(client, { url: new URL(`${server.origin}/token`), token: 'request-token' }, 'here'),
    );
    transport.close();
    await server.quiet();
    await Promise.all([server.close(), elsewhere.close()]);
    expect(server.requests.map((received) => /^authorization: (.*)\r$/im.exec(received)?.[1])).toEqual([
      'Bearer request-token',
    ]);
    expect(elsewhere.connections()).toBe(0);
    return end;
  }

  test('gives the token', async () => {
    expect(await requestFrom((socket) => socket.end(TOKEN_REPLY))).toEqual({ value: 'a.b.c' });
  });

  test.each([301, 302, 303, 307, 308])('is sent nowhere else: HTTP %d', async (status) => {
    const end = await requestFrom((socket, elsewhere) => socket.end(head(status, `Location: ${elsewhere}/x\r\n`)));
    expect(end).toMatchObject({ error: { code: 'redirect-refused' } });
  });

  test.each<[string, ErrorCode, (socket: Socket) => unknown]>([
    ['HTTP 407', 'id-token-refused', (socket) => socket.end(head(407, 'Proxy-Authenticate: Basic\r\n'))],
    ['HTTP 401', 'id-token-refused', (socket) => socket.end(head(401, 'WWW-Authenticate: Basic\r\n'))],
    ['HTTP 429', 'id-token-unavailable', (socket) => socket.end(head(429, 'Retry-After: 1\r\n'))],
    ['HTTP 500', 'id-token-unavailable', (socket) => socket.end(head(500))],
    ['HTTP 101', 'id-token-unavailable', (socket) => socket.write('HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\n')],
    ['no reply', 'id-token-unavailable', (socket) => socket.destroy()],
    [
      'a reply without an end',
      'id-token-unavailable',
      (socket) => {
        const flood = (): void => {
          if (!socket.destroyed) socket.write(Buffer.alloc(16_384, 'x'), () => setImmediate(flood));
        };
        socket.write('HTTP/1.1 200 OK\r\n\r\n', flood);
      },
    ],
  ])('is sent once where that is all that is allowed: %s', async (_, code, reply) => {
    expect(await requestFrom(reply)).toMatchObject({ error: { code } });
  });
});

const tokenOf = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('the claims', () => {
  test('are read from the token', () => {
    expect(claimsOf(tokenOf({ sub: 's', aud: ['a', 'b'], iss: 'i' }))).toEqual({
      subject: 's',
      audience: 'a, b',
      issuer: 'i',
    });
  });

  test.each(['', 'no token', 'a.b.c', tokenOf(null), tokenOf('text'), tokenOf({ sub: 1 })])(
    'of %j are empty',
    (token) => {
      expect(claimsOf(token)).toEqual({ subject: '', audience: '', issuer: '' });
    },
  );
});
