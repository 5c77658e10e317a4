/** When to try again, and after how long. */
import { type Clock, sleep } from '../clock.ts';
import { copyFailure, type Failure } from '../errors.ts';

/** `throttled`: the service did not process the request. `transient`: something failed, and the effect is not known. */
export type RetryReason = 'throttled' | 'transient';

/** An attempt that may be repeated. */
export interface FailedAttempt {
  readonly next: 'retry';
  readonly reason: RetryReason;
  /** What {@link retry} throws when this was the last attempt. */
  readonly failure: Failure;
  /** What happened, without what was being done: completes "Could not …: ". */
  readonly what?: string | undefined;
  /** How long the other side asked to wait. */
  readonly retryAfterMs?: number | undefined;
  /** The shortest pause that is of use. */
  readonly leastPauseMs?: number | undefined;
  /** The name of the host is not known, which is more often a wrong name than an outage: see {@link UNKNOWN_HOST_MS}. */
  readonly isUnknownHost?: boolean | undefined;
  /** A whole reply came that cannot be read: after `maxAttempts` of them, waiting does not help either. */
  readonly isUnreadable?: boolean | undefined;
}

/**
 * What an attempt came to. `resend` is for an attempt that failed for a reason that is gone by now (a wrong clock): the
 * next one follows without a pause.
 */
export type AttemptResult<T> =
  { readonly next: 'return'; readonly value: T } | { readonly next: 'resend' } | FailedAttempt | RetryPlan;

/** Whether another attempt follows, after a pause. */
export type RetryPlan =
  { readonly next: 'wait'; readonly pauseMs: number } | { readonly next: 'fail'; readonly failure: Failure };

/**
 * Decides at once whether another attempt follows a failed one: a plan that is made before the attempt returns is known
 * to everything that goes on as soon as it has returned.
 */
export type PlanRetry = (failed: FailedAttempt) => RetryPlan;

/** How often and how long {@link retry} tries. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** At most this many attempts that were {@link Failure.answered}. Outages and throttling are endured until `until`. */
  readonly maxAttempts: number;
  /** At most this many attempts, whatever ended them; no limit of that kind without it. */
  readonly maxTotal?: number | undefined;
  /** No retry starts after this moment of {@link Clock.now}. The last one may start at it, after a shorter pause. */
  readonly until: number;
  /** Ends the pauses. */
  readonly signal: AbortSignal;
  /** The pause after attempt number `attempt` in milliseconds; {@link retryPauseMs} without it. */
  readonly pauseMs?: ((attempt: number, failed: FailedAttempt) => number) | undefined;
  /** Called before every retry: why, and a line for the log with the pause and the number of the attempt. */
  readonly onRetry?: ((message: string, failure: Failure) => void) | undefined;
}

/** What was tried so far. */
interface Tried {
  readonly startedAt: number;
  total: number;
  /** Attempts that were {@link Failure.answered}. */
  answered: number;
}

/**
 * Calls `attempt` until it returns a value. An attempt that may be repeated returns a {@link FailedAttempt}, or what
 * `plan` makes of it.
 * @throws Failure the one of the last attempt, with the number of attempts in its message; `cancelled` when the signal
 * fires during a pause; whatever `attempt` itself throws, at once.
 */
export async function retry<T>(
  options: RetryOptions,
  attempt: (plan: PlanRetry) => Promise<AttemptResult<T>>,
): Promise<T> {
  const { clock, signal } = options;
  const tried: Tried = { startedAt: clock.now(), total: 0, answered: 0 };
  for (;;) {
    const plan: PlanRetry = (failed) => planRetry(options, failed, tried);
    const outcome = await attempt(plan);
    const step = outcome.next === 'retry' ? plan(outcome) : outcome;
    if (step.next === 'return') return step.value;
    if (step.next === 'fail') throw step.failure;
    if (step.next === 'wait') await sleep(clock, step.pauseMs, signal);
  }
}

/** How long a host whose name is not known is asked for. */
const UNKNOWN_HOST_MS = 120_000;

