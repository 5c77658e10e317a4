/** Time, handed in: nothing else in the product reads a clock or sets a timer. */
import { Failure } from './errors.ts';

export interface Clock {
  /** Milliseconds that only ever grow; for deadlines and durations. */
  now(): number;
  /** The machine's date, which may be wrong; for signatures and reports. */
  date(): Date;
  /** Calls back once after `ms`; the function returned takes that back. */
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

/** Waits `ms`; rejects at once with `cancelled` when the signal fires, and leaves no timer and no listener behind. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Failure('cancelled', 'The job was cancelled.'));
      return;
    }
    const stop = (): void => {
      cancelTimer();
      reject(new Failure('cancelled', 'The job was cancelled.'));
    };
    const cancelTimer = clock.after(Math.max(0, ms), () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What `promise` resolves to, or undefined when that takes longer than `ms`; rejects at once when the signal fires. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      leave();
      reject(new Failure('cancelled', 'The job was cancelled.'));
    };
    const cancelTimer = clock.after(ms, () => {
      leave();
      resolve(undefined);
    });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(leave);
  });
}
