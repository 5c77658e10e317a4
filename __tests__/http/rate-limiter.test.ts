import { describe, expect, test } from '@jest/globals';
import { createRateLimiter } from '../../src/http/rate-limiter.ts';
import { createManualClock } from '../support/manual-clock.ts';

const API = 'GET swr-api.cn-north-4.example.com/v2/tags';

/** A client of `lanes` loops that send one request after another, at an API that takes so many a second. */
async function storm({ limit, lanes, seconds }: { limit: number; lanes: number; seconds: number }) {
  const clock = createManualClock();
  const limiter = createRateLimiter(clock);
  const begun = clock.now();
  const taken = new Map<number, number>();
  let [accepted, refused] = [0, 0];
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const lane = async (): Promise<void> => {
    while (clock.now() - begun < seconds * 1000) {
      await pass(limiter.reserveSlot(API) - clock.now());
      if (limiter.pausedUntil(API) > clock.now()) continue;
      const startedAt = clock.now();
      limiter.recordStart(API);
      const second = Math.floor(startedAt / 1000);
      taken.set(second, (taken.get(second) ?? 0) + 1);
      const isRefused = (taken.get(second) ?? 0) > limit;
      await pass(50);
      if (!isRefused) accepted += 1;
      else {
        refused += 1;
        limiter.recordThrottled(API, startedAt);
        limiter.pauseUntil(API, clock.now() + 750, 'busy');
      }
    }
  };
  await clock.run(Promise.all(Array.from({ length: lanes }, lane)));
  return { accepted, refused };
}

describe('an API with a limit of requests a second', () => {
  test.each([3, 5, 10, 20])(
    '%d: at least 80 % of the limit is used, and fewer than 5 % are throttled',
    async (limit) => {
      const { accepted, refused } = await storm({ limit, lanes: 8, seconds: 120 });
      expect(refused / (accepted + refused)).toBeLessThan(0.05);
      expect(accepted).toBeGreaterThan(0.8 * limit * 120);
    },
  );

  test('requests are not spaced before the API throttles', async () => {
    expect((await storm({ limit: 1000, lanes: 8, seconds: 10 })).accepted).toBe(8 * 10 * 20);
  });
});

describe('slots', () => {
  test('are immediate at first, and separate for each API', () => {
    const clock = createManualClock();
    const limiter = createRateLimiter(clock);
    limiter.pauseUntil('other', clock.now() + 5000, 'busy');
    expect(
      [limiter.reserveSlot(API), limiter.reserveSlot(API), limiter.reserveSlot('other')].map((at) => at - clock.now()),
    ).toEqual([0, 0, 5000]);
    expect([limiter.pausedUntil(API), limiter.pausedUntil('other')]).toEqual([0, clock.now() + 5000]);
  });

  test('after throttling they are spaced by the accepted rate, from the end of the pause on', () => {
    const clock = createManualClock();
    const limiter = createRateLimiter(clock);
    for (let count = 0; count < 10; count++) limiter.recordStart(API);
    for (let count = 0; count < 5; count++) limiter.recordThrottled(API, clock.now());
    limiter.pauseUntil(API, clock.now() + 1000, 'busy');
    const turns = [limiter.reserveSlot(API), limiter.reserveSlot(API), limiter.reserveSlot(API)].map((at) =>
      Math.round(at - clock.now()),
    );
    expect(turns).toEqual([1000, 1222, 1444]);
  });

  test('are no longer spaced after ten minutes without throttling', async () => {
    const clock = createManualClock();
    const limiter = createRateLimiter(clock);
    for (let count = 0; count < 10; count++) limiter.recordStart(API);
    limiter.recordThrottled(API, clock.now());
    for (let calm = 0; calm < 20; calm++) {
      await clock.run(
        new Promise<void>((resolve) => {
          clock.after(30_000, resolve);
        }),
      );
      limiter.reserveSlot(API);
    }
    expect([limiter.reserveSlot(API), limiter.reserveSlot(API)].map((at) => at - clock.now())).toEqual([0, 0]);
  });
});

test('the reason of a pause is the one of the longest', () => {
  const clock = createManualClock();
  const limiter = createRateLimiter(clock);
  expect(limiter.reasonOf(API)).toBe('');
  limiter.pauseUntil(API, clock.now() + 5000, 'long');
  limiter.pauseUntil(API, clock.now() + 1000, 'short');
  expect([limiter.reasonOf(API), limiter.reasonOf('other')]).toEqual(['long', '']);
});
