import { describe, expect, test } from '@jest/globals';
import {
  createAccessKeyAuthorizer,
  createAnonymousAuthorizer,
  createTokenAuthorizer,
} from '../../src/auth/authorizers.ts';
import { sign } from '../../src/auth/signature.ts';
import { createManualClock } from '../support/manual-clock.ts';

const KEY = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const DATE = new Date('2026-01-02T03:04:05.678Z');
const REQUEST = {
  method: 'POST',
  url: new URL('https://swr-api.cn-north-4.myhuaweicloud.com/v2/x?y=z'),
  body: '{"a":1}',
  headers: { 'content-type': 'application/json', accept: 'application/json', 'x-project-id': 'project', region: 'r' },
};

test('a permanent key: signs content type and project but no header that proxies change, and sends no token', () => {
  const proof = createAccessKeyAuthorizer(() => ({ ...KEY, securityToken: '' }), createManualClock(DATE)).authorize(
    REQUEST,
  );
  const signed = { 'content-type': 'application/json', 'x-project-id': 'project' };
  expect(proof).toEqual(sign({ ...REQUEST, headers: signed }, KEY, DATE));
  expect(proof['authorization']).toContain('SignedHeaders=content-type;host;x-project-id;x-sdk-date,');
});

test('a temporary key: sends and signs its token', () => {
  const proof = createAccessKeyAuthorizer(
    () => ({ ...KEY, securityToken: 'Token' }),
    createManualClock(DATE),
  ).authorize(REQUEST);
  const signed = { 'content-type': 'application/json', 'x-project-id': 'project', 'x-security-token': 'Token' };
  expect(proof).toEqual({ 'x-security-token': 'Token', ...sign({ ...REQUEST, headers: signed }, KEY, DATE) });
  expect(proof['authorization']).toContain('SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token,');
});

test('signs each request with the time of the call', async () => {
  const clock = createManualClock(DATE);
  const authorizer = createAccessKeyAuthorizer(() => ({ ...KEY, securityToken: '' }), clock);
  const first = authorizer.authorize(REQUEST);
  await clock.run(
    new Promise<void>((resolve) => {
      clock.after(61_000, resolve);
    }),
  );
  const second = authorizer.authorize(REQUEST);
  expect([first['x-sdk-date'], second['x-sdk-date']]).toEqual(['20260102T030405Z', '20260102T030506Z']);
  expect(second['authorization']).not.toBe(first['authorization']);
});

const setUp = () => createAccessKeyAuthorizer(() => ({ ...KEY, securityToken: '' }), createManualClock(DATE));
const later = (ms: number): Date => new Date(DATE.getTime() + ms);

describe('the clock skew', () => {
  test.each([3_600_000, -3_600_000, 240_000, -240_000])(
    "of %d ms: requests are signed with the server's time from then on",
    (ms) => {
      const authorizer = setUp();
      expect([authorizer.skew?.ms, authorizer.skew?.correct(later(ms)), authorizer.skew?.ms]).toEqual([0, true, ms]);
      expect(authorizer.authorize(REQUEST)['x-sdk-date']).toBe(
        `${later(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`,
      );
    },
  );

  test('is corrected once only', () => {
    const { skew } = setUp();
    expect([skew?.correct(later(3_600_000)), skew?.correct(later(7_200_000)), skew?.ms]).toEqual([
      true,
      false,
      3_600_000,
    ]);
  });

  test('is not corrected when it is too small to be the reason of a refusal', () => {
    const { skew } = setUp();
    expect([skew?.correct(later(239_999)), skew?.ms]).toEqual([false, 0]);
  });
});

test('a token authorizer sends the token and nothing else', () => {
  expect(createTokenAuthorizer(() => 'Token').authorize(REQUEST)).toEqual({ 'x-auth-token': 'Token' });
});

test('an anonymous authorizer sends nothing', () => {
  expect(createAnonymousAuthorizer().authorize(REQUEST)).toEqual({});
});
