/** Which job of an earlier request makes a request of this run unnecessary. */
import { OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import type { CopyTarget } from '../copier.ts';
import { SETTLING_MS } from '../judge.ts';
import { copyStateOf } from './job-status.ts';

/** An older job is taken for stuck, and the copy is requested again. */
const OLDEST_MS = 6 * 3_600_000;

/** The earlier job that makes a request for this copy unnecessary; undefined where there is none. */
export function findJobToAttach(
  { spec: { target }, previousDigest, mayReplace }: Pick<CopyTarget, 'spec' | 'previousDigest' | 'mayReplace'>,
  earlier: readonly SyncJob[],
): SyncJob | undefined {
  return earlier.find(
    (job) =>
      job.tag === target.tag &&
      job.region === target.region &&
      job.organization === target.namespace &&
      (previousDigest === undefined
        ? isRunning(job) || hasJustSucceeded(job)
        : // Without override the job leaves alone what the target has.
          isRunning(job) && (job.override || !mayReplace)),
  );
}

/** A job of unknown age may be one that is stuck. */
function isRunning({ status, ageMs = Infinity }: SyncJob): boolean {
  return OPEN_JOB_STATES.has(status) && Math.abs(ageMs) <= OLDEST_MS;
}

/** It succeeded after the target was read, or before the target lists the tag. */
function hasJustSucceeded({ status, quietMs }: SyncJob): boolean {
  const state = copyStateOf(status);
  return (state === 'succeeded' || state === 'untouched') && quietMs !== undefined && quietMs <= SETTLING_MS;
}
