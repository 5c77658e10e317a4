/** The time that one run may take: the input `timeout` limits every pause, retry and poll. */
import type { Clock } from './clock.ts';

/** Moments of {@link Clock.now}, in milliseconds. */
export interface Deadline {
  readonly startedAt: number;
  /** No pause and no retry goes beyond this moment. */
  readonly waitUntil: number;
  /** No request lasts beyond this moment: the last poll starts at `waitUntil` and has the time of one request. */
  readonly requestUntil: number;
}

/** A deadline that is counted from now. With `timeoutMs` 0 everything is tried and polled once, and nothing is awaited. */
export function createDeadline(clock: Clock, timeoutMs: number, requestTimeoutMs: number): Deadline {
  const startedAt = clock.now();
  const waitUntil = startedAt + timeoutMs;
  return { startedAt, waitUntil, requestUntil: waitUntil + requestTimeoutMs };
}
