/** Time, handed in: nothing else in the product reads a clock or sets a timer. */
import { Failure } from './errors.ts';

/** A source of time, so that tests can run in virtual time. */
export interface Clock {
  /** Milliseconds that never decrease; for deadlines and durations. */
  now(): number;
  /** The machine's date, which may be wrong; for signatures and reports. */
  date(): Date;
  /** Calls back once after `ms`; the function returned cancels that. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** How long something may take. */
export interface TimeLimit {
  /** From now, in milliseconds. */
  readonly ms: number;
  /** Ends the time early; usually fires when the job is cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** How much longer it may take once `signal` has fired; 0 if left out. */
  readonly graceMs?: number | undefined;
}

/**
 * Runs `work` with a signal that fires when the time is over. The reason of that signal is a {@link Failure}: `timeout`
 * after `ms`, `cancelled` when the limit's own signal has fired.
 *
 * Waits for `work` to end, so it must end when its signal fires; for a promise that knows no signal see {@link waitAtMost}. Leaves
 * no timer and no listener behind.
 */
export async function withTimeout<T>(
  clock: Clock,
  { ms, signal, graceMs = 0 }: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const cancel = (): void => limit.abort(new Failure('cancelled', 'The job was cancelled.'));
  const timers = [clock.after(ms, () => limit.abort(new Failure('timeout', 'The time limit was reached.')))];
  const onAbort = (): void => {
    if (graceMs === 0) cancel();
    else timers.push(clock.after(graceMs, cancel));
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(limit.signal);
  } finally {
    for (const cancelTimer of timers) cancelTimer();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Rejects with the reason of a signal of {@link withTimeout} once it has fired; never resolves. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Failure ? reason : new Failure('cancelled', 'The job was cancelled.'));
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** Waits `ms`; rejects at once with `cancelled` when the signal fires. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return withTimeout(clock, { ms: Math.max(0, ms), signal }, untilTimeout);
}

/**
 * What `promise` resolves to, or undefined when that takes longer than `ms`; rejects at once with `cancelled` when the
 * signal fires. The work behind the promise goes on.
 */
export function waitAtMost<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  return withTimeout(clock, { ms, signal }, (over) => Promise.race([promise, untilTimeout(over)]));
}

/** Resolves to undefined when the time is over, and rejects when it was ended early. */
async function untilTimeout(over: AbortSignal): Promise<undefined> {
  try {
    return await rejectOnAbort(over);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'timeout') return undefined;
    throw error;
  }
}
