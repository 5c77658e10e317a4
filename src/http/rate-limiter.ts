/**
 * When a host may be sent the next request. After a host has throttled, all requests of the run wait for a while, and are
 * evenly spaced from then on: a burst after every pause would be throttled again.
 */
import type { Clock } from '../clock.ts';
import { oncePerKey } from '../share.ts';

/** Spaces the requests of a run, host by host. All moments are those of {@link Clock.now}. */
export interface HostRateLimiter {
  /** Reserves the next free moment for one request to the host, and returns it. */
  reserveSlot(host: string): number;
  /** No request may be sent to a host, or to a part of it, before this moment; it may be past. */
  pausedUntil(place: string): number;
  /** Records that a request starts now. */
  recordStart(host: string): void;
  /** Records that the request that started at this moment was throttled, and spaces the next ones. */
  recordThrottled(host: string, startedAt: number): void;
  /** Lets no request to the place start before `until`. `reason` completes "Could not …: ": what the service has said. */
  pauseUntil(place: string, until: number, reason: string): void;
  /** The reason of a place's pause; empty where it had none. */
  reasonOf(place: string): string;
}

interface HostState {
  pausedUntil: number;
  reason: string;
  /** The next free slot, while requests are spaced. */
  nextSlot: number;
  /** Between two requests, in milliseconds; 0 while the host has not throttled. */
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

/** No host is paused or spaced at first. */
export function createHostRateLimiter(clock: Clock): HostRateLimiter {
  const stateOf = oncePerKey<string, HostState>(() => ({
    pausedUntil: 0,
    reason: '',
    nextSlot: 0,
    gapMs: 0,
    changedAt: 0,
    starts: [],
  }));
  return {
    reserveSlot(host) {
      const state = stateOf(host);
      const now = clock.now();
      if (state.gapMs > 0 && now - state.changedAt >= CALM_MS) {
        state.changedAt = now;
        state.gapMs = state.gapMs * GAP_SHRINKAGE < MIN_GAP_MS ? 0 : state.gapMs * GAP_SHRINKAGE;
      }
      const slot = Math.max(now, state.pausedUntil, state.gapMs > 0 ? state.nextSlot : 0);
      state.nextSlot = slot + state.gapMs;
      return slot;
    },
    pausedUntil: (place) => stateOf(place).pausedUntil,
    recordStart(host) {
      const state = stateOf(host);
      const now = clock.now();
      state.starts = [...state.starts.filter((at) => now - at < WINDOW_MS), now];
    },
    recordThrottled(host, startedAt) {
      const state = stateOf(host);
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
    reasonOf: (place) => stateOf(place).reason,
    pauseUntil(place, until, reason) {
      const state = stateOf(place);
      if (until >= state.pausedUntil) state.reason = reason;
      state.pausedUntil = Math.max(state.pausedUntil, until);
      state.nextSlot = Math.max(state.nextSlot, state.pausedUntil);
    },
  };
}
