import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import {
  type AttemptResult,
  type FailedAttempt,
  retry,
  retryAfterMs,
  type RetryOptions,
  retryPauseMs,
  type RetryReason,
  tooLongPause,
} from '../../src/http/retry.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { failureFrom } from '../support/outcome-of.ts';

const reasons = fc.constantFrom<RetryReason>('transient', 'throttled');
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('pauses', () => {
  test.each<[RetryReason, number, number, number]>([
    ['transient', 1, 0, 0],
    ['transient', 1, 0.5, 125],
    ['transient', 2, 0.5, 250],
    ['transient', 4, 1, 2000],
    ['transient', 20, 1, 20_000],
    ['throttled', 1, 0, 500],
    ['throttled', 1, 1, 1000],
    ['throttled', 3, 0.5, 3000],
    ['throttled', 20, 0, 10_000],
  ])('%s, try %d, chance %d: %d ms', (reason, attempt, chance, pause) => {
    expect(retryPauseMs(reason, attempt, () => chance)).toBe(pause);
  });

  test('are at most the maximum, and at least half of it after throttling', () => {
    fc.assert(
      fc.property(reasons, fc.integer({ min: 1, max: 2000 }), random, (reason, attempt, chance) => {
        const ceiling = Math.min(20_000, (reason === 'throttled' ? 1000 : 250) * 2 ** (attempt - 1));
        const pause = retryPauseMs(reason, attempt, () => chance);
        expect(pause).toBeLessThanOrEqual(ceiling);
        expect(pause).toBeGreaterThanOrEqual(reason === 'throttled' ? ceiling / 2 : 0);
      }),
    );
  });
});

