import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createAccessKeyAuthorizer } from '../../src/auth/authorizers.ts';
import type { Authorizer } from '../../src/http/authorizer.ts';
import { CLOUD_RULES } from '../../src/cloud/reply-rules.ts';
import { createDeadline } from '../../src/deadline.ts';
import type { Call } from '../../src/http/call.ts';
import { type ClientOptions, createClient } from '../../src/http/client.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import { createRedactor } from '../../src/redaction.ts';
import type { Transport, WireRequest } from '../../src/http/transport.ts';
import {
  type Behaviour,
  createFakeTransport,
  lostConnection,
  neverConnected,
  type ScriptedReply,
} from '../support/fake-transport.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { Failure } from '../../src/errors.ts';
import { ended, failureFrom } from '../support/outcome-of.ts';

const AUTHORIZER: Authorizer = { authorize: () => ({ authorization: 'proof' }) };

type Script = (request: WireRequest, index: number) => Behaviour | ScriptedReply;

/** The replies in order; the last one for ever. */
function inOrder(...replies: readonly (Behaviour | ScriptedReply)[]): Script {
  return (_, index) => replies[Math.min(index, replies.length - 1)] ?? { status: 200 };
}

function setUp(
  script: Script,
  {
    timeoutMs = 600_000,
    clock = createManualClock(),
    ...more
  }: Partial<ClientOptions> & { readonly timeoutMs?: number; readonly clock?: ManualClock } = {},
) {
  const transport = createFakeTransport(clock, script);
  const lines: string[] = [];
  const requestTimeoutMs = more.requestTimeoutMs ?? 30_000;
  const deadline = createDeadline(clock, timeoutMs, requestTimeoutMs);
  const client = createClient({
    transport,
    clock,
    deadline,
    signal: new AbortController().signal,
    random: () => 0.5,
    requestTimeoutMs,
    maxAttempts: 5,
    concurrency: 8,
    onRetry: (line) => lines.push(line),
    redactor: createRedactor(),
    ...more,
  });
  return {
    clock,
    deadline,
    lines,
    transport,
    send: <T = unknown>(call: Call<T>) => clock.run(client.send(call)),
    client,
    /** When each request was sent, from the start. */
    moments: () => transport.requests.map(({ at }) => at - deadline.startedAt),
  };
}

function get(more: Partial<Call<unknown>> = {}): Call<unknown> {
  return {
    doing: 'look',
    method: 'GET',
    url: new URL('https://swr-api.cn-north-4.example.com/v2/x'),
    repeatable: true,
    read: (body) => body,
    authorizer: AUTHORIZER,
    rules: CLOUD_RULES,
    ...more,
  };
}

const post = (more: Partial<Call<unknown>> = {}): Call<unknown> =>
  get({ doing: 'trigger', method: 'POST', repeatable: false, body: { a: 1 }, ...more });

const unreadable = (code: 'reply-invalid' | 'reply-too-large'): NetworkError =>
  new NetworkError(code, 'cannot be read', { uncertain: true, isUnreadable: true });

const OK = { status: 200, body: 'true' };
/** A 5xx with a code of the service. */
const FAULT = { status: 500, body: { errorCode: 'SVCSTG.SWR.5000021' } };
/** A credential that is refused. */
const REFUSED = { status: 401, body: { error_code: 'APIGW.0301' } };

describe('one request', () => {
  test('sends the content type, the headers of the call, the credential, and the bytes that were signed', async () => {
    const signed: unknown[] = [];
    const authorizer: Authorizer = {
      authorize(request) {
        signed.push({ ...request, url: request.url.href });
        return { authorization: 'proof' };
      },
    };
    const { send, transport } = setUp(inOrder(OK));
    await send(post({ authorizer, headers: { 'x-project-id': 'p' }, body: { imageTag: ['é'] } }));
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-project-id': 'p' };
    const body = '{"imageTag":["é"]}';
    expect(signed).toEqual([{ method: 'POST', url: 'https://swr-api.cn-north-4.example.com/v2/x', headers, body }]);
    expect(transport.requests).toEqual([
      {
        method: 'POST',
        url: new URL('https://swr-api.cn-north-4.example.com/v2/x'),
        headers: { ...headers, authorization: 'proof' },
        body,
        newConnection: true,
        at: 1000,
      },
    ]);
  });

  test('a repeatable request uses a kept connection, and has no body where the call has none', async () => {
    const { send, transport } = setUp(inOrder(OK));
    await send(get());
    expect(transport.requests).toMatchObject([{ newConnection: false, body: '' }]);
  });

  test('returns a value, and a service error as well', async () => {
    const { send } = setUp(inOrder(OK, { status: 404, body: { errorCode: 'X.1', errorMessage: 'm' } }));
    expect([await send(get()), await send(get())]).toMatchObject([
      { ok: true, value: true, afterUncertainTry: false },
      { ok: false, error: { status: 404, code: 'X.1', message: 'm', requestId: '' }, afterUncertainTry: false },
    ]);
  });

  test('passes on an unexpected error of the authorizer', async () => {
    const authorizer: Authorizer = {
      authorize() {
        throw new TypeError('a bug');
      },
    };
    const { send } = setUp(inOrder(OK));
    await expect(send(get({ authorizer }))).rejects.toThrow('a bug');
  });
});

