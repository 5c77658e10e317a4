/** Synchronization jobs as SWR lists them. */
import * as v from 'valibot';
import type { ReplyHead } from '../http/transport.ts';
import { optionalOrUndefined, readEntries } from './schema.ts';

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
  /** Time since its creation, by the cloud's own clock; undefined where the reply or the job does not say. */
  readonly ageMs: number | undefined;
  /** Time since its last change of state, likewise. */
  readonly quietMs: number | undefined;
}

/** A page of the list of jobs. */
export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly SyncJob[];
  /** How many entries the page has, those that could not be read included; as many as `jobs` if not given. */
  readonly entries?: number;
  readonly total?: number | undefined;
}

const JobSchema = v.object({
  // A number that JavaScript cannot represent arrives as text: see parseJson.
  id: v.union([v.number(), v.string()]),
  namespace: optionalOrUndefined(v.string()),
  repoName: optionalOrUndefined(v.string()),
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
    // A time without a zone would be read as one of this machine.
    if (!/(?:Z|[+-]\d\d:?\d\d)$/i.test(moment)) return undefined;
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

/**
 * Reads a page of the list. Its Date header is what the ages of the jobs are counted from. Left out are entries that cannot be
 * read and jobs of another repository; `entries` counts them.
 */
export function jobsOf(
  body: unknown,
  reply: ReplyHead,
  source: { readonly namespace: string; readonly repository: string },
): { readonly jobs: readonly SyncJob[]; readonly entries: number } {
  const { read, entries } = readEntries(JobSchema, body);
  const own = read.filter(
    ({ namespace = source.namespace, repoName = source.repository }) =>
      namespace === source.namespace && repoName.replaceAll('$', '/') === source.repository,
  );
  return { jobs: own.map((job) => jobOf(job, reply)), entries };
}
