import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import {
  type AttemptResult,
  createRetryQuota,
  retry,
  retryAfterMs,
  type RetryOptions,
  retryPauseMs,
  type RetryReason,
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
    expect(retryPauseMs(reason, attempt, undefined, () => chance)).toBe(pause);
  });

  test('are at most the maximum, and at least half of it after throttling', () => {
    fc.assert(
      fc.property(reasons, fc.integer({ min: 1, max: 2000 }), random, (reason, attempt, chance) => {
        const ceiling = Math.min(20_000, (reason === 'throttled' ? 1000 : 250) * 2 ** (attempt - 1));
        const pause = retryPauseMs(reason, attempt, undefined, () => chance);
        expect(pause).toBeLessThanOrEqual(ceiling);
        expect(pause).toBeGreaterThanOrEqual(reason === 'throttled' ? ceiling / 2 : 0);
      }),
    );
  });

  test('Retry-After only lengthens, up to a minute', () => {
    fc.assert(
      fc.property(reasons, fc.integer({ min: 1, max: 20 }), random, fc.nat(), (reason, attempt, chance, wanted) => {
        const own = retryPauseMs(reason, attempt, undefined, () => chance);
        expect(retryPauseMs(reason, attempt, wanted, () => chance)).toBe(Math.max(own, Math.min(wanted, 60_000)));
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

const takenUntilEmpty = (reason: RetryReason): number => {
  const quota = createRetryQuota();
  let taken = 0;
  while (taken < 10_000 && quota.acquire(reason)) taken += 1;
  return taken;
};

describe('the retry quota of a host', () => {
  test('is used up after 35 transient failures or 100 throttled requests', () => {
    expect([takenUntilEmpty('transient'), takenUntilEmpty('throttled')]).toEqual([35, 100]);
  });

  test('grows with successes, up to its initial size', () => {
    const quota = createRetryQuota();
    for (let count = 0; count < 1000; count++) quota.release();
    const first = Array.from({ length: 36 }, () => quota.acquire('transient'));
    expect(first.lastIndexOf(true)).toBe(34);
    for (let count = 0; count < 4; count++) quota.release();
    expect([quota.acquire('transient'), quota.acquire('transient')]).toEqual([true, false]);
  });
});

const failed = (reason: RetryReason = 'transient'): AttemptResult<string> => ({
  next: 'retry',
  reason,
  failure: new Failure('service-error', 'Could not look: HTTP 503.', { uncertain: true }),
});
const done: AttemptResult<string> = { next: 'return', value: 'done' };

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
    const { work, moments, lines } = play([failed(), failed('throttled'), done]);
    expect([await work, moments]).toEqual(['done', [0, 125, 1625]]);
    expect(lines).toEqual([
      'Could not look: HTTP 503. Trying again in 0.1 s (try 2 of 3).',
      'Could not look: HTTP 503. Trying again in 1.5 s (try 3 of 3).',
    ]);
  });

  test('fails with the last failure and the number of attempts', async () => {
    const { work, moments } = play([failed()]);
    const failure = await failureFrom(work);
    expect([failure.message, failure.code, failure.uncertain, moments.length]).toEqual([
      'Could not look: HTTP 503 (after 3 tries).',
      'service-error',
      true,
      3,
    ]);
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

  test.each<[string, Partial<RetryOptions>]>([
    ['it would start too late', { until: 124 }],
    ['the quota is used up', { quota: { acquire: () => false, release: () => undefined } }],
  ])('makes no retry where %s', async (_, more) => {
    const { work, moments } = play([failed()], more);
    expect([(await failureFrom(work)).message, moments]).toEqual(['Could not look: HTTP 503.', [0]]);
  });

  test('waits as long as it is told to, and not after the job was cancelled', async () => {
    const stop = new AbortController();
    const { clock, work, moments } = play([failed()], { pauseMs: (attempt) => attempt * 500, signal: stop.signal });
    clock.after(700, () => stop.abort());
    expect([(await failureFrom(work)).code, moments, clock.now()]).toEqual(['cancelled', [0, 500], 700]);
  });

  test('uses the quota for retries, and returns to it for a success', async () => {
    const uses: string[] = [];
    const quota = { acquire: (reason: RetryReason) => uses.push(reason) > 0, release: () => void uses.push('success') };
    await play([failed('throttled'), failed(), done], { quota }).work;
    expect(uses).toEqual(['throttled', 'transient', 'success']);
  });
});
