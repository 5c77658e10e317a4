import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { concernsOneRequest, copyFailure, explain, Failure, failureOf, type FailureKind } from '../src/errors.ts';
import { ERROR_CODES } from '../src/error-codes.ts';
import { NetworkError } from '../src/http/network-error.ts';
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

describe('a copy of a failure', () => {
  const cause = new Error('why');
  const facts = { hint: 'Try.', uncertain: true, permanent: true, answered: true, details: ['one', 'two'], cause };
  const failure = new NetworkError('connection-lost', 'It broke.', { ...facts, isUnknownHost: true });

  test('has everything of it but the changes, its class and cause included', () => {
    const copy = copyFailure(failure, { message: 'It broke twice.', hint: undefined });
    expect(copy).toBeInstanceOf(NetworkError);
    expect(Object.assign({}, copy)).toEqual(Object.assign({}, failure, { hint: undefined }));
    expect([copy.message, copy.cause, copy.kind, copy.stack]).toEqual([
      'It broke twice.',
      cause,
      'unavailable',
      expect.stringContaining('Error: It broke'),
    ]);
    expect([failure.message, failure.hint]).toEqual(['It broke.', 'Try.']);
  });

  test('may have another code and class', () => {
    class Other extends Failure {}
    const copy = copyFailure(new Failure('throttled', 'No.', facts), { code: 'timeout' }, Other);
    expect(copy).toBeInstanceOf(Other);
    expect(copy).toMatchObject({ code: 'timeout', message: 'No.', ...facts });
    expect('cause' in copyFailure(new Failure('timeout', 'No.'), {})).toBe(false);
  });
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
