import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { exchange } from './exchange.ts';
import { closeAll, startTestServer, TAGS } from './test-server.ts';

afterEach(closeAll);

describe('over a socket', () => {
  test('accepts a signed request with the host as it was sent', async () => {
    const { url, requests } = await startTestServer();
    const answer = await exchange(url, 'GET', TAGS, { query: { filter: 'limit::10|offset::0' } });
    expect(answer).toMatchObject({ status: 200, error: undefined });
    expect(answer.headers).toMatchObject({
      'content-range': '0-1/1',
      'content-type': 'application/json',
      date: expect.any(String),
      'x-request-id': expect.any(String),
    });
    expect(JSON.parse(answer.body)).toMatchObject([{ Tag: 'v1', digest: digestOf('v1') }]);
    expect(requests()).toMatchObject([{ status: 200, path: '/v2/manage/namespaces/team/repos/app$api/tags' }]);
  });

  test('accepts a signed header in UTF-8', async () => {
    const { url } = await startTestServer();
    expect(await exchange(url, 'GET', TAGS, { headers: { 'X-Domain-Id': 'é一😀' } })).toMatchObject({ status: 200 });
  });

  test('accepts a signed body', async () => {
    const { url } = await startTestServer();
    const body = { namespace: 'fresh' };
    const answer = await exchange(url, 'POST', '/swr-api/cn-north-4/v2/manage/namespaces', { body });
    expect(answer).toMatchObject({ status: 201, body: '' });
  });

  test('sends the time of the given clock in Date', async () => {
    const { url } = await startTestServer([], { now: () => 0 });
    const answer = await exchange(url, 'GET', TAGS);
    expect(answer).toMatchObject({ status: 401, headers: { date: 'Thu, 01 Jan 1970 00:00:00 GMT' } });
  });
});

describe('faults on the wire', () => {
  test('cut: the headers with the full length, some bytes, then the connection is destroyed', async () => {
    const { url, script } = await startTestServer([{ fault: { kind: 'cut', bytes: 10 } }]);
    const answer = await exchange(url, 'GET', TAGS);
    expect(answer).toMatchObject({ status: 200, error: 'ECONNRESET' });
    expect(answer.body).toHaveLength(10);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(10);
    expect(script().rules).toMatchObject([{ hits: 1 }]);
  });

  test('cut: possible after the headers, and never after the whole body', async () => {
    const { url } = await startTestServer([
      { fault: { kind: 'cut', bytes: 0 } },
      { fault: { kind: 'cut', bytes: 100, body: 'short' } },
    ]);
    expect(await exchange(url, 'GET', TAGS)).toMatchObject({ status: 200, body: '', error: 'ECONNRESET' });
    expect(await exchange(url, 'GET', TAGS)).toMatchObject({ status: 200, body: 'shor', error: 'ECONNRESET' });
  });

  test('reset: no byte', async () => {
    const { url, requests } = await startTestServer([{ fault: { kind: 'reset' } }]);
    const answer = await exchange(url, 'GET', TAGS);
    expect(answer).toMatchObject({ status: undefined, error: 'ECONNRESET' });
    expect(requests()).toMatchObject([{ status: 0, fault: 'reset' }]);
  });

  test('stall: some bytes, then nothing', async () => {
    const { url } = await startTestServer([{ fault: { kind: 'stall', bytes: 7 } }]);
    const answer = await exchange(url, 'GET', TAGS, {}, 400);
    expect(answer).toMatchObject({ status: 200, error: 'TIMEOUT' });
    expect(answer.body).toHaveLength(7);
  });

  test('silence: nothing', async () => {
    const { url } = await startTestServer([{ fault: { kind: 'silence' } }]);
    expect(await exchange(url, 'GET', TAGS, {}, 400)).toMatchObject({ status: undefined, body: '', error: 'TIMEOUT' });
  });

  test('drip: everything, in small parts', async () => {
    const { url } = await startTestServer([{ fault: { kind: 'drip', bytes: 200, everyMs: 3 } }]);
    const answer = await exchange(url, 'GET', TAGS);
    expect(answer).toMatchObject({ status: 200, error: undefined });
    expect(JSON.parse(answer.body)).toMatchObject([{ Tag: 'v1' }]);
    expect(answer.parts).toBeGreaterThan(1);
  });

  test('delay: not before its time', async () => {
    const { url } = await startTestServer([{ fault: { kind: 'delay', ms: 80 } }]);
    const began = performance.now();
    expect(await exchange(url, 'GET', TAGS)).toMatchObject({ status: 200, error: undefined });
    // Timers may fire a millisecond early.
    expect(performance.now() - began).toBeGreaterThan(75);
  });

  test('redirect and html', async () => {
    const { url } = await startTestServer([
      { fault: { kind: 'redirect', location: 'http://127.0.0.1:1/' } },
      { fault: { kind: 'html' } },
    ]);
    expect(await exchange(url, 'GET', TAGS)).toMatchObject({
      status: 302,
      headers: { location: 'http://127.0.0.1:1/' },
    });
    expect(await exchange(url, 'GET', TAGS)).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } });
  });

  test('a request whose reply is lost takes effect with takesEffect', async () => {
    const { url, state } = await startTestServer([{ fault: { kind: 'cut', bytes: 0, body: 'x' }, takesEffect: true }]);
    const body = { namespace: 'fresh' };
    const answer = await exchange(url, 'POST', '/swr-api/cn-north-4/v2/manage/namespaces', { body });
    expect(answer.error).toBe('ECONNRESET');
    expect(Object.keys(state().regions['cn-north-4']?.organizations ?? {})).toEqual(['team', 'fresh']);
  });
});

describe('requests in flight', () => {
  test('are counted with the new one', async () => {
    const { url, requests } = await startTestServer([
      { fault: { kind: 'delay', ms: 300 } },
      { fault: { kind: 'delay', ms: 300 } },
    ]);
    await Promise.all([exchange(url, 'GET', TAGS), exchange(url, 'GET', TAGS)]);
    await exchange(url, 'GET', TAGS);
    expect(requests().map(({ inFlight }) => inFlight)).toEqual([1, 2, 1]);
  });

  test('include those without a reply until the client closes the connection', async () => {
    const { url, requests } = await startTestServer([{ fault: { kind: 'silence' } }]);
    const waiting = exchange(url, 'GET', TAGS, {}, 1500);
    while (requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await exchange(url, 'GET', TAGS);
    expect((await waiting).error).toBe('TIMEOUT');
    expect(requests().map(({ inFlight }) => inFlight)).toEqual([1, 2]);
  });
});

describe('closing', () => {
  test.each([
    ['idle', undefined],
    ['silent', { kind: 'silence' }],
    ['stalled', { kind: 'stall', bytes: 1 }],
    ['delayed', { kind: 'delay', ms: 60_000 }],
    ['dripping', { kind: 'drip', bytes: 1, everyMs: 60_000 }],
  ] as const)('ends immediately although a connection is %s', async (_, fault) => {
    const emulator = await startTestServer(fault === undefined ? [] : [{ fault }]);
    const socket = connect(emulator.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const open = exchange(emulator.url, 'GET', TAGS, {}, 30_000);
    while (emulator.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    const socketClosed = new Promise((resolve) => socket.once('close', resolve));
    const began = performance.now();
    await emulator.close();
    await Promise.all([socketClosed, open]);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
