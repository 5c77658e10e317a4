import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure, type FailureKind } from '../../src/failure.ts';
import { pauseMs, poll } from '../../src/promotion/poll.ts';
import { type ContextOptions, createFakeContext } from '../support/fake-context.ts';
import { ended, failureFrom } from '../support/outcome-of.ts';

type Look = boolean | FailureKind | 'permanent';

/** Polls with looks that go as the script says, the last one for ever; tells the moments of the looks. */
async function polled(
  script: readonly Look[],
  options: ContextOptions & { intervalMs?: number; lookMs?: number } = {},
) {
  const context = createFakeContext(options);
  const { clock, budget } = context;
  const moments: number[] = [];
  const look = async (): Promise<boolean> => {
    const outcome = script[Math.min(moments.length, script.length - 1)] ?? false;
    moments.push(clock.now() - budget.start);
    await new Promise<void>((resolve) => {
      clock.after(options.lookMs ?? 0, resolve);
    });
    if (outcome === 'permanent') throw new Failure('unavailable', 'No.', { permanent: true });
    if (typeof outcome !== 'boolean') throw new Failure(outcome, `look ${moments.length}`);
    return outcome;
  };
  const end = await clock.run(ended(poll(context, { look, intervalMs: options.intervalMs ?? 10_000 })));
  return { end, moments, tookMs: clock.now() - budget.start };
}

describe('looking', () => {
  test('at once, and not again when it is decided', async () => {
    expect(await polled([true])).toEqual({ end: { value: undefined }, moments: [0], tookMs: 0 });
  });

  test('in pauses that grow with the wait up to the interval, the last time on the deadline', async () => {
    const { end, moments } = await polled([false], { timeoutMs: 60_000, intervalMs: 5000, random: () => 1 });
    expect(end).toEqual({ value: { trouble: undefined, answered: true } });
    expect(moments.slice(0, 13)).toEqual([
      0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 11_000, 12_100,
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
  expect([failure.kind, context.clock.now() - context.budget.start, context.clock.pending()]).toEqual([
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
      expect(Math.min(...pauses.slice(0, -1), 800)).toBeGreaterThanOrEqual(799);
      const last = moments.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(timeoutMs);
      expect(tookMs).toBeLessThanOrEqual(timeoutMs + 2 * lookMs);
      expect(moments.slice(0, -1).every((moment) => moment < timeoutMs)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a pause is a tenth of the time waited, never shorter than a second, shortened by chance by a fifth at most', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(
      fc.nat({ max: 10_000_000 }),
      fc.integer({ min: 1000, max: 3_600_000 }),
      chance,
      (waited, interval, random) => {
        const whole = Math.min(interval, Math.max(1000, waited / 10));
        const pause = pauseMs(waited, interval, () => random);
        expect(pause).toBeLessThanOrEqual(whole);
        expect(pause).toBeGreaterThanOrEqual(whole * 0.8 - 1e-6);
      },
    ),
  );
});
