import type { Cloud, Tag } from '../cloud.ts';
import { writeTag } from './write-tag.ts';
import { digestOf } from '../digest.ts';

/** The states of a synchronization job. SWR, "Obtaining Image Synchronization Task Information". */
export const STATUSES = ['waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed'] as const;

/** One of the states. */
export type JobStatus = (typeof STATUSES)[number];

/**
 * What a job is destined for. `stuck` runs for ever; `lie` says success without moving a byte; `wrong-digest` says
 * success and delivers something else; `silent` delivers without ever being listed.
 */
export const OUTCOMES = [
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

/** One synchronization of one tag. The state is derived from the time; only what happened at the end is written down. */
export interface SyncJob {
  readonly id: number;
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
  readonly remoteRegionId: string;
  readonly remoteNamespace: string;
  readonly override: boolean;
  /** `past`: from the seed, never changes. */
  readonly outcome: (typeof OUTCOMES)[number] | 'past';
  readonly createdAt: number;
  readonly runsAt: number;
  /** Infinity for a job that never ends. */
  readonly endsAt: number;
  /** How long the bytes stay invisible after the end. */
  readonly lagMs: number;
  /** The final state, once decided. */
  final: JobStatus | undefined;
  /** What is on its way to the target, from the end until the lag is over. */
  landing: { readonly digest: string; readonly at: number } | undefined;
}

/** The state of a job as it shows at a time; the cloud must have been settled up to then. */
export function statusAt(job: SyncJob, now: number): JobStatus {
  return job.final ?? (now < job.runsAt ? 'waiting' : 'running');
}

/** When the job last changed its state. */
export function updatedAt(job: SyncJob, now: number): number {
  if (job.final !== undefined) return job.endsAt;
  return now < job.runsAt ? job.createdAt : job.runsAt;
}

function tagIn(cloud: Cloud, region: string, namespace: string, job: SyncJob): Tag | undefined {
  return cloud.regions.get(region)?.organizations.get(namespace)?.get(job.repository)?.tags.get(job.tag);
}

/** Decides the end. The source is read only now, so that a tag moved meanwhile is copied as it is now. */
function finish(cloud: Cloud, job: SyncJob): void {
  if (job.outcome === 'past' || job.outcome === 'stuck') return;
  if (job.outcome === 'lie') job.final = 'success';
  else if (job.outcome !== 'success' && job.outcome !== 'silent' && job.outcome !== 'wrong-digest') {
    job.final = job.outcome;
  } else {
    const source = tagIn(cloud, job.region, job.namespace, job)?.digest;
    if (source === undefined) job.final = 'failed';
    else if (!job.override && tagIn(cloud, job.remoteRegionId, job.remoteNamespace, job) !== undefined) {
      job.final = 'existed';
    } else {
      job.final = 'success';
      const digest = job.outcome === 'wrong-digest' ? digestOf(`something else than ${source}`) : source;
      job.landing = { digest, at: job.endsAt + job.lagMs };
    }
  }
}

function land(cloud: Cloud, job: SyncJob, landing: { readonly digest: string; readonly at: number }): void {
  job.landing = undefined;
  const place = { namespace: job.remoteNamespace, repository: job.repository, tag: job.tag };
  writeTag(cloud.regions.get(job.remoteRegionId), place, landing.digest, landing.at);
}

/** The next thing that happens to a job, if anything is still to come. */
function nextAt(job: SyncJob): number {
  return job.landing?.at ?? (job.final === undefined ? job.endsAt : Number.POSITIVE_INFINITY);
}

/**
 * Lets everything happen that was due up to now, in the order of its time. Called before every look at the cloud, which
 * is why no timers are needed and a virtual clock may jump.
 */
export function settle(cloud: Cloud, now: number): void {
  // Sorted once: a cloud may have many thousands of jobs, most of which have nothing to come.
  const due = cloud.jobs.filter((job) => nextAt(job) <= now).toSorted(inTime);
  for (let next = 0; next < due.length; next++) {
    const job = due[next];
    if (job === undefined) return;
    if (job.landing === undefined) finish(cloud, job);
    else land(cloud, job, job.landing);
    // What has ended may land in the same breath, or between the others.
    if (nextAt(job) > now) continue;
    let place = next + 1;
    for (let other = due[place]; other !== undefined && inTime(other, job) < 0; other = due[place]) place += 1;
    due.splice(place, 0, job);
  }
}

function inTime(left: SyncJob, right: SyncJob): number {
  return nextAt(left) - nextAt(right) || left.id - right.id;
}
