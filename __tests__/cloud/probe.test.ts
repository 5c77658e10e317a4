import { describe, expect, test } from '@jest/globals';
import { probe } from '../../src/cloud/probe.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import { type Behaviour, createFakeTransport, neverConnected, type ScriptedReply } from '../support/fake-transport.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { failureFrom } from '../support/outcome-of.ts';
import { createTestClient } from '../support/test-client.ts';

/** Reaches for an endpoint that answers with these replies in turn, the last one again and again. */
function reach(...replies: readonly (Behaviour | ScriptedReply)[]) {
  const clock = createManualClock();
  const transport = createFakeTransport(
    clock,
    (_, index) => replies[Math.min(index, replies.length - 1)] ?? { status: 200 },
  );
  const client = createTestClient({ transport, clock, timeoutMs: 30_000 }, { requestTimeoutMs: 10_000 });
  return { result: clock.run(probe(client, clock, 'https://swr.example/base')), requests: transport.requests };
}

const MISSING = { status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no such API' } };
const at = (date: string) => ({ ...MISSING, headers: { date } });

describe('an endpoint that answers', () => {
  test('is asked once, without credentials', async () => {
    const { result, requests } = reach(MISSING);
    expect(await result).toMatchObject({ foreignReply: undefined, behindMs: undefined });
    expect(requests.map(({ method, url, headers }) => [method, url.href, headers])).toEqual([
      ['GET', 'https://swr.example/base/', { 'content-type': 'application/json', accept: 'application/json' }],
    ]);
  });

  test.each([
    [{ status: 200, body: {} }],
    [{ status: 401, body: { error_code: 'APIGW.0301' } }],
    [{ status: 429, body: { error_code: 'APIGW.0308' } }],
    [{ status: 503, body: { error_code: 'APIGW.0613' } }],
  ])('may answer %j: any reply of the cloud will do', async (reply) => {
    const { result, requests } = reach(reply);
    expect(await result).toMatchObject({ foreignReply: undefined });
    expect(requests).toHaveLength(1);
  });

  test.each([
    [{ status: 403, body: '<title>Blocked</title>' }, "HTTP 403 an HTML page titled 'Blocked'"],
    [{ status: 404 }, 'HTTP 404'],
    [{ status: 502, body: { code: 'bad' } }, 'HTTP 502 bad'],
  ])('by something that is not the cloud, %j, is told apart', async (reply, foreignReply) => {
    expect(await reach(reply).result).toMatchObject({ foreignReply });
  });

  // The clock of the test is 2026-01-02T03:04:05.678Z, and a reply has no milliseconds.
  test.each([
    ['Fri, 02 Jan 2026 03:04:05 GMT', 0],
    ['Fri, 02 Jan 2026 03:24:05 GMT', 1_200_000],
    ['Fri, 02 Jan 2026 02:54:05 GMT', -600_000],
  ])('at %s tells the time: this machine is %d ms behind', async (date, behindMs) => {
    const { behindMs: found = NaN } = await reach(at(date)).result;
    expect(Math.abs(found - behindMs)).toBeLessThan(1000);
  });
});

describe('an endpoint that does not answer', () => {
  const untrusted = new NetworkError('tls-failed', 'not trusted', { permanent: true });

  test.each<[string, number, Behaviour | ScriptedReply]>([
    ['tls-failed', 1, { gives: untrusted }],
    ['unreachable', 2, { gives: neverConnected }],
    ['request-timeout', 1, { gives: 'silence' }],
    ['redirect-refused', 1, { status: 302, headers: { location: 'https://other.example/' } }],
    ['reply-invalid', 2, { status: 200, body: '<html></html>' }],
  ])('is %s after %d attempts', async (code, times, behaviour) => {
    const { result, requests } = reach(behaviour);
    const message = expect.stringMatching(/^Could not reach swr\.example: /);
    expect(await failureFrom(result)).toMatchObject({ code, message });
    expect(requests).toHaveLength(times);
  });
});
