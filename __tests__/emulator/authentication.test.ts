import { describe, expect, test } from '@jest/globals';
import { clientOf, KEY, signedHeaders } from './client.ts';
import { PATH, createSmallCloud } from './credential-cloud.ts';

describe('signatures', () => {
  test("the vendor's signer is accepted, with $ in the path, a filter in the query and a body", () => {
    const { call } = createSmallCloud();
    expect(call('GET', PATH).status).toBe(200);
    const repository = `${PATH}/repos/app$api`;
    expect(call('GET', `${repository}/sync_job`, { query: { filter: 'limit::10|offset::0' } }).status).toBe(200);
    const body = { imageTag: ['v1'], remoteNamespace: 'team', remoteRegionId: 'cn-east-3' };
    expect(call('POST', `${repository}/sync_images`, { body }).status).toBe(200);
  });

  test("a path that is already encoded is refused, because the vendor's signer encodes it again", () => {
    const { call } = createSmallCloud();
    expect(call('GET', `${PATH}/repos/app%24api`)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0301' } });
  });

  test('%24 signed as $ is accepted: the cloud decodes once', () => {
    const { emulator, clock } = createSmallCloud();
    const headers = signedHeaders('http://emulator.test', 'GET', `${PATH}/repos/app$api`, {}, KEY, clock.now());
    expect(emulator.handle({ method: 'GET', url: `${PATH}/repos/app%24api`, headers }).status).toBe(200);
  });

  test.each([
    ['no credentials', {}],
    ['an empty token', { 'X-Auth-Token': '' }],
    ['an unknown token', { 'X-Auth-Token': 'nobody' }],
    ['a malformed Authorization', { Authorization: 'Bearer x' }],
    ['a signature without X-Sdk-Date', { Authorization: claim('ACCESS', 'host') }],
    ['an unknown access key', { Authorization: claim('STRANGER', 'host;x-sdk-date') }],
  ])('%s: 401 APIGW.0301', (_, headers) => {
    const { emulator } = createSmallCloud();
    const reply = emulator.handle({ method: 'GET', url: PATH, headers: { host: 'emulator.test', ...headers } });
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.body)).toMatchObject({
      error_code: 'APIGW.0301',
      request_id: reply.headers['x-request-id'],
    });
  });

  test.each([
    ['another secret', (headers: Record<string, string>) => headers, { ...KEY, secretKey: 'WRONG' }],
    ['a signed header that was changed', (h: Record<string, string>) => ({ ...h, 'X-Project-Id': 'other' }), KEY],
    ['a signed header that was removed', (h: Record<string, string>) => without(h, 'X-Project-Id'), KEY],
    ['another host', (headers: Record<string, string>) => ({ ...headers, host: 'elsewhere' }), KEY],
  ])('%s: the signature is refused', (_, spoil, key) => {
    const { emulator, clock } = createSmallCloud();
    const extras = { headers: { 'X-Project-Id': 'project-north' } };
    const headers = spoil(signedHeaders('http://emulator.test', 'GET', PATH, extras, key, clock.now()));
    const reply = emulator.handle({ method: 'GET', url: PATH, headers });
    expect(reply.status).toBe(401);
    expect(reply.body).toContain('verify aksk signature fail');
  });

  test('a body other than the signed one is refused, unless the payload is declared as unsigned', () => {
    const { emulator, clock } = createSmallCloud();
    const path = '/swr-api/cn-north-4/v2/manage/namespaces';
    const send = (headers: Record<string, string>): number => {
      const signed = signedHeaders(
        'http://emulator.test',
        'POST',
        path,
        { body: { namespace: 'a' }, headers },
        KEY,
        clock.now(),
      );
      return emulator.handle({ method: 'POST', url: path, headers: signed, body: '{"namespace":"b"}' }).status;
    };
    expect(send({})).toBe(401);
    expect(send({ 'X-Sdk-Content-Sha256': 'f'.repeat(64) })).toBe(401);
    expect(send({ 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' })).toBe(201);
  });

  test('a clock difference of more than 15 minutes is refused with a message that has both times', () => {
    const { emulator, clock } = createSmallCloud();
    const at = (seconds: number) => clientOf(emulator, { now: () => clock.now() + seconds * 1000 });
    expect(at(900)('GET', PATH).status).toBe(200);
    expect(at(-900)('GET', PATH).status).toBe(200);
    for (const [seconds, time] of [
      [901, '20260101T001501Z'],
      [-901, '20251231T234459Z'],
    ] as const) {
      const { status, value } = at(seconds)('GET', PATH);
      expect(status).toBe(401);
      expect(value).toMatchObject({
        error_code: 'APIGW.0301',
        error_msg: expect.stringContaining(`signature expired, signature time:${time},server time:20260101T000000Z`),
      });
    }
  });

  test("seed and script can skew the server's clock, and the Date header has its time", () => {
    const { emulator, call, clock } = createSmallCloud({ clockSkewSeconds: 3600 });
    const refused = call('GET', PATH);
    expect(refused.status).toBe(401);
    expect(refused.headers['date']).toBe('Thu, 01 Jan 2026 01:00:00 GMT');
    const corrected = clientOf(emulator, { now: () => clock.now() + 3_600_000 });
    expect(corrected('GET', PATH).status).toBe(200);
    emulator.setScript({ clockSkewSeconds: 0 });
    expect(call('GET', PATH).status).toBe(200);
  });
});

describe('the lock of an access key', () => {
  test('a success after five failures in a row resets the count', () => {
    const subject = createSmallCloud();
    fail(5, subject);
    expect(subject.call('GET', PATH).status).toBe(200);
    fail(5, subject);
    expect(subject.call('GET', PATH).status).toBe(200);
  });

  test('the sixth failure in a row locks the key for five minutes, also for valid signatures', () => {
    const subject = createSmallCloud();
    const texts = fail(6, subject);
    expect(texts.map((text) => text.includes('AK access failed to reach the limit,forbidden'))).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ]);
    expect(subject.emulator.state().accessKeys[0]).toMatchObject({
      failures: 6,
      lockedUntil: subject.clock.now() + 300_000,
    });
    subject.clock.advance(299);
    expect(subject.call('GET', PATH)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0301' } });
    subject.clock.advance(1);
    expect(subject.call('GET', PATH).status).toBe(200);
  });

  test('other keys are not locked', () => {
    const other = { accessKey: 'OTHER', secretKey: 'SECRET2' };
    const subject = createSmallCloud({ accessKeys: [KEY, other] });
    fail(6, subject);
    expect(subject.call('GET', PATH).status).toBe(401);
    expect(clientOf(subject.emulator, subject.clock, other)('GET', PATH).status).toBe(200);
  });
});

function fail(count: number, subject: ReturnType<typeof createSmallCloud>): string[] {
  const wrong = clientOf(subject.emulator, subject.clock, { ...KEY, secretKey: 'WRONG' });
  return Array.from({ length: count }, () => JSON.stringify(wrong('GET', PATH).value));
}

function claim(accessKey: string, names: string): string {
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names}, Signature=${'0'.repeat(64)}`;
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}
