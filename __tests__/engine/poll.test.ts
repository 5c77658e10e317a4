import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure, type FailureKind } from '../../src/errors.ts';
import { createDeadline } from '../../src/deadline.ts';
import { createPollSchedule, describeTimeout, pauseMs, poll } from '../../src/engine/poll.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { ended, failureFrom } from '../support/outcome-of.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

type Check = boolean | FailureKind | 'permanent';

interface ContextOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
}

/** What a poll is given. */
function createContext(options: ContextOptions = {}) {
  const clock = createManualClock();
  return {
    clock,
    deadline: createDeadline(clock, options.timeoutMs ?? 1_800_000, 30_000),
    signal: options.signal ?? new AbortController().signal,
    random: options.random ?? (() => 0.5),
  };
}

/** Polls with checks that follow the script, whose last entry repeats. @returns the times of the checks, from the start. */
async function polled(
  script: readonly Check[],
  options: ContextOptions & { intervalMs?: number; checkMs?: number } = {},
) {
  const context = createContext(options);
  const { clock, deadline } = context;
  const moments: number[] = [];
  const check = async (): Promise<boolean> => {
    const outcome = script[Math.min(moments.length, script.length - 1)] ?? false;
    moments.push(clock.now() - deadline.startedAt);
    await new Promise<void>((resolve) => {
      clock.after(options.checkMs ?? 0, resolve);
    });
    if (outcome === 'permanent') throw new Failure('service-error', 'No.', { permanent: true });
    if (typeof outcome !== 'boolean') throw failureOfKind(outcome, `check ${moments.length}`);
    return outcome;
  };
  const end = await clock.run(ended(poll(context, { check, intervalMs: options.intervalMs ?? 10_000 })));
  return { end, moments, tookMs: clock.now() - deadline.startedAt };
}

describe('checks', () => {
  test('the first is made at once, and none after the one that ends the poll', async () => {
    expect(await polled([true])).toEqual({ end: { value: undefined }, moments: [0], tookMs: 0 });
  });

  test('the pauses grow up to the interval, and the last check is at the deadline', async () => {
    const { end, moments } = await polled([false], { timeoutMs: 60_000, intervalMs: 5000, random: () => 1 });
    expect(end).toEqual({ value: { lastFailure: undefined, answered: true } });
    expect(moments.slice(0, 13).map(Math.round)).toEqual([
      0, 1000, 2000, 3000, 4000, 5000, 6000, 7200, 8640, 10_368, 12_404, 14_632, 17_051,
    ]);
    expect(moments.at(-1)).toBe(60_000);
  });

  test('with a time limit of 0 there is exactly one check', async () => {
    expect(await polled([false], { timeoutMs: 0 })).toEqual({
      end: { value: { lastFailure: undefined, answered: true } },
      moments: [0],
      tookMs: 0,
    });
  });

  test('a check at the deadline can end the poll', async () => {
    expect((await polled([false, true], { timeoutMs: 500 })).end).toEqual({ value: undefined });
  });

  test('a check that lasts beyond the deadline is followed by one more', async () => {
    expect((await polled([false], { timeoutMs: 1000, checkMs: 5000 })).moments).toEqual([0, 5000]);
  });
});

describe('checks that fail', () => {
  test.each(['unavailable', 'timeout'] as const)('%s: polling continues, and a later success counts', async (kind) => {
    expect((await polled([kind, kind, true])).end).toEqual({ value: undefined });
  });

  test('a permanent failure ends the poll', async () => {
    const { end, moments } = await polled([false, 'permanent']);
    expect([end, moments.length]).toMatchObject([{ error: { kind: 'unavailable' } }, 2]);
  });

  test('at the deadline the last failure is returned, and whether any check succeeded', async () => {
    const all = await polled(['unavailable'], { timeoutMs: 1500 });
    expect(all.end).toMatchObject({
      value: { answered: false, lastFailure: { kind: 'unavailable', message: 'check 3' } },
    });
    const last = await polled([false, 'unavailable'], { timeoutMs: 500 });
    expect(last.end).toMatchObject({ value: { answered: true, lastFailure: { message: 'check 2' } } });
  });

  test.each(['input', 'auth', 'refused', 'gate', 'cancelled', 'bug'] as const)(
    '%s ends the poll at once',
    async (kind) => {
      const { end, moments } = await polled([false, kind]);
      expect([end, moments.length]).toMatchObject([{ error: { kind } }, 2]);
    },
  );

  test('an error that is not a Failure ends the poll as a bug', async () => {
    const context = createContext();
    const broken = poll(context, { check: () => Promise.reject(new TypeError('x')), intervalMs: 1000 });
    expect((await failureFrom(broken)).kind).toBe('bug');
  });
});

test('a cancellation ends a pause at once', async () => {
  const stop = new AbortController();
  const context = createContext({ signal: stop.signal });
  context.clock.after(300, () => stop.abort());
  const failure = await failureFrom(
    context.clock.run(poll(context, { check: () => Promise.resolve(false), intervalMs: 10_000 })),
  );
  expect([failure.kind, context.clock.now() - context.deadline.startedAt, context.clock.pending()]).toEqual([
    'cancelled',
    300,
    0,
  ]);
});

