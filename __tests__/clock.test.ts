import { describe, expect, test } from '@jest/globals';
import { rejectOnAbort, sleep, systemClock, type TimeLimit, waitAtMost, withTimeout } from '../src/clock.ts';
import { createManualClock } from './support/manual-clock.ts';
import { failureFrom } from './support/outcome-of.ts';

describe('sleeping', () => {
  test('takes the given time', async () => {
    const clock = createManualClock();
    const start = clock.now();
    await clock.run(sleep(clock, 90_000, new AbortController().signal));
    expect(clock.now() - start).toBe(90_000);
  });

  test('a negative time is 0', async () => {
    const clock = createManualClock();
    const start = clock.now();
    await clock.run(sleep(clock, -5, new AbortController().signal));
    expect(clock.now()).toBe(start);
  });

  test('rejects at once when the job is cancelled, and leaves no timer behind', async () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const start = clock.now();
    clock.after(1000, () => stop.abort());
    const failure = await failureFrom(clock.run(sleep(clock, 90_000, stop.signal)));
    expect([failure.kind, clock.now() - start, clock.pending()]).toEqual(['cancelled', 1000, 0]);
  });

  test('rejects when the job was cancelled before', async () => {
    const clock = createManualClock();
    const failure = await failureFrom(sleep(clock, 90_000, AbortSignal.abort()));
    expect([failure.kind, clock.pending()]).toEqual(['cancelled', 0]);
  });
});

describe('waitAtMost', () => {
  const clock = createManualClock();
  const after = <T>(ms: number, value: T): Promise<T> =>
    new Promise((resolve) => {
      clock.after(ms, () => resolve(value));
    });

  test('returns what is ready in time, and cancels the timer', async () => {
    expect(await clock.run(waitAtMost(clock, 10, after(5, 'here')))).toBe('here');
    expect(clock.pending()).toBe(0);
  });

  test('returns undefined for what is late', async () => {
    const start = clock.now();
    expect(await clock.run(waitAtMost(clock, 10, after(50, 'late')))).toBeUndefined();
    expect(clock.now() - start).toBe(10);
  });

  test('rejects at once when the job is cancelled', async () => {
    const stop = new AbortController();
    const waiting = waitAtMost(clock, 10_000, after(20_000, 'late'), stop.signal);
    const pending = clock.pending();
    stop.abort();
    expect([(await failureFrom(waiting)).kind, pending - clock.pending()]).toEqual(['cancelled', 1]);
    expect((await failureFrom(waitAtMost(clock, 10, after(5, 'here'), AbortSignal.abort()))).kind).toBe('cancelled');
  });

  test('rejects with what fails in time', async () => {
    await expect(waitAtMost(clock, 10, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

/** How work that ends with its signal ends, and when. */
async function run(limit: (stop: AbortController) => TimeLimit, stopAfterMs?: number) {
  const clock = createManualClock(new Date(0), 0);
  const stop = new AbortController();
  if (stopAfterMs === 0) stop.abort();
  else if (stopAfterMs !== undefined) clock.after(stopAfterMs, () => stop.abort());
  const failure = await failureFrom(clock.run(withTimeout(clock, limit(stop), rejectOnAbort)));
  return [failure.code, clock.now(), clock.pending()];
}

describe('work with a time limit', () => {
  test('gets a signal that fires when the time is over', async () => {
    expect(await run(() => ({ ms: 100 }))).toEqual(['timeout', 100, 0]);
  });

  test.each<[number, number | undefined, unknown[]]>([
    [0, undefined, ['cancelled', 0, 0]],
    [30, undefined, ['cancelled', 30, 0]],
    [30, 20, ['cancelled', 50, 0]],
    [0, 20, ['cancelled', 20, 0]],
    [90, 20, ['timeout', 100, 0]],
  ])('cancelled after %d ms, with a grace of %p ms', async (stopAfterMs, graceMs, end) => {
    expect(await run(({ signal }) => ({ ms: 100, signal, graceMs }), stopAfterMs)).toEqual(end);
  });

  test('is waited for to its end, whatever its signal says', async () => {
    const clock = createManualClock(new Date(0), 0);
    const late = (): Promise<string> =>
      new Promise((resolve) => {
        clock.after(300, () => resolve('late'));
      });
    expect([await clock.run(withTimeout(clock, { ms: 100 }, late)), clock.now()]).toEqual(['late', 300]);
  });

  test('leaves no timer and no listener behind', async () => {
    const clock = createManualClock(new Date(0), 0);
    const stop = new AbortController();
    const done = withTimeout(clock, { ms: 100, signal: stop.signal }, () => Promise.resolve('done'));
    expect([await done, clock.pending()]).toEqual(['done', 0]);
    stop.abort();
    expect(clock.pending()).toBe(0);
  });
});

describe("the machine's own time", () => {
  test('calls back, unless it is cancelled before', async () => {
    const called: string[] = [];
    const taken = systemClock.after(0, () => called.push('taken back'));
    taken();
    const before = systemClock.now();
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        called.push('once');
        resolve();
      });
    });
    expect(called).toEqual(['once']);
    expect(systemClock.now()).toBeGreaterThan(before);
  });
});
