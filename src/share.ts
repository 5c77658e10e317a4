/** Values and reads that several callers share instead of each making their own. */
import type { Clock } from './clock.ts';

/** A function that calls `produce` once, when it is first called, and gives its outcome to every caller, a failure included. */
export function once<T>(produce: () => Promise<T>): () => Promise<T> {
  let outcome: Promise<T> | undefined;
  return () => (outcome ??= produce());
}

/** Waits until all have ended, so that none goes on after a failure. @throws what the first of them that failed has thrown */
export async function allEnded(works: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

/** {@link once} for each key, whatever it produces: keys are compared as those of a `Map` are. */
export function oncePerKey<K, T extends object | string>(produce: (key: K) => T): (key: K) => T {
  const values = new Map<K, T>();
  return (key) => {
    const value = values.get(key) ?? produce(key);
    values.set(key, value);
    return value;
  };
}

/**
 * A function whose callers share a read that is in flight, or that ended at most `freshMs` ago. A read that failed is
 * shared with those who waited for it, and with nobody after them.
 *
 * The argument of the function sets the oldest read that will do: one that started at or before `after`, a time of
 * {@link Clock.now}, is not shared, because it may not show what happened at that moment.
 */
export function shareInFlight<T>(
  clock: Clock,
  freshMs: number,
  produce: () => Promise<T>,
): (after?: number) => Promise<T> {
  let latest: { readonly result: Promise<T>; readonly startedAt: number; freshUntil: number } | undefined;
  return (after = -Infinity) => {
    if (latest !== undefined && clock.now() <= latest.freshUntil && latest.startedAt > after) return latest.result;
    const read = { result: produce(), startedAt: clock.now(), freshUntil: Infinity };
    latest = read;
    const end = (freshUntil: number): void => {
      read.freshUntil = freshUntil;
    };
    read.result.then(
      () => end(clock.now() + freshMs),
      () => end(-Infinity),
    );
    return read.result;
  };
}
