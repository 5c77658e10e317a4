import { digestOf } from '../digest.ts';
import { flag, number, object, oneOf, optional, text, type Read } from '../reader.ts';
import { writeTag, type Organizations } from './repositories.ts';

/** The states of a synchronization job. SWR, "Obtaining Image Synchronization Task Information". */
export const JOB_STATUSES = ['waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed'] as const;

/** One of the states of a synchronization job. */
export type JobStatus = (typeof JOB_STATUSES)[number];

/**
 * How a job ends, as a seed says. The first five are the job's final status. `stuck` stays `running`; `lie` reports success
 * and copies nothing; `wrong-digest` reports success and writes another digest; `silent` copies and is never listed.
 */
export const JOB_OUTCOMES = [
  'success',
  'failed',
  'timeout',
  'cancel',
  'existed',
  'stuck',
  'lie',
  'wrong-digest',
  'silent',
] as const;

/** Synchronization of one tag. Its status follows from the time; only how it ended is stored. Times are the server's. */
export interface SyncJob {
  readonly id: number;
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
  readonly remoteRegionId: string;
  readonly remoteNamespace: string;
  readonly override: boolean;
  /** `past`: comes from the seed and never changes. */
  readonly outcome: (typeof JOB_OUTCOMES)[number] | 'past';
  readonly createdAt: number;
  /** When `waiting` becomes `running`. */
  readonly runsAt: number;
  /** When the job ends; Infinity if it never does. */
  readonly endsAt: number;
  /** How long after its end the tag appears in the target. */
  readonly lagMs: number;
  /** Undefined until the job has ended. */
  finalStatus: JobStatus | undefined;
  /** The tag that is written to the target when the lag is over. */
  pendingWrite: PendingWrite | undefined;
}

interface PendingWrite {
  readonly digest: string;
  readonly at: number;
}

/** What the jobs read and change; a Cloud has these fields. */
interface JobsState {
  readonly jobs: readonly SyncJob[];
  readonly regions: ReadonlyMap<string, { readonly organizations: Organizations }>;
}

/** The status of a job at a time. Call `settleJobs` for that time first. */
export function jobStatusAt(job: SyncJob, now: number): JobStatus {
  return job.finalStatus ?? (now < job.runsAt ? 'waiting' : 'running');
}

/** When the status of a job last changed. Call `settleJobs` first. */
export function jobUpdatedAt(job: SyncJob, now: number): number {
  if (job.finalStatus !== undefined) return job.endsAt;
  return now < job.runsAt ? job.createdAt : job.runsAt;
}

function findDigest(state: JobsState, region: string, namespace: string, job: SyncJob): string | undefined {
  return state.regions.get(region)?.organizations.get(namespace)?.get(job.repository)?.tags.get(job.tag)?.digest;
}

/** Decides how a job ends. Reads the source only now: a tag that moved while the job ran is copied as it is now. */
function finishJob(state: JobsState, job: SyncJob): void {
  if (job.outcome === 'past' || job.outcome === 'stuck') return;
  if (job.outcome === 'lie') job.finalStatus = 'success';
  else if (job.outcome !== 'success' && job.outcome !== 'silent' && job.outcome !== 'wrong-digest') {
    job.finalStatus = job.outcome;
  } else {
    const source = findDigest(state, job.region, job.namespace, job);
    if (source === undefined) job.finalStatus = 'failed';
    else if (!job.override && findDigest(state, job.remoteRegionId, job.remoteNamespace, job) !== undefined) {
      job.finalStatus = 'existed';
    } else {
      job.finalStatus = 'success';
      const digest = job.outcome === 'wrong-digest' ? digestOf(`something else than ${source}`) : source;
      job.pendingWrite = { digest, at: job.endsAt + job.lagMs };
    }
  }
}

function applyWrite(state: JobsState, job: SyncJob, { digest, at }: PendingWrite): void {
  job.pendingWrite = undefined;
  const target = { namespace: job.remoteNamespace, repository: job.repository, tag: job.tag };
  writeTag(state.regions.get(job.remoteRegionId)?.organizations, target, digest, at);
}

/** When the next event of a job is due: its write, its end, or Infinity. */
function nextEventAt(job: SyncJob): number {
  return job.pendingWrite?.at ?? (job.finalStatus === undefined ? job.endsAt : Number.POSITIVE_INFINITY);
}

/**
 * Applies all job events that were due by `now`, in the order of their times. Called before every request and snapshot, so
 * that no timers are needed and a virtual clock may jump.
 */
export function settleJobs(state: JobsState, now: number): void {
  // Sort once: a cloud may have thousands of jobs, and most of them have ended.
  const due = state.jobs.filter((job) => nextEventAt(job) <= now).toSorted(byNextEvent);
  for (let next = 0; next < due.length; next++) {
    const job = due[next];
    if (job === undefined) return;
    if (job.pendingWrite === undefined) finishJob(state, job);
    else applyWrite(state, job, job.pendingWrite);
    // The write of a job that has just ended may also be due: insert it in order.
    if (nextEventAt(job) > now) continue;
    let position = next + 1;
    for (let other = due[position]; other !== undefined && byNextEvent(other, job) < 0; other = due[position]) {
      position += 1;
    }
    due.splice(position, 0, job);
  }
}

function byNextEvent(left: SyncJob, right: SyncJob): number {
  return nextEventAt(left) - nextEventAt(right) || left.id - right.id;
}

/** An entry of `jobs` in a region's seed: a job that existed before the emulator started. */
export const pastJobSeed = object({
  namespace: text(),
  repository: text(),
  tag: text(),
  remoteRegionId: text(),
  remoteNamespace: text(),
  status: oneOf(...JOB_STATUSES),
  secondsAgo: optional(number()),
  override: optional(flag),
});

/** Creates a job from an entry of `jobs` in a seed. The caller sets the id. */
export function createPastJob(seed: Read<typeof pastJobSeed>, region: string, now: number): SyncJob {
  const { secondsAgo, status, override, ...place } = seed;
  const at = now - (secondsAgo ?? 3600) * 1000;
  const times = { createdAt: at, runsAt: at, endsAt: at, lagMs: 0 };
  const end = { finalStatus: status, outcome: 'past', pendingWrite: undefined } as const;
  return { ...place, ...times, ...end, id: 0, region, override: override ?? false };
}
