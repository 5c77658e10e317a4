/**
 * Which requests a pause holds up. One of our own, which is short, holds up all requests to the host. One that the service
 * asks for may be long, and holds up the API that was called: APIs have limits of their own, and no request that decides a
 * result waits for one that is only of use. One beyond the deadline ends what asks for the same again, and no other request.
 */
import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { Failure } from '../errors.ts';
import type { Call } from './call.ts';
import type { HostRateLimiter } from './rate-limiter.ts';
import { type FailedAttempt, type RetryPlan, tooLongPause } from './retry.ts';

type PausedCall = Pick<Call<unknown>, 'doing' | 'method' | 'url'>;

/** Records the pauses of one run in its {@link HostRateLimiter}. */
export interface Pauses {
  /** Records the pause after an attempt, if there is one. */
  record(call: PausedCall, failed: FailedAttempt, plan: RetryPlan): void;
  /**
   * The pause that the call waits for, of its host or of its API; `until` may be past.
   * @throws Failure where the service asked for a pause beyond the deadline before it answers the same request
   */
  pauseOf(call: PausedCall): { readonly until: number; readonly reason: string };
}

/** One request, whatever its query and body. */
function resourceOf({ method, url }: PausedCall): string {
  return `${method} ${url.host}${url.pathname}`;
}

/** An image id, or a number. */
const ID = /\/(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+)(?=\/|$)/gi;

/** What requests with a limit in common have in common. */
function apiOf(call: PausedCall): string {
  return resourceOf(call).replaceAll(ID, '/*');
}

/** No pause yet. */
export function createPauses(limiter: HostRateLimiter, clock: Clock, { waitUntil }: Deadline): Pauses {
  const leftMs = (): number => Math.max(0, waitUntil - clock.now());
  return {
    record(call, { reason, what = '', retryAfterMs = 0, leastPauseMs = 0 }, plan) {
      if (retryAfterMs > leftMs()) {
        limiter.pauseUntil(resourceOf(call), clock.now() + retryAfterMs, what);
      } else if (retryAfterMs > 0 || (reason === 'throttled' && plan.next === 'wait')) {
        const isAsked = retryAfterMs > 0 || leastPauseMs > 0;
        const pauseMs = plan.next === 'wait' ? plan.pauseMs : retryAfterMs;
        // It ends at the deadline at the latest, when everything that waits is sent once more.
        const until = Math.min(clock.now() + pauseMs, waitUntil);
        limiter.pauseUntil(isAsked ? apiOf(call) : call.url.host, until, what);
      }
    },
    pauseOf(call) {
      const [host, api, resource] = [call.url.host, apiOf(call), resourceOf(call)];
      const closedUntil = limiter.pausedUntil(resource);
      if (closedUntil > Math.max(waitUntil, clock.now())) {
        const failure = new Failure('throttled', `Could not ${call.doing}: ${limiter.reasonOf(resource)}.`);
        throw tooLongPause(failure, closedUntil - clock.now(), leftMs());
      }
      const place = limiter.pausedUntil(api) > limiter.pausedUntil(host) ? api : host;
      return { until: limiter.pausedUntil(place), reason: limiter.reasonOf(place) };
    },
  };
}
