import { expect, test } from '@jest/globals';
import { isClockRefusal, serverDateOf } from '../../src/http/clock-skew.ts';

const refusal = (message: string, status = 401) => ({ status, code: 'APIGW.0301', message, requestId: '' });
const EXPIRED = 'signature expired, signature time:20260101T000000Z,server time:20260101T003001Z';
const DATE = { date: 'Thu, 01 Jan 2026 00:30:02 GMT' };

test.each<[string, number, boolean]>([
  [EXPIRED, 401, true],
  ['AK/SK signature expired, signature time:x', 401, true],
  ['Signature has expired', 401, true],
  [EXPIRED, 403, false],
  ['The token has expired', 401, false],
  ['verify aksk signature fail', 401, false],
  ['at runtime', 401, false],
])('%j under %d minds the time: %p', (message, status, expected) => {
  expect(isClockRefusal(refusal(message, status))).toBe(expected);
});

test.each<[string, Record<string, string>, string | undefined]>([
  [EXPIRED, DATE, '2026-01-01T00:30:01.000Z'],
  ['signature expired', DATE, '2026-01-01T00:30:02.000Z'],
  ['signature expired, server time:20269901T003001Z', DATE, undefined],
  ['signature expired', { date: 'soon' }, undefined],
  ['signature expired', {}, undefined],
])('the server time of %j', (message, headers, expected) => {
  expect(serverDateOf(refusal(message), headers)?.toISOString()).toBe(expected);
});
