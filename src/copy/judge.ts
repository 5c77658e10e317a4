/** What one observation of a copy means. The target's digest decides; the service's state only ends the wait early. */
import type { Verdict } from '../engine/verdict.ts';
import type { CopyStatus, CopyTarget } from './copier.ts';
import { describeDigest, type DigestProblem } from './digest-reader.ts';

/** What is known of a copy after a check. */
export interface CopyObservation {
  /** The digest that the target shows now; undefined where it has no such tag. */
  readonly targetDigest: string | undefined;
  /** Why what the target lists proves nothing; its digest is empty then. */
  readonly problem?: DigestProblem | undefined;
  /** Undefined where the service lists nothing for the copy. */
  readonly status: CopyStatus | undefined;
  /** How long ago the copy was first seen to have succeeded; 0 while it has not. */
  readonly succeededMs: number;
}

/** How long the target may take to list a tag after the service reports success. */
export const SETTLING_MS = 30_000;

/** @returns undefined while the result is open. With `isLast` there will be no further observation. */
export function judge(
  { digest, previousDigest, mayReplace, spec }: Pick<CopyTarget, 'digest' | 'previousDigest' | 'mayReplace' | 'spec'>,
  { targetDigest, problem, status, succeededMs }: CopyObservation,
  isLast: boolean,
): Verdict | undefined {
  if (targetDigest === digest) {
    return previousDigest === undefined ? { kind: 'copied', digest } : { kind: 'overwritten', digest, previousDigest };
  }
  const isSettled = isLast || (reportsSuccess(status) && succeededMs >= SETTLING_MS);
  if (problem !== undefined && isSettled) {
    const message = `The target lists tag ${spec.target.tag} ${problem.reason}.`;
    return { kind: 'unavailable', code: problem.code, digest, previousDigest, status: status?.word, message };
  }
  if (status === undefined) return undefined;
  const details = { digest, previousDigest, status: status.word };
  if (status.state === 'failed') {
    const message = `The synchronization job ended with status ${status.word}; the target ${shows(targetDigest)}.`;
    return { ...details, kind: 'refused', code: 'job-failed', message };
  }
  // Somebody else pushed the tag between our reading and our request, and the service left it alone as requested.
  if (status.state === 'untouched' && !mayReplace && targetDigest) {
    const wayOut =
      spec.policy === 'refuse' ? 'set override to true to replace it' : 'run the step again to decide about it';
    const message = `The target got another digest, ${targetDigest}, during this run; ${wayOut}.`;
    return { ...details, kind: 'conflict', code: 'target-differs', previousDigest: targetDigest, message };
  }
  if (reportsSuccess(status) && isSettled) {
    const message = `The service reports ${status.word}, but the target ${shows(targetDigest)} instead of ${digest}.`;
    return { ...details, kind: 'mismatch', code: 'digest-mismatch', targetDigest: targetDigest || undefined, message };
  }
  return undefined;
}

/** Whether the service says that the copy is done, which the digest has yet to prove. */
export function reportsSuccess(status: CopyStatus | undefined): boolean {
  return status?.state === 'succeeded' || status?.state === 'untouched';
}

function shows(digest: string | undefined): string {
  return digest === undefined ? 'shows no such tag' : `shows ${describeDigest(digest)}`;
}
