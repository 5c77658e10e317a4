/**
 * When a host may be asked next. A host that throttles is left alone for a while by all requests of the run, and asked
 * evenly from then on: a burst after every pause would be refused again.
 */
import type { Clock } from '../clock.ts';

export interface Hosts {
  /** The moment at which the next request to the host may start; it is taken by whoever asks. */
  turn(host: string): number;
  /** Whether the host wants no request at this moment. */
  isClosed(host: string): boolean;
  /** A request starts. */
  started(host: string): void;
  /** One that started at this moment was refused, because there are too many of them. */
  refused(host: string, startedAt: number): void;
  /** The host wants no request before `until`. */
  close(host: string, until: number): void;
}

interface Lane {
  closedUntil: number;
  /** The start of the next request, where they are spaced. */
  next: number;
  /** Between two requests; 0 while the host has not complained. */
  gapMs: number;
  slowedAt: number;
  /** Of requests within the last second that were not refused, as far as is known. */
  starts: number[];
}

/** Limits are told in requests a second. */
const WINDOW_MS = 1000;
/** A little less than what was accepted in the second before a refusal: others may use the same account. */
const MARGIN = 0.9;
/** A single refusal says nothing about the limit. */
const UNKNOWN_GAP_MS = 500;
const LONGEST_GAP_MS = 2000;
/** After so long without a refusal the limit is felt for. */
const CALM_MS = 30_000;
const SLOWER = 1.25;
const FASTER = 0.8;
const SHORTEST_GAP_MS = 20;

export function createHosts(clock: Clock): Hosts {
  const lanes = new Map<string, Lane>();
  const laneOf = (host: string): Lane => {
    const lane = lanes.get(host) ?? { closedUntil: 0, next: 0, gapMs: 0, slowedAt: 0, starts: [] };
    lanes.set(host, lane);
    return lane;
  };
  return {
    turn(host) {
      const lane = laneOf(host);
      const now = clock.now();
      if (lane.gapMs > 0 && now - lane.slowedAt >= CALM_MS) {
        lane.slowedAt = now;
        lane.gapMs = lane.gapMs * FASTER < SHORTEST_GAP_MS ? 0 : lane.gapMs * FASTER;
      }
      const start = Math.max(now, lane.closedUntil, lane.gapMs > 0 ? lane.next : 0);
      lane.next = start + lane.gapMs;
      return start;
    },
    isClosed: (host) => laneOf(host).closedUntil > clock.now(),
    started(host) {
      const lane = laneOf(host);
      const now = clock.now();
      lane.starts = [...lane.starts.filter((at) => now - at < WINDOW_MS), now];
    },
    refused(host, startedAt) {
      const lane = laneOf(host);
      const now = clock.now();
      const own = lane.starts.indexOf(startedAt);
      if (own !== -1) lane.starts.splice(own, 1);
      const accepted = lane.starts.filter((at) => Math.abs(startedAt - at) < WINDOW_MS).length;
      const gapMs = accepted < 2 ? UNKNOWN_GAP_MS : WINDOW_MS / (accepted * MARGIN);
      // The refusals of one burst are one complaint.
      const isAnother = now - lane.slowedAt >= WINDOW_MS;
      lane.gapMs = Math.min(LONGEST_GAP_MS, Math.max(gapMs, isAnother ? lane.gapMs * SLOWER : lane.gapMs));
      lane.slowedAt = now;
    },
    close(host, until) {
      const lane = laneOf(host);
      lane.closedUntil = Math.max(lane.closedUntil, until);
      lane.next = Math.max(lane.next, lane.closedUntil);
    },
  };
}
