/** Log lines about retries, few enough to read: outages are endured for as long as the time limit. */
import type { Clock } from '../clock.ts';

/** Lines with the same key are logged no more often. */
const INTERVAL_MS = 30_000;

/** A function that logs a line unless one with the same key was logged in the last 30 s. */
export function createRetryLog(clock: Clock, log: (line: string) => void): (key: string, line: string) => void {
  const lastAt = new Map<string, number>();
  return (key, line) => {
    const now = clock.now();
    if (now - (lastAt.get(key) ?? -Infinity) < INTERVAL_MS) return;
    lastAt.set(key, now);
    log(line);
  };
}