describe('trying again', () => {
  test('in growing pauses, up to the maximum, with a new authorization for each attempt', async () => {
    let proofs = 0;
    const authorizer: Authorizer = {
      authorize: () => {
        proofs += 1;
        return { authorization: String(proofs) };
      },
    };
    const { send, moments, transport, lines } = setUp(inOrder(FAULT));
    const failure = await failureFrom(send(get({ authorizer })));
    expect(moments()).toEqual([0, 125, 375, 875, 1875]);
    expect(transport.requests.map(({ headers }) => headers['authorization'])).toEqual(['1', '2', '3', '4', '5']);
    expect([failure.kind, failure.message, failure.uncertain]).toEqual([
      'unavailable',
      'Could not look: HTTP 500 SVCSTG.SWR.5000021 (after 5 tries).',
      true,
    ]);
    expect(lines).toEqual(['Could not look: HTTP 500 SVCSTG.SWR.5000021. Trying again in 0.1 s (try 2 of 5).']);
  });

  test('not with a maximum of one attempt, where the service has answered', async () => {
    const { send, moments } = setUp(inOrder(FAULT), { maxAttempts: 1 });
    expect((await failureFrom(send(get()))).message).toBe('Could not look: HTTP 500 SVCSTG.SWR.5000021.');
    expect(moments()).toEqual([0]);
  });

  test.each<[string, Behaviour | ScriptedReply]>([
    ['a gateway without the service', { status: 502, body: '<html><title>Bad gateway</title>' }],
    ['a service that is not available', { status: 503, body: { errorCode: 'SVCSTG.SWR.5030001' } }],
    ['a fault of the gateway', { status: 500, body: { error_code: 'APIGW.0103' } }],
    ['a fault without a code', { status: 500 }],
    ['a page for the network to sign in', { status: 200, body: '<html><title>Sign in</title>' }],
    ['the same with 401', { status: 401, body: '<html><title>Sign in</title>' }],
    ['the same with 511', { status: 511, body: '<html><title>Sign in</title>' }],
    ['a 401 without a code', { status: 401, body: { message: 'Unauthorized' } }],
    ['a 401 with a number', { status: 401, body: { code: 10401, message: 'Unauthorized' } }],
    ['half a reply', { status: 200, body: '[{"Tag":' }],
    ['no connection', { gives: neverConnected }],
    ['a connection that breaks', { gives: lostConnection }],
    ['no reply', { gives: 'silence' }],
    ['throttling', { status: 429 }],
    ['throttling in a 200', { status: 200, body: { error_code: 'APIGW.0308' } }],
  ])('%s is endured until the time limit, whatever max-attempts is', async (_, reply) => {
    const { send, moments, lines } = setUp(inOrder(reply), { maxAttempts: 1, requestTimeoutMs: 5000 });
    const failure = await failureFrom(send(get()));
    expect([failure.kind, failure.permanent]).toEqual(['unavailable', false]);
    expect(moments().at(-1)).toBe(600_000);
    // Not a line for every attempt.
    expect(lines.length).toBeLessThanOrEqual(20);
    const over = setUp((_request, index) => (index < 20 ? reply : OK), { maxAttempts: 1, requestTimeoutMs: 5000 });
    expect(await over.send(get())).toMatchObject({ ok: true });
  });

  test.each<[string, Behaviour | ScriptedReply]>([
    ['a fault of the service', { status: 500, body: { errorCode: 'SVCSTG.SWR.5000021' } }],
    ['the same in a 200', { status: 200, body: { errorCode: 'SVCSTG.SWR.5000021' } }],
    ['a reply that a proxy has changed', { status: 203, body: 'true' }],
    ['an encoding that cannot be decoded', { gives: unreadable('reply-invalid') }],
    ['a reply that is too large', { gives: unreadable('reply-too-large') }],
  ])('%s is an answer: max-attempts bounds it', async (_, reply) => {
    const { send, transport } = setUp(inOrder(reply), { maxAttempts: 3 });
    expect((await failureFrom(send(get()))).kind).toBe('unavailable');
    expect(transport.requests).toHaveLength(3);
  });

  test('after a reply that cannot be read, max-attempts times, waiting does not help either', async () => {
    const gives = unreadable('reply-invalid');
    const { send, transport } = setUp(inOrder({ gives }, { status: 502 }, { gives }, OK), { maxAttempts: 2 });
    expect((await failureFrom(send(get()))).permanent).toBe(true);
    expect(transport.requests).toHaveLength(3);
  });

  test('of a host that has answered before, an unknown name is an outage like any other', async () => {
    const gives = new NetworkError('unreachable', 'no such host', { isUnknownHost: true });
    const never = setUp(inOrder({ gives }));
    expect((await failureFrom(never.send(get()))).permanent).toBe(true);
    expect([(never.moments().at(-1) ?? 0) >= 120_000, (never.moments().at(-1) ?? 0) < 150_000]).toEqual([true, true]);
    const before = setUp(inOrder(OK, { gives }));
    await before.send(get());
    expect((await failureFrom(before.send(get()))).permanent).toBe(false);
    expect(before.moments().at(-1)).toBe(600_000);
  });

  test('as late as Retry-After says', async () => {
    const { send, moments } = setUp(inOrder({ status: 503, headers: { 'retry-after': '9' } }, OK));
    await send(get());
    expect(moments()).toEqual([0, 9000]);
  });

  test('not where Retry-After is later than the time limit: that is said at once, to every request for the same', async () => {
    const { send, moments, clock, deadline } = setUp(inOrder({ status: 429, headers: { 'retry-after': '90' } }), {
      timeoutMs: 80_000,
    });
    const ends = [await failureFrom(send(get())), await failureFrom(send(get({ doing: 'look again' })))];
    const said = 'the cloud throttles (HTTP 429). It asks for a pause of 90 s, and the time limit leaves 80 s.';
    expect(ends.map(({ kind, permanent, uncertain, message }) => [kind, permanent, uncertain, message])).toEqual([
      ['unavailable', true, false, `Could not look: ${said}`],
      ['unavailable', true, false, `Could not look again: ${said}`],
    ]);
    expect([moments(), clock.now() - deadline.startedAt]).toEqual([[0], 0]);
  });

  test('Retry-After is heeded after the last attempt as well', async () => {
    const reply = { ...FAULT, headers: { 'retry-after': '100' } };
    const { send, moments } = setUp(inOrder(reply, OK), { maxAttempts: 1 });
    await failureFrom(send(get()));
    await send(get());
    expect(moments()).toEqual([0, 100_000]);
  });

  test.each([
    ['limit:200,time:5 minute', 30_000],
    ['limit:5,time:1 minute', 24_000],
    ['limit:1,time:1 minute', 60_000],
    ['limit:5,time:5 second', 750],
  ])('throttled with %s: the next request is sent after %d ms', async (limit, pauseMs) => {
    const body = { error_code: 'APIGW.0308', error_msg: `policy user over ratelimit,${limit}` };
    const { send, moments } = setUp(inOrder({ status: 429, body }, OK));
    await send(get());
    expect(moments()).toEqual([0, pauseMs]);
  });

  test('not after a certificate that is not trusted', async () => {
    const gives = new NetworkError('unreachable', 'bad certificate', {
      uncertain: false,
      permanent: true,
      hint: 'Set it.',
    });
    const { send, moments } = setUp(inOrder({ gives }));
    const failure = await failureFrom(send(get()));
    expect([failure.kind, failure.uncertain, failure.hint, moments()]).toEqual(['unavailable', false, 'Set it.', [0]]);
  });

  test('a redirect is refused at once', async () => {
    const { send, moments } = setUp(inOrder({ status: 302, headers: { location: 'https://evil.example' } }));
    expect([(await failureFrom(send(get()))).kind, moments()]).toEqual(['refused', [0]]);
  });
});

