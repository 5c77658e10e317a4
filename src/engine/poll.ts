/** Checks, waits and checks again until the result is known or the deadline is reached. */
import { sleep } from '../clock.ts';
import { type Failure, failureOf } from '../errors.ts';
import type { RunContext } from './step.ts';

type PollContext = Pick<RunContext<unknown>, 'clock' | 'deadline' | 'signal' | 'random'>;

/** What is polled, and how often. */
export interface Poll {
  /** Checks once. @returns true when there is nothing left to wait for. */
  check(): Promise<boolean>;
  /** The longest pause between two checks. */
  readonly intervalMs: number;
  /** False to pause before the first check, because nothing can have changed yet; true if not given. */
  readonly immediate?: boolean;
  /** Shared by polls that check at the same moments; one of its own if not given. */
  readonly schedule?: PollSchedule;
}

/** The moments of the checks. Polls that share a schedule check at the same moments and so can share requests. */
export interface PollSchedule {
  /** Milliseconds until the next check. */
  pauseMs(context: Pick<PollContext, 'clock' | 'random'>, intervalMs: number): number;
}

/** What is known when the deadline ends a poll. */
export interface PollTimeout {
  /** Why the last check failed, where it did. */
  readonly lastFailure: Failure | undefined;
  /** Whether any check succeeded. */
  readonly answered: boolean;
}

/**
 * Polls in growing pauses; the last check is at the deadline. A check may take long, because its requests endure outages
 * and throttling; one that finds the service unavailable is followed by another.
 *
 * @returns undefined when `check` ended the poll, and its state when the deadline did.
 * @throws Failure the first that waiting cannot cure, from `check`; `cancelled` when the signal is aborted.
 */
export async function poll(
  context: PollContext,
  { check, intervalMs, ...options }: Poll,
): Promise<PollTimeout | undefined> {
  const { clock, deadline, signal } = context;
  const { immediate = true, schedule = createPollSchedule(clock.now()) } = options;
  const pause = (): Promise<void> =>
    sleep(
      clock,
      Math.min(schedule.pauseMs(context, intervalMs), Math.max(0, deadline.waitUntil - clock.now())),
      signal,
    );
  let answered = false;
  let lastFailure: Failure | undefined;
  if (!immediate) await pause();
  for (;;) {
    const isLast = clock.now() >= deadline.waitUntil;
    try {
      if (await check()) return undefined;
      answered = true;
      lastFailure = undefined;
    } catch (error) {
      const failure = failureOf(error);
      const isTransient = failure.kind === 'unavailable' || failure.kind === 'timeout';
      if (!isTransient || failure.permanent) throw failure;
      // That no time was left for another request says less than why the one before it failed.
      if (failure.kind === 'unavailable' || lastFailure === undefined) lastFailure = failure;
    }
    if (isLast) return { lastFailure, answered };
    await pause();
  }
}

/** The end of a message about a poll that the deadline ended. `state` is what was observed last. */
export function describeTimeout({ lastFailure }: PollTimeout, state: string): string {
  const failed = lastFailure === undefined ? '' : ` The last check failed: ${lastFailure.message}`;
  return `Last observed: ${state}.${failed}`;
}

/** A schedule whose pauses grow with the time since `startedAt`, or since it was first used. */
export function createPollSchedule(startedAt?: number): PollSchedule {
  let begunAt = startedAt;
  let nextAt = 0;
  return {
    pauseMs({ clock, random }, intervalMs) {
      const now = clock.now();
      begunAt ??= now;
      if (nextAt <= now) nextAt = now + pauseMs(now - begunAt, intervalMs, random);
      return nextAt - now;
    },
  };
}

const SHORTEST_MS = 1000;

/**
 * The pause after `waitedMs`: `min(waited / 5, 2 s · √(waited / 10 s))`, at least 1 s and at most the interval. The result
 * is noticed at most 20 % of the waited time or 1 s late, whichever is more. docs/performance.md explains the formula. Up
 * to a tenth is taken off at random, so that runs that started together do not poll together.
 */
export function pauseMs(waitedMs: number, intervalMs: number, random: () => number): number {
  const pause = Math.max(SHORTEST_MS, Math.min(waitedMs / 5, 2000 * Math.sqrt(waitedMs / 10_000)));
  return Math.min(intervalMs, pause) * (0.9 + 0.1 * random());
}
