import { expect, test } from '@jest/globals';
import { CLOUD_RULES } from '../../src/cloud/reply-rules.ts';

const read = (message: string, status = 401, headers: Record<string, string> = {}) =>
  CLOUD_RULES.readClockRefusal?.({ status, code: 'APIGW.0301', message, requestId: '' }, { status, headers });
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
])('%j under %d is about the clock: %p', (message, status, expected) => {
  expect(read(message, status) !== undefined).toBe(expected);
});

test.each<[string, Record<string, string>, string | undefined]>([
  [EXPIRED, DATE, '2026-01-01T00:30:01.000Z'],
  ['signature expired', DATE, '2026-01-01T00:30:02.000Z'],
  ['signature expired, server time:20269901T003001Z', DATE, undefined],
  ['signature expired', { date: 'soon' }, undefined],
  ['signature expired', {}, undefined],
])('the server time of %j', (message, headers, expected) => {
  expect(read(message, 401, headers)?.serverDate?.toISOString()).toBe(expected);
});

test.each<[string, string, boolean, string]>([
  ['APIGW.0301', EXPIRED, false, 'clock-skewed'],
  ['APIGW.0301', 'AK access failed to reach the limit,forbidden', false, 'credential-locked'],
  ['APIGW.0301', 'AK access failed to reach the limit,forbidden', true, 'credential-locked'],
  ['APIGW.0307', 'The token must be updated', false, 'credential-expired'],
  ['APIGW.0301', 'Incorrect IAM authentication information', true, 'credential-expired'],
  ['APIGW.0301', 'Incorrect IAM authentication information', false, 'credential-refused'],
])('a 401 with %s %j, after an accepted request %p: %s', (code, message, wasAccepted, expected) => {
  const error = { status: 401, code, message, requestId: '' };
  expect(CLOUD_RULES.credentialFailure(error, { doing: 'look', wasAccepted }).code).toBe(expected);
});
