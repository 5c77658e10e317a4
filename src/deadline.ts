/** The time limit of one run, from the inputs `timeout` and `request-timeout`. */
import type { Clock } from './clock.ts';

/** Moments of {@link Clock.now}, in milliseconds. */
export interface Deadline {
  readonly startedAt: number;
  /** No pause and no retry goes beyond this moment. */
  readonly waitUntil: number;
  /** No request lives beyond this moment: the last poll starts at `waitUntil` and has one request's time to finish. */
  readonly requestUntil: number;
}

/** A deadline that starts now. With `timeoutMs` 0 everything is attempted and checked once, and nothing is waited for. */
export function createDeadline(clock: Clock, timeoutMs: number, requestTimeoutMs: number): Deadline {
  const startedAt = clock.now();
  const waitUntil = startedAt + timeoutMs;
  return { startedAt, waitUntil, requestUntil: waitUntil + requestTimeoutMs };
}
