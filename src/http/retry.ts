/** When to try again, and after how long: pure functions, and the allowance that all requests to one host share. */

/** `throttled`: the cloud said that it did not accept the request. `transient`: something broke on the way. */
export type Trouble = 'throttled' | 'transient';

const BASE_MS = { transient: 250, throttled: 1000 } as const;
const CAP_MS = 20_000;
/** Longer than this nobody is made to wait, whatever Retry-After says. */
const RETRY_AFTER_CAP_MS = 60_000;

/**
 * The pause before try number `attempt + 1`, in milliseconds. Exponential with full jitter; throttling keeps a floor of
 * half, because jitter near zero would burn all tries inside one window of the throttle. Retry-After only lengthens.
 */
export function retryPauseMs(
  trouble: Trouble,
  attempt: number,
  wantedMs: number | undefined,
  random: () => number,
): number {
  const ceiling = Math.min(CAP_MS, BASE_MS[trouble] * 2 ** (attempt - 1));
  const pause = trouble === 'throttled' ? ceiling / 2 + (random() * ceiling) / 2 : random() * ceiling;
  return Math.max(pause, Math.min(wantedMs ?? 0, RETRY_AFTER_CAP_MS));
}

/**
 * Retry-After in milliseconds: seconds, or an HTTP date, which is compared with the reply's own Date header, because
 * the clock of the runner may be wrong. Undefined where there is none or it makes no sense.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(\.\d{1,3})?$/.test(value)) return Number(value) * 1000;
  const [until, now] = [Date.parse(value), Date.parse(headers['date'] ?? '')];
  return until > now ? until - now : undefined;
}

export interface RetryAllowance {
  /** True, and paid for, when one more retry may be made. */
  take(trouble: Trouble): boolean;
  /** A request that succeeded gives a little back. */
  giveBack(): void;
}

const ALLOWANCE = 500;
const COST = { transient: 14, throttled: 5 } as const;

/** A token bucket: a service that is broken for everybody is not hammered by hundreds of retries. */
export function createRetryAllowance(): RetryAllowance {
  let tokens = ALLOWANCE;
  return {
    take(trouble) {
      if (tokens < COST[trouble]) return false;
      tokens -= COST[trouble];
      return true;
    },
    giveBack() {
      tokens = Math.min(ALLOWANCE, tokens + 1);
    },
  };
}
