/** What a look at one tag means: a pure function. The target's digest decides; the job only says when to stop hoping. */
import { FAILED_JOB_STATES } from '../cloud/swr-jobs.ts';
import type { Verdict } from '../engine/verdict.ts';

/** A tag that was sent, and what is promised of it. */
export interface Sent {
  readonly tag: string;
  /** The digest that the target must come to show. */
  readonly digest: string;
  /** What the target showed before; undefined for no such tag. */
  readonly previousDigest: string | undefined;
  readonly override: boolean;
}

export interface Sight {
  /** The digest that the target shows now. */
  readonly targetDigest: string | undefined;
  /** The status of our newest job for the tag; undefined where none is listed. */
  readonly job: string | undefined;
  /** How long ago the job was first seen to have ended; 0 while it has not. */
  readonly endedMs: number;
}

/** After its job has ended well, a tag may take this long to show in the list of the target region. */
export const SETTLING_MS = 30_000;

/** The verdict, or undefined while it is still open. With `isLast` there will be no further look. */
export function judge(sent: Sent, sight: Sight, isLast: boolean): Verdict | undefined {
  const { digest, previousDigest } = sent;
  if (sight.targetDigest === digest) {
    return previousDigest === undefined ? { kind: 'copied', digest } : { kind: 'overwritten', digest, previousDigest };
  }
  const status = sight.job;
  if (status === undefined) return undefined;
  if (FAILED_JOB_STATES.has(status)) {
    const message = `The synchronization job ended with status ${status}; the target ${shows(sight.targetDigest)}.`;
    return { kind: 'refused', digest, previousDigest, status, message };
  }
  // Somebody else put the tag there between our look and our request; the cloud left it alone, as it was told to.
  if (status === 'existed' && !sent.override && sight.targetDigest !== undefined) {
    const message = `The target got another digest, ${sight.targetDigest}, while this run was at work; set override to true to replace it.`;
    return { kind: 'conflict', digest, previousDigest: sight.targetDigest, status, message };
  }
  if (hasEnded(status) && (isLast || sight.endedMs >= SETTLING_MS)) {
    const message = `The cloud says ${status}, but the target ${shows(sight.targetDigest)} instead of ${digest}.`;
    return { kind: 'mismatch', digest, previousDigest, status, message };
  }
  return undefined;
}

/** The two ends that the digest has yet to confirm. */
export function hasEnded(status: string | undefined): boolean {
  return status === 'success' || status === 'existed';
}

export function shows(digest: string | undefined): string {
  return digest === undefined ? 'shows no such tag' : `shows ${digest}`;
}
