/** Replies of the real services that were recorded: the emulator gives them, and the client reads them. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { createEmulator } from '../../emulator/emulator.ts';
import { startEmulator } from '../../emulator/start.ts';
import { lifetimeMs } from '../../src/cloud/iam.ts';
import { CLOUD_RULES, isNoSuchApi, refusedFailure, rulesOf } from '../../src/cloud/reply-rules.ts';
import { jobsOf } from '../../src/cloud/swr-jobs.ts';
import { wireReply } from '../support/fake-transport.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const SEED = { accessKeys: [], regions: { 'ap-southeast-1': {} } };
const UNKNOWN = `SDK-HMAC-SHA256 Access=NOBODY, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`;

/** The reply of the emulator to a GET at SWR. */
function swr(path: string, headers: Readonly<Record<string, string>> = {}) {
  const emulator = createEmulator({ seed: SEED });
  return emulator.handle({ method: 'GET', url: `/swr-api/ap-southeast-1${path}`, headers: { host: 'h', ...headers } });
}

const TAGS = '/v2/manage/namespaces/team/repos/app/tags';

const errorOf = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  CLOUD_RULES.readError(wireReply({ status, body, headers }));

describe('the gateway', () => {
  test('refuses an unknown key without a reason: message, code, request id and a line break, behind a firewall with cookies', () => {
    const { status, headers, body } = swr(TAGS, {
      authorization: UNKNOWN,
      'x-sdk-date': '20260101T000000Z',
    });
    const id = headers['x-request-id'] ?? '';
    expect([status, body]).toEqual([
      401,
      `{"error_msg":"Incorrect IAM authentication information: Unauthorized","error_code":"APIGW.0301","request_id":"${id}"}\n`,
    ]);
    expect(headers).toMatchObject({ server: 'CloudWAF', 'set-cookie': expect.stringMatching(/^HWWAFSESID=/) });
    expect(errorOf(status, body, headers)).toMatchObject({ code: 'APIGW.0301', requestId: id });
  });

  test('says which header is missing', () => {
    expect(swr(TAGS).body).toContain('Incorrect IAM authentication information: x-auth-token not found');
  });

  test.each(['/v2/manage/namespaces//repos', '/v2/manage/namespaces/team/repos/app/api/tags', '/v9/nothing'])(
    'looks for the route before the signature: %s',
    (path) => {
      const { status, body } = swr(path, { authorization: UNKNOWN });
      expect([status, isNoSuchApi(errorOf(status, body))]).toEqual([404, true]);
    },
  );

  test('sometimes compresses', async () => {
    const emulator = await startEmulator({ seed: SEED, port: 0 });
    cleanups.push(() => emulator.close());
    const headers = { 'content-encoding': 'gzip' };
    emulator.setScript({
      rules: [{ match: {}, fault: { kind: 'status', status: 404, body: { error_code: 'APIGW.0101' }, headers } }],
    });
    const reply = await fetch(`${emulator.url}/swr-api/ap-southeast-1/v2/x`);
    expect([reply.headers.get('content-encoding'), await reply.json()]).toEqual(['gzip', { error_code: 'APIGW.0101' }]);
  });

  test.each(['APIGW.0308', 'APIG.0308'] as const)('throttles with %s, and names its window', (preset) => {
    const emulator = createEmulator({ seed: SEED });
    emulator.setScript({ rules: [{ match: {}, fault: { kind: 'throttle', preset, window: '5 minute' } }] });
    const { status, body } = emulator.handle({ method: 'GET', url: '/swr-api/ap-southeast-1/v2/x', headers: {} });
    const error = errorOf(status, body);
    expect([status, error.code, CLOUD_RULES.isThrottled(error)]).toEqual([429, preset, true]);
    expect(error.message).toContain('over ratelimit,limit:1,time:5 minute');
    expect(CLOUD_RULES.throttlePauseMs?.(error)).toBe(300_000);
  });
});

describe('a 401', () => {
  test.each([
    ['ak X not exist', 'credential-refused'],
    ['verify aksk signature fail', 'credential-refused'],
    ['AK access failed to reach the limit,forbidden', 'credential-locked'],
    [
      'calc aksk signature fail:signature expired, signature time:20260101T000000Z,server time:20260101T010000Z',
      'clock-skewed',
    ],
  ])('%j: %s', (reason, code) => {
    const error = errorOf(401, {
      error_code: 'APIGW.0301',
      error_msg: `Incorrect IAM authentication information: ${reason}`,
    });
    expect(CLOUD_RULES.isUnauthorized(error)).toBe(true);
    expect(CLOUD_RULES.credentialFailure(error, { doing: 'look', wasAccepted: false }).code).toBe(code);
  });

  test('of IAM has an integer as its code, and the request id in a header of its own', () => {
    const body = { error: { code: 401, message: 'The X-Auth-Token is invalid!', title: 'Unauthorized' } };
    const reply = wireReply({ status: 401, body, headers: { 'x-iam-trace-id': 'trace' } });
    const rules = (['iam', 'sts', 'swr-api', 'hss'] as const).map(rulesOf);
    for (const { readError } of rules) expect(readError(reply)).toMatchObject({ code: '401', requestId: 'trace' });
    expect(rules.map(({ isUnauthorized, readError }) => isUnauthorized(readError(reply)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

test.each([
  ['HSS', 403, 'common.01010013'],
  ['CFW', 403, '00000010'],
])('%s denies a permission with HTTP %d %s', (_, status, code) => {
  const error = errorOf(status, { error_code: code, error_msg: 'denied' });
  expect([CLOUD_RULES.isUnauthorized(error), refusedFailure('look', error).code]).toEqual([false, 'permission-denied']);
});

test('the request id is in the header alone', () => {
  const error = errorOf(400, { error_code: 'ModelArts.6404', error_msg: "'i' not found." }, { 'x-request-id': 'r' });
  expect(error).toMatchObject({ code: 'ModelArts.6404', requestId: 'r' });
});

test.each(['', '.1', '.19', '.830309', '.83031', '.500'])('times have any number of digits: %j', (digits) => {
  const at = `2026-01-01T00:00:19${digits}Z`;
  const ms = 41_000 - Math.floor(Number(`0${digits}`) * 1000);
  expect(lifetimeMs(at, '2026-01-01T00:01:00Z', 0)).toBe(ms);
  const job = { id: 1, tag: 'v1', status: 'running', remoteRegionId: 'r', remoteNamespace: 'n', createdAt: at };
  const reply = { status: 200, headers: { date: 'Thu, 01 Jan 2026 00:01:00 GMT' } };
  expect(jobsOf([job], reply, { namespace: 'n', repository: 'app' }).jobs[0]?.ageMs).toBe(ms);
});