function planRetry(options: RetryOptions, failed: FailedAttempt, tried: Tried): RetryPlan {
  const { clock, random, maxAttempts, maxTotal = Infinity, until } = options;
  const { reason, failure, retryAfterMs: askedMs = 0, leastPauseMs = 0 } = failed;
  tried.total += 1;
  if (failure.answered) tried.answered += 1;
  const leftMs = Math.max(0, until - clock.now());
  if (askedMs > leftMs) return { next: 'fail', failure: tooLongPause(failure, askedMs, leftMs) };
  const isUnknownName = failed.isUnknownHost === true && clock.now() - tried.startedAt >= UNKNOWN_HOST_MS;
  const isUsedUp = tried.answered >= maxAttempts;
  if (isUnknownName || isUsedUp || leftMs === 0 || tried.total >= maxTotal) {
    const permanent = isUnknownName || (isUsedUp && failed.isUnreadable === true);
    const end = reason === 'throttled' && leftMs === 0 ? ', until the time limit' : '';
    return { next: 'fail', failure: afterAttempts(failure, tried.total, { end, permanent }) };
  }
  const ownMs = options.pauseMs?.(tried.total, failed) ?? retryPauseMs(reason, tried.total, random);
  const pauseMs = Math.min(Math.max(ownMs, leastPauseMs, askedMs), leftMs);
  options.onRetry?.(
    `${failure.message} Trying again in ${(pauseMs / 1000).toFixed(1)} s (try ${nextTry(failure, tried, maxAttempts)}).`,
    failure,
  );
  return { next: 'wait', pauseMs };
}

/** The number of the next attempt, and how many of those that failed are counted, of how many. */
function nextTry({ answered: isCounted }: Failure, { total, answered }: Tried, maxAttempts: number): string {
  if (!isCounted) return String(total + 1);
  return answered === total
    ? `${total + 1} of ${maxAttempts}`
    : `${total + 1}; max-attempts counts ${answered} of ${maxAttempts}`;
}

function afterAttempts(
  failure: Failure,
  count: number,
  more: { readonly end: string; readonly permanent: boolean },
): Failure {
  if (count === 1 && !more.permanent) return failure;
  const message =
    count === 1 ? failure.message : `${failure.message.replace(/\.$/, '')} (after ${count} tries${more.end}).`;
  return copyFailure(failure, { message, permanent: failure.permanent || more.permanent });
}

/** The failure where the other side asks for a longer pause than the time limit allows: waiting does not help then. */
export function tooLongPause(failure: Failure, askedMs: number, leftMs: number): Failure {
  const left = leftMs < 1000 ? 'less than 1 s' : `${Math.floor(leftMs / 1000)} s`;
  return copyFailure(failure, {
    message: `${failure.message} It asks for a pause of ${Math.ceil(askedMs / 1000)} s, and the time limit leaves ${left}.`,
    permanent: true,
    hint: 'Run the step again later, or with a longer timeout.',
  });
}

const BASE_MS = { transient: 250, throttled: 1000 } as const;
const MAX_PAUSE_MS = 20_000;

/**
 * The pause after attempt number `attempt`, in milliseconds: exponential with full jitter. After throttling it is at
 * least half of the maximum, because with pauses near zero all attempts would fall into one window of the throttle.
 */
export function retryPauseMs(reason: RetryReason, attempt: number, random: () => number): number {
  const ceiling = Math.min(MAX_PAUSE_MS, BASE_MS[reason] * 2 ** (attempt - 1));
  return reason === 'throttled' ? ceiling / 2 + (random() * ceiling) / 2 : random() * ceiling;
}

/**
 * Retry-After in milliseconds: seconds, or an HTTP date, which is compared with the reply's own Date header, because the
 * clock of the runner may be wrong. Undefined where there is none or it makes no sense.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(\.\d{1,3})?$/.test(value)) return Number(value) * 1000;
  const [until, now] = [Date.parse(value), Date.parse(headers['date'] ?? '')];
  return until > now ? until - now : undefined;
}