test('for all numbers: no pause is longer than the interval or shorter than 0.9 s, and one check is at or after the deadline', async () => {
  const numbers = fc.record({
    timeoutMs: fc.nat({ max: 3_600_000 }),
    intervalMs: fc.integer({ min: 1000, max: 60_000 }),
    checkMs: fc.nat({ max: 3000 }),
    chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(numbers, async ({ timeoutMs, intervalMs, checkMs, chance }) => {
      const { moments, tookMs } = await polled([false], { timeoutMs, intervalMs, checkMs, random: () => chance });
      const pauses = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0) - checkMs);
      expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(intervalMs + 1e-6);
      expect(Math.min(...pauses.slice(0, -1), 900)).toBeGreaterThanOrEqual(899);
      const last = moments.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(timeoutMs);
      expect(tookMs).toBeLessThanOrEqual(timeoutMs + 2 * checkMs);
      expect(moments.slice(0, -1).every((moment) => moment < timeoutMs)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

const LEAST_JITTER = 0.9;
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a pause is 1 s, a fifth of the waited time or its square root, and never longer than the interval', () => {
  const whole = [0, 5, 7, 10, 40, 160, 250, 1000].map((seconds) => pauseMs(seconds * 1000, 10_000, () => 1) / 1000);
  expect(whole).toEqual([1, 1, 1.4, 2, 4, 8, 10, 10]);
  fc.assert(
    fc.property(
      fc.nat({ max: 10_000_000 }),
      fc.integer({ min: 1, max: 3_600_000 }),
      chance,
      (waited, interval, random) => {
        const pause = pauseMs(waited, interval, () => random);
        const longest = pauseMs(waited, interval, () => 1);
        expect(pause).toBeLessThanOrEqual(longest);
        expect(pause).toBeGreaterThanOrEqual(longest * LEAST_JITTER - 1e-6);
        expect(longest).toBeLessThanOrEqual(Math.min(interval, Math.max(1000, waited / 5)));
      },
    ),
  );
});

/** The times of the checks after a first pause that begins at zero, up to the first that is not before `endMs`. */
function checkTimes(endMs: number, random: () => number, intervalMs = 10_000): readonly number[] {
  const checks: number[] = [];
  let at = 0;
  while (at < endMs) {
    at += pauseMs(at, intervalMs, random);
    checks.push(at);
  }
  return checks;
}

describe('the bounds of the schedule, for jobs of 1 s to 1 h and any jitter', () => {
  const jobs = fc.record({ endMs: fc.integer({ min: 1000, max: 3_600_000 }), chances: fc.infiniteStream(chance) });
  const holds = (check: (endMs: number, random: () => number) => void): void =>
    fc.assert(fc.property(jobs, ({ endMs, chances }) => check(endMs, () => chances.next().value ?? 0)));

  test('an end is noticed at most a fifth of the job or 1 s late, and at most the interval', () => {
    holds((endMs, random) => {
      const late = (checkTimes(endMs, random).at(-1) ?? 0) - endMs;
      expect(late).toBeLessThanOrEqual(Math.max(1000, endMs / 5));
      expect(late).toBeLessThanOrEqual(10_000);
    });
  });

  test('jobs under a minute need at most twice the checks of a poll every 2 s, longer ones fewer', () => {
    holds((endMs, random) => {
      // That poll also checks at once.
      const fixed = 1 + Math.ceil(endMs / 2000);
      const checks = checkTimes(endMs, random).length;
      expect(checks).toBeLessThanOrEqual(endMs < 60_000 ? 2 * fixed : fixed - 1);
    });
  });

  test('ends between two checks are noticed a tenth of the job or 0.5 s late on average', () => {
    fc.assert(
      fc.property(fc.infiniteStream(chance), (chances) => {
        const checks = [0, ...checkTimes(3_600_000, () => chances.next().value ?? 0)];
        for (const [index, at] of checks.entries()) {
          const mean = ((checks[index + 1] ?? at) - at) / 2;
          // Sums of fractions are not exact.
          expect(mean).toBeLessThanOrEqual(Math.max(500, at / 10) + 1e-6);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('polls that share a schedule check at the same moments, whenever they begin', async () => {
  const context = createContext({ random: () => 1 });
  const { clock, deadline } = context;
  const schedule = createPollSchedule();
  const moments: number[][] = [[], []];
  const polls = moments.map(async (mine, index) => {
    await new Promise<void>((resolve) => {
      clock.after(index * 300, resolve);
    });
    const check = (): Promise<boolean> => Promise.resolve(mine.push(clock.now() - deadline.startedAt) === 7);
    await poll(context, { check, intervalMs: 10_000, immediate: false, schedule });
  });
  await clock.run(Promise.all(polls));
  expect(moments).toEqual([
    [1000, 2000, 3000, 4000, 5000, 6000, 7200],
    [1000, 2000, 3000, 4000, 5000, 6000, 7200],
  ]);
});

test('the end of a message about a timeout says what was observed last, and why the last check failed', () => {
  const lastFailure = new Failure('service-error', 'Gone.');
  expect([
    describeTimeout({ lastFailure: undefined, answered: true }, 'status INIT'),
    describeTimeout({ lastFailure, answered: true }, 'status INIT'),
  ]).toEqual(['Last observed: status INIT.', 'Last observed: status INIT. The last check failed: Gone.']);
});
