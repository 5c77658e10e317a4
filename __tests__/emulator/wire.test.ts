import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { exchange } from './exchange.ts';
import { closeAll, startTestServer, TAGS } from './test-server.ts';

afterEach(closeAll);

/** Resolves when so many requests have arrived. */
async function arrived(requests: () => readonly unknown[], count: number): Promise<void> {
  while (requests().length < count) await new Promise((resolve) => setImmediate(resolve));
}

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

  test('stall: some bytes and then nothing', async () => {
    const { url } = await startTestServer([{ fault: { kind: 'stall', bytes: 7 } }]);
    const giveUp = new AbortController();
    const answer = await exchange(
      url,
      'GET',
      TAGS,
      {},
      {
        signal: giveUp.signal,
        // While another request is answered, nothing more comes.
        onPart: (body) => {
          if (body.length >= 7) void exchange(url, 'GET', TAGS).then(() => giveUp.abort());
        },
      },
    );
    expect(answer).toMatchObject({ status: 200, error: 'SILENT' });
    expect(answer.body).toHaveLength(7);
  });

  test('silence: nothing at all', async () => {
    const { url, requests } = await startTestServer([{ fault: { kind: 'silence' } }]);
    const giveUp = new AbortController();
    const silent = exchange(url, 'GET', TAGS, {}, { signal: giveUp.signal });
    await arrived(requests, 1);
    // While another request is answered, nothing comes.
    await exchange(url, 'GET', TAGS);
    giveUp.abort();
    expect(await silent).toMatchObject({ status: undefined, body: '', error: 'SILENT' });
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
    // A lower bound, which holds on a busy machine as well. Timers may fire a millisecond early.
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
  test('are counted with the one that begins', async () => {
    const { url, requests } = await startTestServer([{ fault: { kind: 'silence' } }, { fault: { kind: 'silence' } }]);
    const giveUp = new AbortController();
    const first = exchange(url, 'GET', TAGS, {}, { signal: giveUp.signal });
    await arrived(requests, 1);
    const second = exchange(url, 'GET', TAGS, {}, { signal: giveUp.signal });
    await arrived(requests, 2);
    // Those that have been answered are not counted any more.
    await exchange(url, 'GET', TAGS);
    await exchange(url, 'GET', TAGS);
    expect(requests().map(({ inFlight }) => inFlight)).toEqual([1, 2, 3, 3]);
    giveUp.abort();
    await Promise.all([first, second]);
  });

  test('include those that never get an answer, until the client gives up', async () => {
    const { url, requests } = await startTestServer([{ fault: { kind: 'silence' } }]);
    const giveUp = new AbortController();
    const waiting = exchange(url, 'GET', TAGS, {}, { signal: giveUp.signal });
    await arrived(requests, 1);
    await exchange(url, 'GET', TAGS);
    giveUp.abort();
    expect((await waiting).error).toBe('SILENT');
    expect(requests().map(({ inFlight }) => inFlight)).toEqual([1, 2]);
    // The server notices some time later that the connection is closed.
    do await exchange(url, 'GET', TAGS);
    while (requests().at(-1)?.inFlight !== 1);
  });
});

describe('closing', () => {
  test.each([
    ['idle', undefined],
    ['silent', { kind: 'silence' }],
    ['stalled', { kind: 'stall', bytes: 1 }],
    ['delayed', { kind: 'delay', ms: 3_600_000 }],
    ['dripping', { kind: 'drip', bytes: 1, everyMs: 3_600_000 }],
  ] as const)('ends at once with a connection that is %s', async (_, fault) => {
    const emulator = await startTestServer(fault === undefined ? [] : [{ fault }]);
    const socket = connect(emulator.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const open = exchange(emulator.url, 'GET', TAGS);
    await arrived(emulator.requests, 1);
    const gone = new Promise((resolve) => socket.once('close', resolve));
    // Else the faults would keep their connections open for an hour.
    await emulator.close();
    await gone;
    expect(['ECONNRESET', undefined]).toContain((await open).error);
  });
});
