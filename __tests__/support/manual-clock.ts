/** A virtual clock. Its time passes only when everything waits for a timer. */
import type { Clock } from '../../src/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Runs `work` to its end. Whenever no promise can go on by itself, the time becomes that of the next timer. Rejects when
   * there is no timer, because the work would wait for ever. Not for work that uses sockets or files.
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** How many timers are set and have not fired. */
  pending(): number;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** `date` is the date at the start. `start` is the monotonic time at the start, in milliseconds; it is not zero. */
export function createManualClock(date = new Date('2026-01-02T03:04:05.678Z'), start = 1000): ManualClock {
  let time = start;
  const timers = new Set<Timer>();
  return {
    now: () => time,
    date: () => new Date(date.getTime() + time - start),
    after(ms, callback) {
      const timer = { due: time + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async run(work) {
      let isSettled = false;
      const settle = (): void => {
        isSettled = true;
      };
      work.then(settle, settle);
      for (;;) {
        await everythingElse();
        if (isSettled) return work;
        const next = earliest(timers);
        if (next === undefined) throw new Error('The work waits, and no timer is set: it would wait for ever.');
        timers.delete(next);
        time = Math.max(time, next.due);
        next.callback();
      }
    },
    pending: () => timers.size,
  };
}

/** When the next immediate runs, all promises that can go on have done so. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The timer that is due first; of timers that are due together the one that was set first. */
function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
  return first;
}
