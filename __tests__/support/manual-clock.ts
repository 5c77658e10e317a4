/** A virtual clock: time passes only when everything is waiting for it, so that days of waiting take no time at all. */
import type { Clock } from '../../src/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Runs `work` to its end. Whenever nothing can go on by itself, time jumps to the next timer; where there is none, the
   * work would wait for ever, and that is an error.
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** Timers that are set and not yet due: what a piece of work has left behind. */
  pending(): number;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** `date` is what the machine's calendar says when the clock starts; the monotonic time starts anywhere but at zero. */
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
        if (next === undefined) throw new Error('Everything waits and nothing is due: this would never end.');
        timers.delete(next);
        time = Math.max(time, next.due);
        next.callback();
      }
    },
    pending: () => timers.size,
  };
}

/** All promises that can go on have done so when the next immediate runs. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Of timers that are due together the one that was set first. */
function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
  return first;
}
