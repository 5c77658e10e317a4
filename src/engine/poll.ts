/** Look, judge, wait: until it is decided or the time is up. */
import { sleep } from '../clock.ts';
import { type Failure, failureOf } from '../errors.ts';
import type { Context } from './step.ts';

export interface Poll {
  /** Looks once; true when there is nothing left to wait for. */
  look(): Promise<boolean>;
  /** The longest pause between two looks. */
  readonly intervalMs: number;
  /** False where nothing can have changed yet: then a pause comes before the first look. */
  readonly atOnce?: boolean;
  /** Shared by polls that look together; one of its own if left out. */
  readonly rhythm?: Rhythm;
}

/** The moments of the looks. Polls that share one look at the same moments, so that what serves all is asked for once. */
export interface Rhythm {
  /** How long it is to the next look. */
  pauseMs(context: Pick<Context, 'clock' | 'random'>, intervalMs: number): number;
}

export interface Expired {
  /** The last thing that kept a look from an answer, when the last look had none. */
  readonly trouble: Failure | undefined;
  /** Whether any look at all had an answer. */
  readonly answered: boolean;
}

/**
 * Looks, and looks again in growing pauses; the last look is on the deadline. A look that finds the service
 * unavailable is followed by another, so that one number, the deadline, says how long an outage is endured.
 *
 * @returns undefined when the looking ended by itself, and how it stood when the deadline ran out.
 */
export async function poll(context: Context, { look, intervalMs, ...options }: Poll): Promise<Expired | undefined> {
  const { clock, deadline, signal } = context;
  const { atOnce = true, rhythm = createRhythm(clock.now()) } = options;
  const rest = (): Promise<void> =>
    sleep(clock, Math.min(rhythm.pauseMs(context, intervalMs), Math.max(0, deadline.waitUntil - clock.now())), signal);
  let answered = false;
  if (!atOnce) await rest();
  for (;;) {
    const isLast = clock.now() >= deadline.waitUntil;
    let trouble: Failure | undefined;
    try {
      if (await look()) return undefined;
      answered = true;
    } catch (error) {
      const failure = failureOf(error);
      const isPassing = failure.kind === 'unavailable' || failure.kind === 'timeout';
      if (!isPassing || failure.permanent) throw failure;
      trouble = failure;
    }
    if (isLast) return { trouble, answered };
    await rest();
  }
}

/** The end of a message about a wait that nothing decided. `seen` is what was last seen. */
export function lastWords({ trouble }: Expired, seen: string): string {
  return `Last seen: ${seen}.${trouble === undefined ? '' : ` The last look had no answer: ${trouble.message}`}`;
}

/** A rhythm whose pauses grow with the time since `start`, or since it was first asked. */
export function createRhythm(start?: number): Rhythm {
  let begun = start;
  let due = 0;
  return {
    pauseMs({ clock, random }, intervalMs) {
      const now = clock.now();
      begun ??= now;
      if (due <= now) due = now + pauseMs(now - begun, intervalMs, random);
      return due - now;
    },
  };
}

const SHORTEST_MS = 1000;

/**
 * Two seconds after ten, and with the square root of the time from there: the law that spends the fewest looks for the
 * time that it loses, where nobody knows how long a job takes. Before that a fifth of the time, so that no end is seen
 * late by more than that, or by a second. The page on performance in docs/ has the reasoning. Never more than the interval; the
 * jitter, which keeps runs that began together from looking together, only shortens.
 */
export function pauseMs(waitedMs: number, intervalMs: number, random: () => number): number {
  const pause = Math.max(SHORTEST_MS, Math.min(waitedMs / 5, 2000 * Math.sqrt(waitedMs / 10_000)));
  return Math.min(intervalMs, pause) * (0.9 + 0.1 * random());
}