describe('what must not be sent twice', () => {
  test.each<[string, Behaviour | ScriptedReply]>([
    ['a broken connection', { gives: lostConnection }],
    ['silence', { gives: 'silence' }],
    ['a bad gateway', { status: 502 }],
    ['a page under 200', { status: 200, body: '<html>' }],
    ['a fault', { status: 500 }],
    ['a fault with a code of the service', { status: 500, body: { errorCode: 'SVCSTG.SWR.5001001' } }],
    ['the same in a 200', { status: 200, body: { errorCode: 'SVCSTG.SWR.5001001' } }],
    ['a page of the network', { status: 401, body: '<html>' }],
    ['a pause that is asked for', { status: 503, headers: { 'retry-after': '1' } }],
  ])('%s: it may have taken effect', async (_, reply) => {
    const { send, transport } = setUp(inOrder(reply, OK));
    const failure = await failureFrom(send(post()));
    expect([failure.kind, failure.uncertain, transport.requests.length]).toEqual(['unavailable', true, 1]);
  });

  test.each<[string, Behaviour | ScriptedReply]>([
    ['nobody listens', { gives: neverConnected }],
    ['too many requests', { status: 429 }],
    ['too many requests, as SWR says it', { status: 403, body: { errorCode: 'SVCSTG.SWR.4031032' } }],
    ['a busy system', { status: 409, body: { errorCode: 'SVCSTG.SWR.4090023' } }],
  ])('%s: it was not processed, and is sent again', async (_, reply) => {
    const { send, transport } = setUp(inOrder(reply, OK));
    expect([await send(post()), transport.requests.length]).toEqual([
      { ok: true, value: true, afterUncertainTry: false },
      2,
    ]);
  });

  test('whatever the replies, a request that is not repeatable is sent again only if it was not processed', async () => {
    const replies: readonly { readonly reply: Behaviour | ScriptedReply; readonly wasNotTaken: boolean }[] = [
      { reply: { gives: neverConnected }, wasNotTaken: true },
      { reply: { status: 429 }, wasNotTaken: true },
      { reply: { status: 429, headers: { 'retry-after': '3' } }, wasNotTaken: true },
      { reply: { status: 403, body: [{ errorCode: 'SVCSTG.SWR.4031042' }] }, wasNotTaken: true },
      { reply: { status: 409, body: { errorCode: 'SVCSTG.SWR.4090023' } }, wasNotTaken: true },
      { reply: { status: 400, body: { error_code: 'APIGW.0308' } }, wasNotTaken: true },
      ...[
        { gives: lostConnection },
        { gives: 'silence' as const },
        { gives: new NetworkError('connection-lost', 'too large', { uncertain: true, permanent: true }) },
        { gives: new NetworkError('unreachable', 'certificate', { uncertain: false, permanent: true }) },
        ...[200, 201, 204, 301, 400, 401, 403, 404, 408, 409, 425, 500, 501, 502, 503, 504].map((status) => ({
          status,
        })),
        { status: 200, body: '{"cut":' },
        { status: 500, body: { errorCode: 'SVCSTG.SWR.5001101' } },
        { status: 400, body: ['v1'] },
      ].map((reply) => ({ reply, wasNotTaken: false })),
    ];
    const scripts = fc.array(fc.constantFrom(...replies), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(scripts, fc.integer({ min: 1, max: 8 }), async (script, maxAttempts) => {
        const { client, clock, transport } = setUp(inOrder(...script.map(({ reply }) => reply)), { maxAttempts });
        await clock.run(ended(client.send(post())));
        const answered = script.slice(0, transport.requests.length - 1);
        expect(answered.filter(({ wasNotTaken }) => !wasNotTaken)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('an earlier try that may have taken effect', () => {
  test.each<[string, Behaviour | ScriptedReply, boolean]>([
    ['a lost reply', { gives: lostConnection }, true],
    ['a bad gateway', { status: 502 }, true],
    ['silence', { gives: 'silence' }, true],
    ['no connection', { gives: neverConnected }, false],
    ['throttling', { status: 429 }, false],
  ])('%s', async (_, first, afterUncertainTry) => {
    const { send } = setUp(inOrder(first, { status: 429 }, { status: 404 }));
    expect(await send(get({ method: 'DELETE' }))).toMatchObject({ ok: false, afterUncertainTry });
  });
});

describe('a credential that is not accepted', () => {
  test.each([
    [
      { error_code: 'APIGW.0301', error_msg: 'signature expired, signature time:a,server time:b' },
      /clock of the runner/,
    ],
    [
      { error_code: 'APIGW.0301', error_msg: 'AK access failed to reach the limit,forbidden' },
      /free again after five minutes/,
    ],
    [{ error_code: 'APIGW.0307', error_msg: 'The token must be updated' }, /another region/],
    [{ error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' }, /Check the credentials/],
  ])('%j', async (body, hint) => {
    const { send, transport } = setUp(inOrder({ status: 401, body }));
    const failure = await failureFrom(send(get()));
    expect([failure.kind, transport.requests.length]).toEqual(['auth', 1]);
    expect(failure.hint).toMatch(hint);
  });

  test('a 401 that could not be read is a refusal as well, and is described by its request id', async () => {
    const { send, transport } = setUp(inOrder({ status: 401, headers: { 'x-request-id': 'r1' }, isUnread: true }));
    const failure = await failureFrom(send(get()));
    expect(failure).toMatchObject({
      code: 'credential-refused',
      message: 'Could not look: the credentials were not accepted (HTTP 401 (request id r1)).',
    });
    expect(transport.requests).toHaveLength(1);
  });

  test('a refusal within a reply of success is described by its code and request id alone', async () => {
    const body = { error_code: 'APIGW.0301', error_msg: 'verify fail, expected 5f0c', request_id: 'r1' };
    const { send } = setUp(inOrder({ status: 200, body }));
    expect((await failureFrom(send(get()))).message).toBe(
      'Could not look: the credentials were not accepted (HTTP 200 APIGW.0301 (request id r1)).',
    );
  });

  test('of twenty requests at once one is sent, and all fail', async () => {
    const { client, clock, transport } = setUp(() => ({ afterMs: 50, gives: REFUSED }));
    const failures = await clock.run(Promise.all(Array.from({ length: 20 }, () => failureFrom(client.send(get())))));
    expect(transport.requests).toHaveLength(1);
    expect(failures.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'auth'));
  });

  test('when an accepted credential expires, at most the requests in flight are refused', async () => {
    const { client, clock, transport } = setUp((_, index) => ({ afterMs: 10, gives: index === 0 ? OK : REFUSED }), {
      concurrency: 4,
    });
    await clock.run(client.send(get()));
    const failures = await clock.run(Promise.all(Array.from({ length: 20 }, () => failureFrom(client.send(get())))));
    expect(failures.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'auth'));
    expect(transport.requests.length - 1).toBeLessThanOrEqual(4);
  });

  test('later requests with it are not sent, those with another credential are', async () => {
    const { send, transport } = setUp(inOrder(REFUSED, OK));
    await failureFrom(send(get()));
    await failureFrom(send(post()));
    await send(get({ authorizer: { authorize: () => ({ 'x-auth-token': 'other' }) } }));
    expect(transport.requests.map(({ headers }) => headers['x-auth-token'] ?? headers['authorization'])).toEqual([
      'proof',
      'other',
    ]);
  });
});

describe('a host behind something that has pages of its own', () => {
  const other = new URL('https://swr-api.cn-east-3.example.com/v2/x');
  const PAGE = { status: 401, body: '<html><title>Sign in</title>' };
  const NUMBERED = { status: 401, body: { code: 10401, message: 'Sign in' } };
  const isOther = ({ url }: WireRequest): boolean => url.host === other.host;

  test.each([
    ['before', PAGE],
    ['after', PAGE],
    ['before', NUMBERED],
    ['after', NUMBERED],
  ] as const)('fails no other host, %s the credential was accepted: %j', async (when, reply) => {
    const { client, clock } = setUp((request) => (isOther(request) ? reply : OK), { timeoutMs: 60_000 });
    if (when === 'after') await clock.run(client.send(get()));
    const [there, here] = await clock.run(
      Promise.all([failureFrom(client.send(get({ url: other }))), client.send(get())]),
    );
    expect([there.kind, here.ok]).toEqual(['unavailable', true]);
  });

  test.each<[string, ScriptedReply]>([
    ['a page', { status: 404, body: '<html>' }],
    ['a page that forbids', { status: 403, body: '<html>' }],
    ['something without a code', { status: 403, body: { message: 'Forbidden' } }],
    ['something with a number', { status: 403, body: { code: 10403, message: 'Forbidden' } }],
    ['a gateway that looks for the route first', { status: 404, body: { error_code: 'APIGW.0101' } }],
  ])('%s does not show that a credential is accepted', async (_, reply) => {
    const { client, clock, transport } = setUp((request) => ({
      afterMs: 10,
      gives: isOther(request) ? reply : REFUSED,
    }));
    await clock.run(client.send(get({ url: other })));
    const failures = await clock.run(Promise.all(Array.from({ length: 8 }, () => failureFrom(client.send(get())))));
    expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 'credential-refused'));
    expect(transport.requests).toHaveLength(2);
  });
});

describe('a credential that expires', () => {
  test('is reported as expired, at once and for every request', async () => {
    const body = { error_code: 'APIGW.0301', error_msg: 'token expired' };
    const { send, transport } = setUp(inOrder(OK, { status: 401, body }));
    await send(get());
    const failure = await failureFrom(send(get()));
    expect(failure.kind).toBe('auth');
    expect(failure.message).toContain('were accepted before and are not any more (HTTP 401 APIGW.0301)');
    expect(failure.hint).toContain('live longer than its timeout');
    expect((await failureFrom(send(post()))).message).toBe(failure.message);
    expect(transport.requests).toHaveLength(2);
  });

  test('prepare() is called before every attempt, outside the limit of requests in flight', async () => {
    let prepared = 0;
    const { send, transport } = setUp(inOrder({ status: 502 }, OK), { concurrency: 1 });
    const authorizer: Authorizer = {
      authorize: () => ({ 'x-auth-token': `try ${prepared}` }),
      async prepare() {
        prepared += 1;
        await send(get());
      },
    };
    await send(get({ authorizer }));
    expect(transport.requests.map(({ headers }) => headers['x-auth-token'])).toEqual([undefined, undefined, 'try 1']);
  });
});

/** An access key on a machine whose clock stands still at midnight. */
const off = (): Authorizer =>
  createAccessKeyAuthorizer(
    () => ({ accessKey: 'AccessKey', secretKey: 'SecretKey', securityToken: '' }),
    createManualClock(new Date('2026-01-01T00:00:00Z')),
  );

describe('a clock that is wrong', () => {
  const EXPIRED = {
    status: 401,
    body: { error_code: 'APIGW.0301', error_msg: 'signature expired, signature time:x,server time:20260101T010000Z' },
  };
  test('is corrected and logged, and the request is signed again, even if it is not repeatable', async () => {
    const { send, transport, lines } = setUp(inOrder(EXPIRED, OK));
    expect(await send(post({ authorizer: off() }))).toMatchObject({ ok: true });
    expect(transport.requests.map(({ headers }) => headers['x-sdk-date'])).toEqual([
      '20260101T000000Z',
      '20260101T010000Z',
    ]);
    expect(lines).toEqual([
      "The clock of this machine is 60 minutes slow; signing with the cloud's time from here on.",
    ]);
  });

  test('a second refusal is final', async () => {
    const { send, transport } = setUp(inOrder(EXPIRED));
    const failure = await failureFrom(send(get({ authorizer: off() })));
    expect([failure.kind, transport.requests.length]).toEqual(['auth', 2]);
  });

  test('twenty requests at once cause one refusal', async () => {
    const { client, clock, transport } = setUp((_, index) => ({ afterMs: 10, gives: index === 0 ? EXPIRED : OK }));
    const authorizer = off();
    const answers = await clock.run(Promise.all(Array.from({ length: 20 }, () => client.send(get({ authorizer })))));
    expect([answers.every(({ ok }) => ok), transport.requests.length]).toEqual([true, 21]);
  });

  test('requests that were in flight during the correction are sent again as well', async () => {
    const replies = [OK, EXPIRED, EXPIRED, EXPIRED];
    const { client, clock, transport } = setUp((_, index) => ({ afterMs: 10, gives: replies[index] ?? OK }));
    const authorizer = off();
    await clock.run(client.send(get({ authorizer })));
    const answers = await clock.run(Promise.all(Array.from({ length: 3 }, () => client.send(get({ authorizer })))));
    expect([answers.every(({ ok }) => ok), transport.requests.length]).toEqual([true, 7]);
  });
});

const callOf = (path: string, more: Partial<Call<unknown>> = {}): Call<unknown> =>
  get({ url: new URL(`https://swr-api.cn-north-4.example.com${path}`), ...more });
const IMAGE = '278e88c2-5f0f-4ab9-8a8c-3a6f4d0f4f6';
/** Sends one request that is told to pause, and others 5 s later. @returns which of all were sent, and when. */
async function sendAfter(first: Call<unknown>, retryAfter: string, others: readonly Call<unknown>[]) {
  const { client, clock, transport, deadline } = setUp((_, index) =>
    index === 0 ? { status: 429, headers: { 'retry-after': retryAfter } } : OK,
  );
  const later = new Promise<void>((resolve) => {
    clock.after(5000, resolve);
  }).then(() => Promise.all(others.map((call) => ended(client.send(call)))));
  const ends = await clock.run(Promise.all([ended(client.send(first)), later]));
  const sent = transport.requests.map(({ at: moment, method, url }) => [
    moment - deadline.startedAt,
    `${method} ${url.href.replace('https://swr-api.cn-north-4.example.com', '')}`,
  ]);
  return { ends: ends.flat(), sent };
}

describe('an API that throttles', () => {
  test('pauses every request of the run to the same API, whatever its query and ids, and no other', async () => {
    const url = new URL('https://hss.cn-north-4.example.com/images/1');
    const { sent } = await sendAfter(callOf(`/images/${IMAGE}1`), '20', [
      callOf(`/images/${IMAGE}1?limit=2`),
      callOf(`/images/${IMAGE}2`),
      callOf(`/images/${IMAGE}1/sync`),
      callOf('/images'),
      callOf(`/images/${IMAGE}1`, { method: 'DELETE' }),
      get({ url }),
    ]);
    // The requests to the host are spaced all the same.
    expect(sent).toEqual([
      [0, `GET /images/${IMAGE}1`],
      [5000, `GET /images/${IMAGE}1/sync`],
      [5000, `GET ${url.href}`],
      [5500, 'GET /images'],
      [6000, `DELETE /images/${IMAGE}1`],
      [20_000, `GET /images/${IMAGE}1`],
      [20_500, `GET /images/${IMAGE}1?limit=2`],
      [21_000, `GET /images/${IMAGE}2`],
    ]);
  });

  test('holds up all requests to the host where the pause is our own', async () => {
    const { client, clock, moments } = setUp(inOrder({ status: 429 }, OK));
    const first = client.send(callOf('/a'));
    const later = new Promise<void>((resolve) => void clock.after(100, resolve)).then(() => client.send(callOf('/b')));
    await clock.run(Promise.all([first, later]));
    expect(moments()).toEqual([0, 750, 1250]);
  });

  test('with a limit in days: no other API waits', async () => {
    const body = { error_code: 'APIGW.0308', error_msg: 'policy api over ratelimit,limit:5,time:1 day' };
    const { client, clock, moments } = setUp(inOrder({ status: 429, body }, OK));
    await clock.run(client.send(callOf('/sync_job')).then(undefined, () => undefined));
    expect(moments()).toEqual([0, 600_000]);
    const { client: another, clock: itsClock, moments: itsMoments } = setUp(inOrder({ status: 429, body }, OK));
    const first = another.send(callOf('/sync_job'));
    const later = new Promise<void>((resolve) => void itsClock.after(5000, resolve)).then(() =>
      another.send(callOf('/tags')),
    );
    await itsClock.run(Promise.all([first, later]));
    expect(itsMoments()).toEqual([0, 5000, 600_000]);
  });

  test('for longer than the time limit: only a request for the same fails without being sent', async () => {
    const { ends, sent } = await sendAfter(callOf('/sync_job'), '3600', [
      callOf('/sync_job?offset=100'),
      callOf('/tags'),
      callOf('/sync_job', { method: 'DELETE' }),
    ]);
    expect(ends).toMatchObject([
      { error: { code: 'throttled', permanent: true } },
      { error: { code: 'throttled', permanent: true } },
      { value: { ok: true } },
      { value: { ok: true } },
    ]);
    expect(sent).toEqual([
      [0, 'GET /sync_job'],
      [5000, 'GET /tags'],
      [5500, 'DELETE /sync_job'],
    ]);
    const images = await sendAfter(callOf(`/images/${IMAGE}1`), '3600', [callOf(`/images/${IMAGE}2`)]);
    expect(images.ends).toMatchObject([{ error: { code: 'throttled' } }, { value: { ok: true } }]);
  });
});

/** A clock on which time passes between any two looks at it, as on a busy machine. */
function driftingClock(): ManualClock {
  const clock = createManualClock();
  let drift = 0;
  return { ...clock, now: () => clock.now() + (drift += 0.001) };
}

describe('an API that throttles until the time limit', () => {
  const body = { error_code: 'APIGW.0308', error_msg: 'too many', request_id: 'r-308' };
  const SAID = 'the cloud throttles (HTTP 429 APIGW.0308 too many (request id r-308))';

  test('every request says what the service said, whichever request it was said to, and nothing of a pause', async () => {
    const clock = driftingClock();
    const { client } = setUp(inOrder(OK, { status: 429, body }), { clock, timeoutMs: 3000 });
    await clock.run(client.send(get()));
    const calls = Array.from({ length: 6 }, (_, index) => failureFrom(client.send(index % 2 === 0 ? get() : post())));
    for (const failure of await clock.run(Promise.all(calls))) {
      expect(failure.code).toBe('throttled');
      expect(failure.message).toMatch(/^Could not (look|trigger): /);
      expect(failure.message).toContain(SAID);
      expect(failure.message).not.toContain('pause');
    }
  });

  test('with Retry-After, another request says who asked for the pause', async () => {
    const { client, clock } = setUp(inOrder({ status: 429, body, headers: { 'retry-after': '90' } }), {
      timeoutMs: 80_400,
    });
    await failureFrom(clock.run(client.send(get())));
    const { message } = await failureFrom(clock.run(client.send(get({ doing: 'look again' }))));
    expect(message).toBe(`Could not look again: ${SAID}. It asks for a pause of 90 s, and the time limit leaves 80 s.`);
  });

  test('a request for which no time is left says so as well', async () => {
    const { client, clock, deadline } = setUp(
      (_, index) => (index === 0 ? { status: 429, body } : { afterMs: 31_000, gives: 'silence' }),
      { concurrency: 1, timeoutMs: 750, requestTimeoutMs: 30_000 },
    );
    const calls = [get(), get({ doing: 'look again' })].map((call) => failureFrom(client.send(call)));
    const [, last] = await clock.run(Promise.all(calls));
    expect([last?.code, last?.message, clock.now() - deadline.startedAt]).toEqual([
      'timeout',
      `The time limit was reached before it was possible to look again: ${SAID}.`,
      30_750,
    ]);
  });
});

describe('a key that was issued a moment ago', () => {
  const NOT_KNOWN = { status: 401, body: { error_code: 'APIGW.0301', error_msg: 'ak X not exist' } };
  const hosts = ['iam', 'swr-api.cn-north-4', 'swr-api.cn-east-3', 'hss.cn-east-3'];

  test.each([
    [4000, true],
    [9000, true],
    [Infinity, false],
  ])('is not known to most hosts for %d ms: of all requests at most four are refused', async (unknownMs, ok) => {
    const { client, clock, deadline, transport } = setUp(({ url }) =>
      url.host !== 'iam' && clock.now() - deadline.startedAt < unknownMs ? NOT_KNOWN : OK,
    );
    const key = { at: clock.now() };
    const authorizer: Authorizer = { ...AUTHORIZER, issued: () => key };
    const calls = hosts.flatMap((host) =>
      Array.from({ length: 5 }, () => ended(client.send(get({ url: new URL(`https://${host}/x`), authorizer })))),
    );
    const ends = await clock.run(Promise.all(calls));
    const refused = transport.requests.length - ends.filter((end) => 'value' in end).length;
    expect(refused).toBeLessThanOrEqual(4);
    expect(ends.every((end) => 'value' in end)).toBe(ok);
  });

  test('a request that waits while the key is renewed is signed with the new one, through a gate of its own', async () => {
    let key = { at: 0, name: 'old' };
    const { client, clock, transport } = setUp(({ headers }) => (headers['authorization'] === 'old' ? NOT_KNOWN : OK));
    key = { at: clock.now(), name: 'old' };
    const authorizer: Authorizer = { issued: () => key, authorize: () => ({ authorization: key.name }) };
    clock.after(1000, () => {
      key = { at: clock.now(), name: 'new' };
    });
    const answers = await clock.run(Promise.all([client.send(get({ authorizer })), client.send(post({ authorizer }))]));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(transport.requests.map(({ headers }) => headers['authorization'])).toEqual(['old', 'new', 'new']);
  });
});

describe('a request with something to confirm', () => {
  test('asks right before every attempt, once the pause of the host is over', async () => {
    const { client, clock, deadline, moments } = setUp(inOrder({ status: 429, headers: { 'retry-after': '20' } }, OK));
    const asked: number[] = [];
    const confirm = async (): Promise<void> => {
      await client.send(get({ url: new URL('https://swr-api.cn-east-3.example.com/v2/x') }));
      asked.push(clock.now() - deadline.startedAt);
    };
    const first = client.send(post());
    const behind = new Promise<void>((resolve) => {
      clock.after(5000, resolve);
    }).then(() => client.send(post({ confirm })));
    await clock.run(Promise.all([first, behind]));
    expect([asked, moments()]).toEqual([[20_500], [0, 20_000, 20_500, 20_500]]);
    expect(await clock.run(client.send(post({ confirm })))).toMatchObject({ ok: true });
  });

  test('is not sent where it throws', async () => {
    const { client, clock, transport } = setUp(inOrder({ status: 429 }, OK));
    const changed = new Failure('tag-moved', 'Changed.');
    let asked = 0;
    const confirm = async (): Promise<void> => {
      if (++asked > 1) throw changed;
      return Promise.resolve();
    };
    const failure = await failureFrom(clock.run(client.send(post({ confirm }))));
    expect([failure, transport.requests.length]).toEqual([changed, 1]);
  });
});

test('a request that waits behind one that is throttled waits for the pause as well', async () => {
  const { client, clock, moments } = setUp(inOrder({ status: 429 }, OK));
  await clock.run(Promise.all([client.send(get()), client.send(get())]));
  expect(moments()).toEqual([0, 750, 1250]);
});

describe('time', () => {
  test('a request without a reply ends after the request timeout', async () => {
    const { send, moments } = setUp(inOrder({ gives: 'silence' }), { timeoutMs: 30_050 });
    const failure = await failureFrom(send(get()));
    expect([failure.message, moments()]).toEqual([
      'Could not look: no complete reply from swr-api.cn-north-4.example.com within 30 s (after 2 tries).',
      [0, 30_050],
    ]);
  });

  test('after a proxy opened no tunnel in time, even a request that is not repeatable is sent again', async () => {
    const silent = new NetworkError('proxy-failed', 'the proxy p opened no tunnel to h', {
      uncertain: false,
      permanent: false,
      hint: 'Look.',
    });
    let sent = 0;
    const transport: Transport = {
      send(_, signal) {
        sent += 1;
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(silent)));
      },
      close: () => undefined,
    };
    const { send } = setUp(inOrder(OK), { transport, requestTimeoutMs: 2000, timeoutMs: 4375 });
    const { message, hint, uncertain } = await failureFrom(send(post()));
    expect([message, hint, uncertain, sent]).toEqual([
      'Could not trigger: the proxy p opened no tunnel to h within 2 s (after 3 tries).',
      'Look.',
      false,
      3,
    ]);
  });

  test('after the deadline nothing is sent', async () => {
    const { send, clock, transport } = setUp(inOrder(OK), { timeoutMs: 0 });
    await clock.run(
      new Promise<void>((resolve) => {
        clock.after(30_001, resolve);
      }),
    );
    expect([(await failureFrom(send(get()))).kind, transport.requests.length]).toEqual(['timeout', 0]);
  });

  test('whatever the replies, everything has ended one request timeout after the deadline', async () => {
    const gives = fc.oneof(
      fc.constantFrom<Behaviour['gives']>('silence', lostConnection, neverConnected),
      fc
        .record({
          status: fc.constantFrom(200, 404, 429, 500, 502, 503),
          headers: fc
            .record({ 'retry-after': fc.nat({ max: 100 }).map(String) }, { requiredKeys: [] })
            .map((headers) => ({ ...headers })),
        })
        .map(({ status, headers }): ScriptedReply => ({
          status,
          headers: Object.fromEntries(
            Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
          ),
        })),
    );
    const scripts = fc.array(fc.record({ afterMs: fc.nat({ max: 40_000 }), gives }), { minLength: 1, maxLength: 12 });
    const settings = fc.record({
      timeoutMs: fc.nat({ max: 60_000 }),
      requestTimeoutMs: fc.integer({ min: 1000, max: 30_000 }),
      maxAttempts: fc.integer({ min: 1, max: 20 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(scripts, settings, fc.integer({ min: 1, max: 6 }), async (script, parts, calls) => {
        const { client, clock, deadline, transport } = setUp((_, index) => script[index % script.length] ?? OK, parts);
        await clock.run(
          Promise.all(
            Array.from({ length: calls }, (_, index) => ended(client.send(index % 2 === 0 ? get() : post()))),
          ),
        );
        expect(clock.now()).toBeLessThanOrEqual(deadline.waitUntil + parts.requestTimeoutMs);
        expect(transport.mostAtOnce()).toBeLessThanOrEqual(parts.concurrency);
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the job is stopped', () => {
  test.each<[string, Behaviour | ScriptedReply, number]>([
    ['before anything', OK, 0],
    ['while a request is under way', { gives: 'silence' }, 1000],
    ['in the pause before another try', { status: 429, headers: { 'retry-after': '60' } }, 1000],
  ])('%s', async (_, reply, afterMs) => {
    const stop = new AbortController();
    const { client, clock, deadline } = setUp(inOrder(reply), { signal: stop.signal });
    if (afterMs === 0) stop.abort();
    else clock.after(afterMs, () => stop.abort());
    const failure = await failureFrom(clock.run(client.send(get())));
    expect([failure.kind, clock.now() - deadline.startedAt, clock.pending()]).toEqual(['cancelled', afterMs, 0]);
  });

  test('a request in flight that is not repeatable may have taken effect', async () => {
    const stop = new AbortController();
    const { client, clock } = setUp(inOrder({ gives: 'silence' }), { signal: stop.signal });
    clock.after(10, () => stop.abort());
    expect(await failureFrom(clock.run(client.send(post())))).toMatchObject({ kind: 'cancelled', uncertain: true });
  });

  test('a request whose connection was not open yet has no effect', async () => {
    const stop = new AbortController();
    const transport: Transport = {
      send: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(neverConnected));
        }),
      close: () => undefined,
    };
    const { client, clock } = setUp(inOrder(OK), { signal: stop.signal, transport });
    clock.after(10, () => stop.abort());
    const failure = await failureFrom(clock.run(client.send(post())));
    expect([failure.message, failure.kind, failure.uncertain]).toEqual(['The job was cancelled.', 'cancelled', false]);
  });

  test('at any moment: everything ends then, and nothing is sent afterwards', async () => {
    const replies = fc.constantFrom<Behaviour | ScriptedReply>(
      { gives: 'silence' },
      { afterMs: 700, gives: lostConnection },
      { afterMs: 300, gives: { status: 503 } },
      { status: 429, headers: { 'retry-after': '5' } },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(replies, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 60_000 }),
        fc.integer({ min: 1, max: 6 }),
        async (script, afterMs, calls) => {
          const stop = new AbortController();
          const { client, clock, transport } = setUp((_, index) => script[index % script.length] ?? OK, {
            signal: stop.signal,
            concurrency: 2,
            maxAttempts: 20,
          });
          const stopAt = clock.now() + afterMs;
          clock.after(afterMs, () => stop.abort());
          const ends = await clock.run(
            Promise.all(Array.from({ length: calls }, () => failureFrom(client.send(get())))),
          );
          expect(clock.now()).toBeLessThanOrEqual(stopAt);
          expect(transport.requests.filter(({ at }) => at > stopAt)).toEqual([]);
          const kinds = new Set(ends.map(({ kind }) => kind));
          kinds.delete('cancelled');
          kinds.delete('unavailable');
          expect([...kinds]).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
