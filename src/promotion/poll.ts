/** Look, judge, wait: until it is decided or the time is up. */
import { sleep } from '../clock.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Context } from './step.ts';

export interface Poll {
  /** Looks once; true when there is nothing left to wait for. */
  look(): Promise<boolean>;
  /** The longest pause between two looks. */
  readonly intervalMs: number;
}

export interface Expired {
  /** The last thing that kept a look from an answer, when the last look had none. */
  readonly trouble: Failure | undefined;
  /** Whether any look at all had an answer. */
  readonly answered: boolean;
}

/**
 * Looks at once and then in growing pauses; the last look is on the deadline. A look that finds the service
 * unavailable is followed by another, so that one number, the budget, says how long an outage is endured.
 *
 * @returns undefined when the looking ended by itself, and how it stood when the budget ran out.
 */
export async function poll(context: Context, { look, intervalMs }: Poll): Promise<Expired | undefined> {
  const { clock, budget, signal } = context;
  const start = clock.now();
  let answered = false;
  for (;;) {
    const isLast = clock.now() >= budget.end;
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
    const pause = pauseMs(clock.now() - start, intervalMs, context.random);
    await sleep(clock, Math.min(pause, Math.max(0, budget.end - clock.now())), signal);
  }
}

/** The end of a message about a wait that nothing decided. `seen` is what was last seen. */
export function lastWords({ trouble }: Expired, seen: string): string {
  return `Last seen: ${seen}.${trouble === undefined ? '' : ` The last look had no answer: ${trouble.message}`}`;
}

const SHORTEST_MS = 1000;

/**
 * A tenth of the time already waited, so that an end is seen late by a small part of the wait, whether that was seconds
 * or minutes; never more than the interval. The jitter only shortens, so that the interval holds.
 */
export function pauseMs(waitedMs: number, intervalMs: number, random: () => number): number {
  const pause = Math.min(intervalMs, Math.max(SHORTEST_MS, waitedMs / 10));
  return pause * (0.8 + 0.2 * random());
}
