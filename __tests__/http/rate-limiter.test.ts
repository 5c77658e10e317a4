import { describe, expect, test } from '@jest/globals';
import { createHostRateLimiter } from '../../src/http/rate-limiter.ts';
import { createManualClock } from '../support/manual-clock.ts';

const HOST = 'swr-api.cn-north-4.example.com';

/** A client of `lanes` loops that send one request after another, at a host that takes so many a second. */
async function storm({ limit, lanes, seconds }: { limit: number; lanes: number; seconds: number }) {
  const clock = createManualClock();
  const limiter = createHostRateLimiter(clock);
  const begun = clock.now();
  const taken = new Map<number, number>();
  let [accepted, refused] = [0, 0];
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const lane = async (): Promise<void> => {
    while (clock.now() - begun < seconds * 1000) {
      await pass(limiter.reserveSlot(HOST) - clock.now());
      if (limiter.pausedUntil(HOST) > clock.now()) continue;
      const startedAt = clock.now();
      limiter.recordStart(HOST);
      const second = Math.floor(startedAt / 1000);
      taken.set(second, (taken.get(second) ?? 0) + 1);
      const isRefused = (taken.get(second) ?? 0) > limit;
      await pass(50);
      if (!isRefused) accepted += 1;
      else {
        refused += 1;
        limiter.recordThrottled(HOST, startedAt);
        limiter.pauseUntil(HOST, clock.now() + 750, 'busy');
      }
    }
  };
  await clock.run(Promise.all(Array.from({ length: lanes }, lane)));
  return { accepted, refused };
}

describe('a host with a limit of requests a second', () => {
  test.each([3, 5, 10, 20])(
    '%d: at least 80 % of the limit is used, and fewer than 5 % are throttled',
    async (limit) => {
      const { accepted, refused } = await storm({ limit, lanes: 8, seconds: 120 });
      expect(refused / (accepted + refused)).toBeLessThan(0.05);
      expect(accepted).toBeGreaterThan(0.8 * limit * 120);
    },
  );

  test('requests are not spaced before the host throttles', async () => {
    expect((await storm({ limit: 1000, lanes: 8, seconds: 10 })).accepted).toBe(8 * 10 * 20);
  });
});

describe('slots', () => {
  test('are immediate at first, and separate for each host', () => {
    const clock = createManualClock();
    const limiter = createHostRateLimiter(clock);
    limiter.pauseUntil('other', clock.now() + 5000, 'busy');
    expect(
      [limiter.reserveSlot(HOST), limiter.reserveSlot(HOST), limiter.reserveSlot('other')].map(
        (at) => at - clock.now(),
      ),
    ).toEqual([0, 0, 5000]);
    expect([limiter.pausedUntil(HOST), limiter.pausedUntil('other')]).toEqual([0, clock.now() + 5000]);
  });

  test('after throttling they are spaced by the accepted rate, from the end of the pause on', () => {
    const clock = createManualClock();
    const limiter = createHostRateLimiter(clock);
    for (let count = 0; count < 10; count++) limiter.recordStart(HOST);
    for (let count = 0; count < 5; count++) limiter.recordThrottled(HOST, clock.now());
    limiter.pauseUntil(HOST, clock.now() + 1000, 'busy');
    const turns = [limiter.reserveSlot(HOST), limiter.reserveSlot(HOST), limiter.reserveSlot(HOST)].map((at) =>
      Math.round(at - clock.now()),
    );
    expect(turns).toEqual([1000, 1222, 1444]);
  });

  test('are no longer spaced after ten minutes without throttling', async () => {
    const clock = createManualClock();
    const limiter = createHostRateLimiter(clock);
    for (let count = 0; count < 10; count++) limiter.recordStart(HOST);
    limiter.recordThrottled(HOST, clock.now());
    for (let calm = 0; calm < 20; calm++) {
      await clock.run(
        new Promise<void>((resolve) => {
          clock.after(30_000, resolve);
        }),
      );
      limiter.reserveSlot(HOST);
    }
    expect([limiter.reserveSlot(HOST), limiter.reserveSlot(HOST)].map((at) => at - clock.now())).toEqual([0, 0]);
  });
});

test('the reason of a pause is the one of the longest', () => {
  const clock = createManualClock();
  const limiter = createHostRateLimiter(clock);
  expect(limiter.reasonOf(HOST)).toBe('');
  limiter.pauseUntil(HOST, clock.now() + 5000, 'long');
  limiter.pauseUntil(HOST, clock.now() + 1000, 'short');
  expect([limiter.reasonOf(HOST), limiter.reasonOf('other')]).toEqual(['long', '']);
});
