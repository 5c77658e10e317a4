/** Synchronization jobs as SWR lists them. */
import * as v from 'valibot';
import type { ReplyHead } from '../http/transport.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** The states of a job that has not ended. */
export const OPEN_JOB_STATES: ReadonlySet<string> = new Set(['waiting', 'running']);

/** The states of a job that has failed. Jobs end with `success` and `existed` as well; the digest decides then. */
export const FAILED_JOB_STATES: ReadonlySet<string> = new Set(['failed', 'timeout', 'cancel']);

/** A synchronization job of one tag. */
export interface SyncJob {
  readonly id: string;
  readonly tag: string;
  /** `waiting`, `running`, `success`, `failed`, `timeout`, `cancel`, `existed`. */
  readonly status: string;
  /** Of the target, as is the organization. */
  readonly region: string;
  readonly organization: string;
  /** Whether it replaces what the target has; false where the list does not say. */
  readonly override: boolean;
  /** Time since its creation, by the cloud's own clock; undefined where the reply does not tell. */
  readonly ageMs: number | undefined;
  /** Time since its last change of state, likewise. */
  readonly quietMs: number | undefined;
}

const JobSchema = v.object({
  id: v.union([v.number(), v.string()]),
  tag: v.string(),
  status: v.string(),
  remoteRegionId: v.string(),
  remoteNamespace: v.string(),
  override: optionalOrUndefined(v.boolean()),
  createdAt: optionalOrUndefined(v.string()),
  updatedAt: optionalOrUndefined(v.string()),
});

function jobOf(job: v.InferOutput<typeof JobSchema>, { headers }: ReplyHead): SyncJob {
  // All times are the cloud's: the clock of this machine may be wrong.
  const since = (moment = ''): number | undefined => {
    const ms = Date.parse(headers['date'] ?? '') - Date.parse(moment);
    return Number.isNaN(ms) ? undefined : ms;
  };
  return {
    id: String(job.id),
    tag: job.tag,
    status: job.status.toLowerCase(),
    region: job.remoteRegionId,
    organization: job.remoteNamespace,
    override: job.override ?? false,
    ageMs: since(job.createdAt),
    quietMs: since(job.updatedAt),
  };
}

const JobsSchema = v.nullish(v.array(JobSchema), []);

/** Reads a page of the list. Its Date header is what the ages of the jobs are counted from. */
export function jobsOf(body: unknown, reply: ReplyHead): readonly SyncJob[] {
  return parseWith(JobsSchema)(body).map((job) => jobOf(job, reply));
}
