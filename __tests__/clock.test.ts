import { describe, expect, test } from '@jest/globals';
import { sleep, systemClock, waitAtMost } from '../src/clock.ts';
import { createManualClock } from './support/manual-clock.ts';
import { failureFrom } from './support/outcome-of.ts';

describe('sleeping', () => {
  test('takes as long as it says', async () => {
    const clock = createManualClock();
    const start = clock.now();
    await clock.run(sleep(clock, 90_000, new AbortController().signal));
    expect(clock.now() - start).toBe(90_000);
  });

  test('a negative time is no time', async () => {
    const clock = createManualClock();
    const start = clock.now();
    await clock.run(sleep(clock, -5, new AbortController().signal));
    expect(clock.now()).toBe(start);
  });

  test('ends at once when the job is stopped, and leaves no timer behind', async () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const start = clock.now();
    clock.after(1000, () => stop.abort());
    const failure = await failureFrom(clock.run(sleep(clock, 90_000, stop.signal)));
    expect([failure.kind, clock.now() - start, clock.pending()]).toEqual(['cancelled', 1000, 0]);
  });

  test('does not begin when the job was stopped before', async () => {
    const clock = createManualClock();
    const failure = await failureFrom(sleep(clock, 90_000, AbortSignal.abort()));
    expect([failure.kind, clock.pending()]).toEqual(['cancelled', 0]);
  });
});

describe('waiting for something within a time', () => {
  const clock = createManualClock();
  const after = <T>(ms: number, value: T): Promise<T> =>
    new Promise((resolve) => {
      clock.after(ms, () => resolve(value));
    });

  test('what comes in time is given, and the timer is taken back', async () => {
    expect(await clock.run(waitAtMost(clock, 10, after(5, 'here')))).toBe('here');
    expect(clock.pending()).toBe(0);
  });

  test('what comes late is not waited for', async () => {
    const start = clock.now();
    expect(await clock.run(waitAtMost(clock, 10, after(50, 'late')))).toBeUndefined();
    expect(clock.now() - start).toBe(10);
  });

  test('a stop ends it at once, whatever comes of the rest', async () => {
    const stop = new AbortController();
    const waiting = waitAtMost(clock, 10_000, after(20_000, 'late'), stop.signal);
    const pending = clock.pending();
    stop.abort();
    expect([(await failureFrom(waiting)).kind, pending - clock.pending()]).toEqual(['cancelled', 1]);
    expect((await failureFrom(waitAtMost(clock, 10, after(5, 'here'), AbortSignal.abort()))).kind).toBe('cancelled');
  });

  test('what fails in time fails', async () => {
    await expect(waitAtMost(clock, 10, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

describe("the machine's own time", () => {
  test('calls back, unless it is taken back before', async () => {
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
