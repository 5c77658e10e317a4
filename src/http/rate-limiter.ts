/**
 * When an API may be sent the next request. After it has throttled, all requests of the run to it wait for a while, and are
 * evenly spaced from then on: a burst after every pause would be throttled again. The other APIs of the host, which have
 * limits of their own, go on: none that decides a result waits for one that is only of use.
 */
import type { Clock } from '../clock.ts';
import { oncePerKey } from '../share.ts';

/** One request, whatever its query and body. */
export function resourceOf({ method, url }: { readonly method: string; readonly url: URL }): string {
  return `${method} ${url.host}${url.pathname}`;
}

/** An image id, or a number. */
const ID = /\/(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+)(?=\/|$)/gi;

/** What requests with a limit in common have in common: {@link resourceOf} without ids. */
export function apiOf(call: Parameters<typeof resourceOf>[0]): string {
  return resourceOf(call).replaceAll(ID, '/*');
}

/** Spaces the requests of a run, API by API; see {@link apiOf}. All moments are those of {@link Clock.now}. */
export interface RateLimiter {
  /** Reserves the next free moment for one request to the API, and returns it. */
  reserveSlot(api: string): number;
  /** No request may be sent to the API before this moment; it may be past. */
  pausedUntil(api: string): number;
  /** Records that a request starts now. */
  recordStart(api: string): void;
  /** Records that the request that started at this moment was throttled, and spaces the next ones. */
  recordThrottled(api: string, startedAt: number): void;
  /** Lets no request to the API start before `until`. `reason` completes "Could not …: ": what the service has said. */
  pauseUntil(api: string, until: number, reason: string): void;
  /** The reason of the API's pause; empty where it had none. */
  reasonOf(api: string): string;
}

interface ApiState {
  pausedUntil: number;
  reason: string;
  /** The next free slot, while requests are spaced. */
  nextSlot: number;
  /** Between two requests, in milliseconds; 0 while the API has not throttled. */
  gapMs: number;
  /** When `gapMs` was last changed. */
  changedAt: number;
  /** Starts of the requests of the last second that were not throttled, as far as is known. */
  starts: number[];
}

/** Limits are given in requests a second. */
const WINDOW_MS = 1000;
/** A little less than what was accepted in the second before: others may use the same account. */
const MARGIN = 0.9;
/** The gap where fewer than two requests were accepted, which says nothing about the limit. */
const UNKNOWN_GAP_MS = 500;
const MAX_GAP_MS = 2000;
/** The gap shrinks once after every this long without throttling. */
const CALM_MS = 30_000;
const GAP_GROWTH = 1.25;
const GAP_SHRINKAGE = 0.8;
/** A smaller gap is none. */
const MIN_GAP_MS = 20;

/** No API is paused or spaced at first. */
export function createRateLimiter(clock: Clock): RateLimiter {
  const stateOf = oncePerKey<string, ApiState>(() => ({
    pausedUntil: 0,
    reason: '',
    nextSlot: 0,
    gapMs: 0,
    changedAt: 0,
    starts: [],
  }));
  return {
    reserveSlot(api) {
      const state = stateOf(api);
      const now = clock.now();
      if (state.gapMs > 0 && now - state.changedAt >= CALM_MS) {
        state.changedAt = now;
        state.gapMs = state.gapMs * GAP_SHRINKAGE < MIN_GAP_MS ? 0 : state.gapMs * GAP_SHRINKAGE;
      }
      const slot = Math.max(now, state.pausedUntil, state.gapMs > 0 ? state.nextSlot : 0);
      state.nextSlot = slot + state.gapMs;
      return slot;
    },
    pausedUntil: (api) => stateOf(api).pausedUntil,
    recordStart(api) {
      const state = stateOf(api);
      const now = clock.now();
      state.starts = [...state.starts.filter((at) => now - at < WINDOW_MS), now];
    },
    recordThrottled(api, startedAt) {
      const state = stateOf(api);
      const now = clock.now();
      const own = state.starts.indexOf(startedAt);
      if (own !== -1) state.starts.splice(own, 1);
      const accepted = state.starts.filter((at) => Math.abs(startedAt - at) < WINDOW_MS).length;
      const gapMs = accepted < 2 ? UNKNOWN_GAP_MS : WINDOW_MS / (accepted * MARGIN);
      // Several throttled requests of one second count once.
      const isNew = now - state.changedAt >= WINDOW_MS;
      state.gapMs = Math.min(MAX_GAP_MS, Math.max(gapMs, isNew ? state.gapMs * GAP_GROWTH : state.gapMs));
      state.changedAt = now;
    },
    reasonOf: (api) => stateOf(api).reason,
    pauseUntil(api, until, reason) {
      const state = stateOf(api);
      if (until >= state.pausedUntil) state.reason = reason;
      state.pausedUntil = Math.max(state.pausedUntil, until);
      state.nextSlot = Math.max(state.nextSlot, state.pausedUntil);
    },
  };
}
