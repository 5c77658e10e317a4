/** A time limit that gets shorter when the job is stopped. */
import type { Clock } from '../clock.ts';

export interface TimeLimit {
  /** Fires when the time is over. */
  readonly signal: AbortSignal;
  /** The limit that has passed, in milliseconds; undefined while none has. */
  spent(): number | undefined;
  /** Ends the watch, and leaves no timer and no listener behind. */
  lift(): void;
}

/** `ms` from now; or `stop.ms` after the job is stopped, if that is sooner. */
export function limitOf(
  clock: Clock,
  ms: number,
  stop: { readonly signal: AbortSignal; readonly ms: number },
): TimeLimit {
  const end = new AbortController();
  let spent: number | undefined;
  const until = (limit: number): (() => void) =>
    clock.after(limit, () => {
      spent ??= limit;
      end.abort();
    });
  const timers = [until(ms)];
  const shorten = (): void => {
    timers.push(until(stop.ms));
  };
  if (stop.signal.aborted) shorten();
  else stop.signal.addEventListener('abort', shorten, { once: true });
  return {
    signal: end.signal,
    spent: () => spent,
    lift() {
      stop.signal.removeEventListener('abort', shorten);
      for (const cancel of timers) cancel();
    },
  };
}