describe('Retry-After', () => {
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
  test.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': ' 7 ' }, 7000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '999999999' }, 999_999_999_000],
    [{ 'retry-after': '99999999999999999999' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': '7, 8' }, undefined],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date }, 30_000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:27:30 GMT', date }, undefined],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT' }, undefined],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'yesterday' }, undefined],
  ])('%j is %p', (headers, ms) => {
    expect(retryAfterMs(headers)).toBe(ms);
  });

  test('garbage gives a finite number or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (value, garbage) => {
        const ms = retryAfterMs({ 'retry-after': value, date: garbage }) ?? 0;
        expect(ms >= 0 && Number.isFinite(ms)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const failed = (reason: RetryReason = 'transient', more: Partial<FailedAttempt> = {}): AttemptResult<string> => ({
  next: 'retry',
  reason,
  failure: new Failure('service-error', 'Could not look: HTTP 503.', { uncertain: true, hint: 'Look.' }),
  ...more,
});
/** An error of the service itself. */
const answered = (): AttemptResult<string> => ({
  next: 'retry',
  reason: 'transient',
  failure: new Failure('service-error', 'Could not look: HTTP 500 X.1.', { answered: true }),
});
const done: AttemptResult<string> = { next: 'return', value: 'done' };

test('the failure of the last attempt keeps everything but its message', async () => {
  const options = { uncertain: true, answered: true, hint: 'Look.', details: ['a'], cause: new Error('why') };
  const failure = new NetworkError('reply-invalid', 'Could not look.', { ...options, isUnknownHost: true });
  const { work } = play([{ next: 'retry', reason: 'transient', failure }], { maxAttempts: 2 });
  const last = await failureFrom(work);
  expect(last).toBeInstanceOf(NetworkError);
  expect(Object.assign({}, last)).toEqual(Object.assign({}, failure));
  expect([last.message, last.cause]).toEqual(['Could not look (after 2 tries).', options.cause]);
  const tooLong = tooLongPause(failure, 5000, 1000);
  expect(Object.assign({}, tooLong)).toEqual(
    Object.assign({}, failure, { permanent: true, hint: expect.stringContaining('longer timeout') }),
  );
});

/** Plays the results in order, the last one for ever; the moments are those of the attempts. */
function play(results: readonly AttemptResult<string>[], more: Partial<RetryOptions> = {}) {
  const clock = createManualClock(new Date(0), 0);
  const moments: number[] = [];
  const lines: string[] = [];
  const work = retry<string>(
    {
      clock,
      random: () => 0.5,
      maxAttempts: 3,
      until: Infinity,
      signal: new AbortController().signal,
      onRetry: (message) => lines.push(message),
      ...more,
    },
    () => {
      const result = results[Math.min(moments.length, results.length - 1)] ?? done;
      moments.push(clock.now());
      return Promise.resolve(result);
    },
  );
  return { clock, work: clock.run(work), moments, lines };
}

describe('retry', () => {
  test('returns the value of the first attempt that has one', async () => {
    const { work, moments, lines } = play([failed(), answered(), failed('throttled'), done]);
    expect([await work, moments]).toEqual(['done', [0, 125, 375, 3375]]);
    expect(lines).toEqual([
      'Could not look: HTTP 503. Trying again in 0.1 s (try 2).',
      'Could not look: HTTP 500 X.1. Trying again in 0.3 s (try 3; max-attempts counts 1 of 3).',
      'Could not look: HTTP 503. Trying again in 3.0 s (try 4).',
    ]);
  });

  test('maxAttempts bounds the attempts that the service answered with an error of its own', async () => {
    const { work, moments } = play([answered(), failed(), failed('throttled'), answered(), failed(), answered(), done]);
    const failure = await failureFrom(work);
    expect([failure.message, failure.code, moments.length]).toEqual([
      'Could not look: HTTP 500 X.1 (after 6 tries).',
      'service-error',
      6,
    ]);
  });

  test.each<RetryReason>(['transient', 'throttled'])(
    '%s: endured in pauses of at most 20 s until the end, which the last attempt is at',
    async (reason) => {
      const { work, moments } = play([failed(reason)], { maxAttempts: 1, until: 600_000 });
      const failure = await failureFrom(work);
      expect([failure.message, failure.hint, failure.uncertain, failure.permanent, moments.at(-1)]).toEqual([
        `Could not look: HTTP 503 (after ${moments.length} tries${reason === 'throttled' ? ', until the time limit' : ''}).`,
        'Look.',
        true,
        false,
        600_000,
      ]);
      const pauses = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
      expect(Math.max(...pauses)).toBeLessThanOrEqual(20_000);
      expect(moments.length).toBeGreaterThan(30);
    },
  );

  test('where nothing may be waited for, there is one attempt', async () => {
    const { work, moments } = play([failed('throttled')], { until: 0 });
    expect([(await failureFrom(work)).message, moments]).toEqual(['Could not look: HTTP 503.', [0]]);
  });

  test('a caller may bound all attempts', async () => {
    const { work, moments } = play([failed()], { maxTotal: 2 });
    expect([(await failureFrom(work)).message, moments.length]).toEqual([
      'Could not look: HTTP 503 (after 2 tries).',
      2,
    ]);
  });

  test('waits as long as the other side asks for, and no less than is of use', async () => {
    const asked = failed('throttled', { retryAfterMs: 300_000 });
    const useful = failed('throttled', { leastPauseMs: 30_000 });
    expect(await momentsOf([asked, useful, done])).toEqual([0, 300_000, 330_000]);
  });

  test('fails at once where the other side asks for a longer pause than there is time, and says so', async () => {
    const { work, moments } = play([failed('throttled', { retryAfterMs: 300_000 })], { until: 120_000 });
    const failure = await failureFrom(work);
    expect([failure.message, failure.permanent, failure.uncertain, moments]).toEqual([
      'Could not look: HTTP 503. It asks for a pause of 300 s, and the time limit leaves 120 s.',
      true,
      true,
      [0],
    ]);
  });

  test.each([
    [0.4, 0.2, '1 s, and the time limit leaves less than 1 s'],
    [1, 0.9, '1 s, and the time limit leaves less than 1 s'],
    [89.3, 12.7, '90 s, and the time limit leaves 12 s'],
  ])('of a pause of %d s and %d s left, it never says that the time is enough', async (asked, left, words) => {
    const { work } = play([failed('throttled', { retryAfterMs: asked * 1000 })], { until: left * 1000 });
    expect((await failureFrom(work)).message).toBe(`Could not look: HTTP 503. It asks for a pause of ${words}.`);
  });

  test('never counts more attempts than there may be, however many outages came between', async () => {
    const { work, lines } = play([answered(), failed(), failed(), failed(), answered(), done]);
    await work;
    expect(lines.map((line) => /\((.*)\)/.exec(line)?.[1])).toEqual([
      'try 2 of 3',
      'try 3',
      'try 4',
      'try 5',
      'try 6; max-attempts counts 2 of 3',
    ]);
  });

  test.each([1, 3])('waiting does not help after %d whole replies that cannot be read', async (maxAttempts) => {
    const unreadable = { ...answered(), isUnreadable: true };
    const { work, moments } = play([unreadable], { maxAttempts });
    expect([(await failureFrom(work)).permanent, moments.length]).toEqual([true, maxAttempts]);
    const ended = play([unreadable], { maxAttempts: 100, until: 2000 });
    expect((await failureFrom(ended.work)).permanent).toBe(false);
  });

  test('asks for a host that is not known for two minutes', async () => {
    const { work, moments } = play([failed('transient', { isUnknownHost: true })]);
    const failure = await failureFrom(work);
    expect(failure.permanent).toBe(true);
    expect(moments.at(-1)).toBeGreaterThanOrEqual(120_000);
    expect(moments.at(-2)).toBeLessThan(120_000);
  });

  test('fails at once where the attempt says so, and passes on what it throws', async () => {
    const failure = new Failure('redirect-refused', 'No.');
    const { work, moments } = play([{ next: 'fail', failure }]);
    expect([await failureFrom(work), moments]).toEqual([failure, [0]]);
    const clock = createManualClock();
    const thrown = retry(
      { clock, random: () => 0, maxAttempts: 3, until: Infinity, signal: new AbortController().signal },
      () => Promise.reject(new Error('a bug')),
    );
    await expect(clock.run(thrown)).rejects.toThrow('a bug');
  });

  test('sends again without a pause where the reason is gone', async () => {
    const { work, moments } = play([{ next: 'resend' }, done], { maxAttempts: 1 });
    expect([await work, moments]).toEqual(['done', [0, 0]]);
  });

  test('waits as long as it is told to, and not after the job was cancelled', async () => {
    const stop = new AbortController();
    const { clock, work, moments } = play([failed()], { pauseMs: (attempt) => attempt * 500, signal: stop.signal });
    clock.after(700, () => stop.abort());
    expect([(await failureFrom(work)).code, moments, clock.now()]).toEqual(['cancelled', [0, 500], 700]);
  });
});

async function momentsOf(results: readonly AttemptResult<string>[]): Promise<readonly number[]> {
  const { work, moments } = play(results);
  await work;
  return moments;
}
