import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure, type FailureKind } from '../../src/errors.ts';
import { createRhythm, pauseMs, poll } from '../../src/engine/poll.ts';
import { type ContextOptions, createFakeContext } from '../support/fake-context.ts';
import { ended, failureFrom } from '../support/outcome-of.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

type Look = boolean | FailureKind | 'permanent';

/** Polls with looks that go as the script says, the last one for ever; tells the moments of the looks. */
async function polled(
  script: readonly Look[],
  options: ContextOptions & { intervalMs?: number; lookMs?: number } = {},
) {
  const context = createFakeContext(options);
  const { clock, deadline } = context;
  const moments: number[] = [];
  const look = async (): Promise<boolean> => {
    const outcome = script[Math.min(moments.length, script.length - 1)] ?? false;
    moments.push(clock.now() - deadline.startedAt);
    await new Promise<void>((resolve) => {
      clock.after(options.lookMs ?? 0, resolve);
    });
    if (outcome === 'permanent') throw new Failure('service-error', 'No.', { permanent: true });
    if (typeof outcome !== 'boolean') throw failureOfKind(outcome, `look ${moments.length}`);
    return outcome;
  };
  const end = await clock.run(ended(poll(context, { look, intervalMs: options.intervalMs ?? 10_000 })));
  return { end, moments, tookMs: clock.now() - deadline.startedAt };
}

describe('looking', () => {
  test('at once, and not again when it is decided', async () => {
    expect(await polled([true])).toEqual({ end: { value: undefined }, moments: [0], tookMs: 0 });
  });

  test('in pauses that grow with the wait up to the interval, the last time on the deadline', async () => {
    const { end, moments } = await polled([false], { timeoutMs: 60_000, intervalMs: 5000, random: () => 1 });
    expect(end).toEqual({ value: { trouble: undefined, answered: true } });
    expect(moments.slice(0, 13).map(Math.round)).toEqual([
      0, 1000, 2000, 3000, 4000, 5000, 6000, 7200, 8640, 10_368, 12_404, 14_632, 17_051,
    ]);
    expect(moments.at(-1)).toBe(60_000);
  });

  test('exactly once without any time', async () => {
    expect(await polled([false], { timeoutMs: 0 })).toEqual({
      end: { value: { trouble: undefined, answered: true } },
      moments: [0],
      tookMs: 0,
    });
  });

  test('a decision on the deadline counts', async () => {
    expect((await polled([false, true], { timeoutMs: 500 })).end).toEqual({ value: undefined });
  });

  test('once more after a look that lasted beyond the deadline', async () => {
    expect((await polled([false], { timeoutMs: 1000, lookMs: 5000 })).moments).toEqual([0, 5000]);
  });
});

describe('looks without an answer', () => {
  test.each(['unavailable', 'timeout'] as const)('%s is endured, and forgotten when an answer comes', async (kind) => {
    expect((await polled([kind, kind, true])).end).toEqual({ value: undefined });
  });

  test('are not endured where no waiting helps', async () => {
    const { end, moments } = await polled([false, 'permanent']);
    expect([end, moments.length]).toMatchObject([{ error: { kind: 'unavailable' } }, 2]);
  });

  test('are told when the time is up', async () => {
    const all = await polled(['unavailable'], { timeoutMs: 1500 });
    expect(all.end).toMatchObject({ value: { answered: false, trouble: { kind: 'unavailable', message: 'look 3' } } });
    const last = await polled([false, 'unavailable'], { timeoutMs: 500 });
    expect(last.end).toMatchObject({ value: { answered: true, trouble: { message: 'look 2' } } });
  });

  test.each(['input', 'auth', 'refused', 'gate', 'cancelled', 'bug'] as const)(
    '%s ends the wait at once',
    async (kind) => {
      const { end, moments } = await polled([false, kind]);
      expect([end, moments.length]).toMatchObject([{ error: { kind } }, 2]);
    },
  );

  test('something unforeseen is a bug', async () => {
    const context = createFakeContext();
    const broken = poll(context, { look: () => Promise.reject(new TypeError('x')), intervalMs: 1000 });
    expect((await failureFrom(broken)).kind).toBe('bug');
  });
});

