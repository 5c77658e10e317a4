/** The time that one run may take: one number from the inputs rules every pause, retry and look. */
import type { Clock } from './clock.ts';

export interface Budget {
  readonly start: number;
  /** No pause and no retry goes beyond this moment of {@link Clock.now}. */
  readonly end: number;
  /** No request lives beyond this one: the last look starts at `end` and has one request's time to finish. */
  readonly hardEnd: number;
}

/** A budget that starts now. With `timeoutMs` 0 everything is still tried and looked at once, but nothing is awaited. */
export function createBudget(clock: Clock, timeoutMs: number, requestTimeoutMs: number): Budget {
  const start = clock.now();
  return { start, end: start + timeoutMs, hardEnd: start + timeoutMs + requestTimeoutMs };
}
