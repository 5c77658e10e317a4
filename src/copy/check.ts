/** One check of the pending copies of a target: reads the target's digests, which decide, and what the service says. */
import { waitAtMost } from '../clock.ts';
import type { RunContext } from '../engine/step.ts';
import type { Copier, PendingCopy, StatusOf } from './copier.ts';
import type { RepositoryRef } from './copy-spec.ts';
import { reportsSuccess } from './judge.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** What one check has read. */
export interface CheckResult {
  /** Undefined where every copy is still running, so that the target was not read. */
  readonly snapshot: TagSnapshot | undefined;
  /** Undefined where they came too late. */
  readonly statusOf: StatusOf | undefined;
}

/** How long to wait for the statuses after the digests have arrived. */
const STATUSES_LATE_MS = 1000;

/** The target is read at least at every eighth check, because the statuses may be stale. */
const CHECKS_PER_SNAPSHOT = 8;

/**
 * A function that checks the copies which are still pending. While all of them are running only the statuses are read,
 * which all targets share; the target is read as soon as one is not, at every eighth check and at the deadline.
 */
export function createCheck(
  target: RepositoryRef,
  { copier, reader }: { readonly copier: Copier; readonly reader: DigestReader },
  { clock, deadline }: Pick<RunContext<unknown>, 'clock' | 'deadline'>,
): (pending: readonly PendingCopy[]) => Promise<CheckResult> {
  /** Checks since the target was read; undefined unless all copies were running at the last check. */
  let sinceSnapshot: number | undefined;
  let lastStatusOf: StatusOf | undefined;

  return async (pending) => {
    const tags = pending.map(({ spec }) => spec.target.tag);
    // A tag that is still being copied is not looked up by its name at every check.
    const isLast = clock.now() >= deadline.waitUntil;
    const due = pending.filter((copy) => isLast || reportsSuccess(lastStatusOf?.(copy)));
    const lookUp = due.map(({ spec }) => spec.target.tag);
    const readTarget = (): Promise<TagSnapshot> => reader.read(target, tags, lookUp);
    if (sinceSnapshot !== undefined && sinceSnapshot + 1 < CHECKS_PER_SNAPSHOT && !isLast) {
      const statusOf = await waitAtMost(clock, STATUSES_LATE_MS, copier.check());
      lastStatusOf = statusOf;
      const areRunning = areAllRunning(pending, statusOf);
      sinceSnapshot = areRunning ? sinceSnapshot + 1 : undefined;
      return { snapshot: areRunning ? undefined : await readTarget(), statusOf };
    }
    // Request the tag list first: with concurrency 1 the statuses would delay it.
    const [reading, checking] = [readTarget(), copier.check()];
    checking.catch(() => undefined); // Awaited below, unless reading the target fails first.
    const snapshot = await reading;
    const statusOf = await waitAtMost(clock, STATUSES_LATE_MS, checking);
    lastStatusOf = statusOf;
    sinceSnapshot = areAllRunning(pending, statusOf) ? 0 : undefined;
    return { snapshot, statusOf };
  };
}

function areAllRunning(pending: readonly PendingCopy[], statusOf: StatusOf | undefined): boolean {
  return pending.every((copy) => statusOf?.(copy)?.isRunning);
}