test('the job is stopped in the middle of a pause', async () => {
  const stop = new AbortController();
  const context = createFakeContext({ signal: stop.signal });
  context.clock.after(300, () => stop.abort());
  const failure = await failureFrom(
    context.clock.run(poll(context, { look: () => Promise.resolve(false), intervalMs: 10_000 })),
  );
  expect([failure.kind, context.clock.now() - context.deadline.startedAt, context.clock.pending()]).toEqual([
    'cancelled',
    300,
    0,
  ]);
});

test('whatever the numbers: no pause beyond the interval, none of nothing, one look on the deadline, none after it', async () => {
  const numbers = fc.record({
    timeoutMs: fc.nat({ max: 3_600_000 }),
    intervalMs: fc.integer({ min: 1000, max: 60_000 }),
    lookMs: fc.nat({ max: 3000 }),
    chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(numbers, async ({ timeoutMs, intervalMs, lookMs, chance }) => {
      const { moments, tookMs } = await polled([false], { timeoutMs, intervalMs, lookMs, random: () => chance });
      const pauses = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0) - lookMs);
      expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(intervalMs + 1e-6);
      expect(Math.min(...pauses.slice(0, -1), 900)).toBeGreaterThanOrEqual(899);
      const last = moments.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(timeoutMs);
      expect(tookMs).toBeLessThanOrEqual(timeoutMs + 2 * lookMs);
      expect(moments.slice(0, -1).every((moment) => moment < timeoutMs)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

const LEAST_JITTER = 0.9;
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a pause is a second, a fifth of the time, or its square root; never longer than the interval', () => {
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

/** The looks of a wait whose first pause begins at zero, up to the first one that is not before `endMs`. */
function looksAt(endMs: number, random: () => number, intervalMs = 10_000): readonly number[] {
  const looks: number[] = [];
  let at = 0;
  while (at < endMs) {
    at += pauseMs(at, intervalMs, random);
    looks.push(at);
  }
  return looks;
}

describe('the bounds of the schedule, for any job of a second to an hour and any jitter', () => {
  const jobs = fc.record({ endMs: fc.integer({ min: 1000, max: 3_600_000 }), chances: fc.infiniteStream(chance) });
  const holds = (check: (endMs: number, random: () => number) => void): void =>
    fc.assert(fc.property(jobs, ({ endMs, chances }) => check(endMs, () => chances.next().value ?? 0)));

  test('an end is seen late by a fifth of the job at most, or by a second, and never by more than the interval', () => {
    holds((endMs, random) => {
      const late = (looksAt(endMs, random).at(-1) ?? 0) - endMs;
      expect(late).toBeLessThanOrEqual(Math.max(1000, endMs / 5));
      expect(late).toBeLessThanOrEqual(10_000);
    });
  });

  test('under a minute no more than twice the looks of a poll every two seconds, above it fewer', () => {
    holds((endMs, random) => {
      // That poll looks at once as well.
      const fixed = 1 + Math.ceil(endMs / 2000);
      const looks = looksAt(endMs, random).length;
      expect(looks).toBeLessThanOrEqual(endMs < 60_000 ? 2 * fixed : fixed - 1);
    });
  });

  test('ends anywhere between two looks are seen late by a tenth of the job on average, or by half a second', () => {
    fc.assert(
      fc.property(fc.infiniteStream(chance), (chances) => {
        const looks = [0, ...looksAt(3_600_000, () => chances.next().value ?? 0)];
        for (const [index, at] of looks.entries()) {
          const mean = ((looks[index + 1] ?? at) - at) / 2;
          // Sums of fractions are not exact.
          expect(mean).toBeLessThanOrEqual(Math.max(500, at / 10) + 1e-6);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('polls that share a rhythm look at the same moments, whenever they begin', async () => {
  const context = createFakeContext({ random: () => 1 });
  const { clock, deadline } = context;
  const rhythm = createRhythm();
  const moments: number[][] = [[], []];
  const polls = moments.map(async (mine, index) => {
    await new Promise<void>((resolve) => {
      clock.after(index * 300, resolve);
    });
    const look = (): Promise<boolean> => Promise.resolve(mine.push(clock.now() - deadline.startedAt) === 7);
    await poll(context, { look, intervalMs: 10_000, atOnce: false, rhythm });
  });
  await clock.run(Promise.all(polls));
  expect(moments).toEqual([
    [1000, 2000, 3000, 4000, 5000, 6000, 7200],
    [1000, 2000, 3000, 4000, 5000, 6000, 7200],
  ]);
});
