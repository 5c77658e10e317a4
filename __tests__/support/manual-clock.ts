/** A virtual clock. Its time passes only when everything waits for a timer, or when a test puts it forward. */
import type { Clock } from '../../src/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Runs `work` to its end. Whenever no promise can go on by itself, the time becomes that of the next timer. Rejects when
   * there is no timer, because the work would wait for ever. Not for work that uses sockets or files.
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** Puts the time forward, and fires the timers that are due by then. For work that uses sockets. */
  advance(ms: number): void;
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
  const fire = (timer: Timer): void => {
    timers.delete(timer);
    time = Math.max(time, timer.due);
    timer.callback();
  };
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
        fire(next);
      }
    },
    advance(ms) {
      const until = time + ms;
      for (let next = earliest(timers); next !== undefined && next.due <= until; next = earliest(timers)) fire(next);
      time = until;
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
