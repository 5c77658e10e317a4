import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { concernsOneRequest, explain, Failure, failureOf, type FailureKind } from '../src/errors.ts';
import { ERROR_CODES } from '../src/error-codes.ts';
import { failureOfKind } from './support/failure-of-kind.ts';

describe('whatever is thrown becomes a failure', () => {
  test('a failure stays the very same', () => {
    const failure = new Failure('image-failed', 'No.');
    expect(failureOf(failure)).toBe(failure);
  });

  test.each<[string, unknown, string]>([
    [
      'an error',
      new TypeError('x is not a function'),
      'This is a fault of the action itself: TypeError: x is not a function',
    ],
    ['a text', 'oops', 'This is a fault of the action itself: oops'],
    ['nothing', undefined, 'This is a fault of the action itself: undefined'],
    ['an object', { a: 1 }, 'This is a fault of the action itself: [object Object]'],
  ])('%s is a bug that says so', (_, thrown, message) => {
    const failure = failureOf(thrown);
    expect([failure.kind, failure.message, failure.cause, failure.hint]).toEqual([
      'bug',
      message,
      thrown,
      'Please report it with the log of this step.',
    ]);
  });
});

test('a hint follows the message', () => {
  expect([
    explain(new Failure('credential-refused', 'No.')),
    explain(new Failure('credential-refused', 'No.', { hint: 'Try this.' })),
  ]).toEqual(['No.', 'No. Try this.']);
});

test.each<[FailureKind, boolean]>([
  ['input', false],
  ['auth', false],
  ['cancelled', false],
  ['bug', false],
  ['refused', true],
  ['unavailable', true],
  ['timeout', true],
  ['gate', true],
])('a failure of the kind %s concerns one request: %p', (kind, expected) => {
  expect(concernsOneRequest(failureOfKind(kind, 'No.'))).toBe(expected);
});

test('only what is said to be uncertain is', () => {
  const options = [{}, { uncertain: undefined }, { uncertain: false }, { uncertain: true }];
  expect(options.map((option) => new Failure('service-error', '', option).uncertain)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test.each(Object.keys(ERROR_CODES))('the code %s is given somewhere', (code) => {
  const folder = resolve(import.meta.dirname, '../src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'error-codes.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(sources.some((source) => source.includes(`'${code}'`))).toBe(true);
});
