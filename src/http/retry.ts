/** When to try again, and after how long. */
import { type Clock, sleep } from '../clock.ts';
import { Failure } from '../errors.ts';

/** `throttled`: the service did not process the request. `transient`: something failed, and the effect is not known. */
export type RetryReason = 'throttled' | 'transient';

/** An attempt that may be repeated. */
export interface FailedAttempt {
  readonly next: 'retry';
  readonly reason: RetryReason;
  /** What {@link retry} throws when this was the last attempt. */
  readonly failure: Failure;
  /** How long the other side asked to wait. */
  readonly retryAfterMs?: number | undefined;
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
  /** At most this many attempts, the first one included. */
  readonly maxAttempts: number;
  /** No retry starts after this moment of {@link Clock.now}. */
  readonly until: number;
  /** Ends the pauses. */
  readonly signal: AbortSignal;
  /** Shared by all requests to one host; no limit of that kind without it. */
  readonly quota?: RetryQuota | undefined;
  /** The pause after attempt number `attempt` in milliseconds; {@link retryPauseMs} without it. */
  readonly pauseMs?: ((attempt: number, failed: FailedAttempt) => number) | undefined;
  /** Called before every retry: a line for the log (why, when, the number of the attempt), and the moment when it starts. */
  readonly onRetry?: ((message: string, reason: RetryReason, startAt: number) => void) | undefined;
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
  const { clock, quota, signal } = options;
  for (let count = 1; ; count++) {
    const plan: PlanRetry = (failed) => planRetry(options, failed, count);
    const outcome = await attempt(plan);
    const step = outcome.next === 'retry' ? plan(outcome) : outcome;
    if (step.next === 'return') {
      quota?.release();
      return step.value;
    }
    if (step.next === 'fail') throw step.failure;
    if (step.next === 'wait') await sleep(clock, step.pauseMs, signal);
  }
}

function planRetry(options: RetryOptions, failed: FailedAttempt, count: number): RetryPlan {
  const { clock, random, maxAttempts, until, quota } = options;
  const { reason, failure } = failed;
  const pauseMs = options.pauseMs?.(count, failed) ?? retryPauseMs(reason, count, failed.retryAfterMs, random);
  const startAt = clock.now() + pauseMs;
  if (count >= maxAttempts || startAt > until || quota?.acquire(reason) === false)
    return { next: 'fail', failure: afterAttempts(failure, count) };
  const message = `${failure.message} Trying again in ${(pauseMs / 1000).toFixed(1)} s (try ${count + 1} of ${maxAttempts}).`;
  options.onRetry?.(message, reason, startAt);
  return { next: 'wait', pauseMs };
}

function afterAttempts(failure: Failure, count: number): Failure {
  if (count === 1) return failure;
  return new Failure(failure.code, `${failure.message.replace(/\.$/, '')} (after ${count} tries).`, failure);
}

const BASE_MS = { transient: 250, throttled: 1000 } as const;
const MAX_PAUSE_MS = 20_000;
/** Retry-After may ask for more, and gets no more. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * The pause after attempt number `attempt`, in milliseconds: exponential with full jitter. After throttling it is at
 * least half of the maximum, because with pauses near zero all attempts would fall into one window of the throttle.
 * Retry-After only lengthens.
 */
export function retryPauseMs(
  reason: RetryReason,
  attempt: number,
  askedMs: number | undefined,
  random: () => number,
): number {
  const ceiling = Math.min(MAX_PAUSE_MS, BASE_MS[reason] * 2 ** (attempt - 1));
  const pause = reason === 'throttled' ? ceiling / 2 + (random() * ceiling) / 2 : random() * ceiling;
  return Math.max(pause, Math.min(askedMs ?? 0, MAX_RETRY_AFTER_MS));
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

/** A token bucket for the retries of all requests to one host: a service that is down is not flooded with retries. */
export interface RetryQuota {
  /**
   * Takes the tokens for one retry: 14 after a transient failure, 5 after throttling.
   * @returns false when the bucket has too few; the caller then fails with the last error.
   */
  acquire(reason: RetryReason): boolean;
  /** Returns one token, after a success. */
  release(): void;
}

const QUOTA_TOKENS = 500;
const COST = { transient: 14, throttled: 5 } as const;

/** A full bucket: 500 tokens. */
export function createRetryQuota(): RetryQuota {
  let tokens = QUOTA_TOKENS;
  return {
    acquire(reason) {
      if (tokens < COST[reason]) return false;
      tokens -= COST[reason];
      return true;
    },
    release() {
      tokens = Math.min(QUOTA_TOKENS, tokens + 1);
    },
  };
}
