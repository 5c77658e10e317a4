/** Which synchronization tasks of HSS may be the one of a request, because no reply names it, and which of them can prove it. */
import type { Dated, SyncTask } from '../cloud/hss.ts';

/** When a synchronization was requested, and what HSS listed before. */
export interface RequestMoment {
  readonly earlier: readonly SyncTask[];
  /** Not after the moment at which the request was sent, by {@link Clock.now}. */
  readonly sentAt: number;
  /** The same in epoch milliseconds by the clock of the service; undefined where no reply had the time yet. */
  readonly sentAtMs: number | undefined;
}

/** A task that may be the one of a request. */
export interface CandidateTask extends SyncTask {
  /** Whether its times say that it began after the request. Otherwise it may be older, and its success proves nothing. */
  readonly beganSince: boolean;
}

/** The times of HSS are rounded down to seconds in places, and its servers' clocks differ a little. */
const GRANULARITY_MS = 2000;

/**
 * The tasks that were not listed before, and neither began nor ended before the request.
 * @param readAt when `listed` was read, by {@link Clock.now}
 */
export function tasksSince(
  listed: Dated<readonly SyncTask[]>,
  { earlier, sentAt, sentAtMs }: RequestMoment,
  readAt: number,
): readonly CandidateTask[] {
  const requestedAtMs = sentAtMs ?? dateAt(listed, sentAt - readAt) ?? NaN;
  const nowMs = listed.dateMs ?? requestedAtMs + (readAt - sentAt);
  const earlierIds = new Set(earlier.map(({ id }) => id));
  const isBefore = (timeMs = NaN): boolean => timeMs < requestedAtMs - GRANULARITY_MS;
  return listed.value
    .filter(({ id, beganAtMs, endedAtMs }) => !earlierIds.has(id) && !isBefore(beganAtMs) && !isBefore(endedAtMs))
    .map((task) => {
      const { beganAtMs = NaN, endedAtMs = Infinity } = task;
      // False where a time is not known. Times that contradict each other or the clock of the service say nothing.
      const beganSince = beganAtMs <= nowMs + GRANULARITY_MS && endedAtMs >= beganAtMs - GRANULARITY_MS;
      return { ...task, beganSince };
    });
}

/** The service's time at a moment that is `afterMs` after a reply; undefined where the reply does not say the time. */
export function dateAt({ dateMs }: Pick<Dated<unknown>, 'dateMs'>, afterMs: number): number | undefined {
  return dateMs === undefined ? undefined : dateMs + afterMs;
}
