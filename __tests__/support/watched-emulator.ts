/** An emulator that a test can wait for, and whose clock a test can put forward. */
import { type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Seed } from '../../emulator/seed.ts';

export interface WatchedEmulator extends RunningEmulator {
  /**
   * Puts the cloud's clock forward; jobs and images change as if the seconds had gone by. Signed requests are refused when
   * the two clocks are more than 15 minutes apart.
   */
  advance(seconds: number): void;
  /** Resolves when `count` requests that fit have arrived since the emulator was started. */
  requestSeen(fits: (request: LogEntry) => boolean, count?: number): Promise<void>;
}

/**
 * Starts the emulator on a free port. `onRequest` is called after each request, or after several that arrived together,
 * when the state of the emulator is still the one that they saw. Rejects if the seed is wrong.
 */
export async function startWatchedEmulator(
  seed: Seed,
  onRequest?: (emulator: RunningEmulator) => void,
): Promise<WatchedEmulator> {
  let aheadMs = 0;
  /** The time until the next check; undefined when none is due. */
  let frozenAt: number | undefined;
  let isStarted = false;
  const waiting = new Set<() => void>();
  const checkAll = (): void => {
    if (isStarted) onRequest?.(emulator);
    frozenAt = undefined;
    for (const check of waiting) check();
  };
  const emulator = await startEmulator({
    seed,
    // The emulator reads its clock for each request, and has logged the request when the next immediate runs.
    now: () => {
      if (frozenAt === undefined) {
        frozenAt = Date.now() + aheadMs;
        setImmediate(checkAll);
      }
      return frozenAt;
    },
  });
  isStarted = true;
  return {
    ...emulator,
    advance(seconds) {
      aheadMs += seconds * 1000;
    },
    requestSeen: (fits, count = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (emulator.requests().filter(fits).length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
