/** What SWR's synchronization jobs say about copies. */
import { FAILED_JOB_STATES, OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import type { CopyState, CopyStatus } from '../copier.ts';
import type { TagRef } from '../copy-spec.ts';

/** The statuses of jobs by target tag; those of several jobs for one tag are combined. */
export interface JobStatuses {
  /** Undefined where no job is listed. */
  of(target: TagRef): CopyStatus | undefined;
  /** Adds a job; newest first. */
  add(job: SyncJob): void;
}

/** What a status of SWR means; `success` and `existed` have yet to be proved by the digest. */
export function copyStateOf(word: string): CopyState {
  if (OPEN_JOB_STATES.has(word)) return 'running';
  if (FAILED_JOB_STATES.has(word)) return 'failed';
  if (word === 'existed') return 'untouched';
  return word === 'success' ? 'succeeded' : 'unknown';
}

/** The status of one job. */
export function jobStatusOf({ status }: Pick<SyncJob, 'status'>): CopyStatus {
  const state = copyStateOf(status);
  return { state, word: status, isRunning: state === 'running' };
}

/** Collects statuses without keeping the jobs, of which there may be tens of thousands. */
export function createJobStatuses(): JobStatuses {
  const byTarget = new Map<string, CopyStatus>();
  return {
    add(job) {
      const key = keyOf(job.region, job.organization, job.tag);
      const [newer, added] = [byTarget.get(key), jobStatusOf(job)];
      byTarget.set(key, newer === undefined ? added : combine(newer, added));
    },
    of: ({ region, namespace, tag }) => byTarget.get(keyOf(region, namespace, tag)),
  };
}

/** The parts hold no slash or colon. */
function keyOf(region: string, namespace: string, tag: string): string {
  return `${region}/${namespace}:${tag}`;
}

/** Somebody else may have requested the same copy, so the job that may still complete the copy counts. */
function combine(newer: CopyStatus, older: CopyStatus): CopyStatus {
  const { state, word } = statusRank(older.state) > statusRank(newer.state) ? older : newer;
  return { state, word, isRunning: newer.isRunning && older.isRunning };
}

function statusRank(state: CopyState): number {
  if (state === 'failed') return 0;
  return state === 'succeeded' || state === 'untouched' ? 1 : 2;
}
