/** Which of the listed jobs a tag of a route hangs on. */
import { OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import type { Context } from '../../engine/step.ts';
import type { JobFeed } from './job-tracker.ts';
import { hasEnded, SETTLING_MS } from '../judge.ts';
import type { Route } from '../route.ts';

/** A tag whose job is looked for. */
export interface Sought {
  readonly tag: string;
  /** The id of the job of an earlier request that is followed instead of a request of our own. */
  readonly adopted: string | undefined;
}

/** No stuck job holds up its tag for longer than this: a request of our own is sent instead. */
const OLDEST_MS = 6 * 3_600_000;

/** The earlier job that will do for a tag what a request of this run would do: then none is sent. */
export function jobToAdopt(
  { region, namespace, override }: Pick<Route, 'region' | 'namespace' | 'override'>,
  { tag, previousDigest }: { readonly tag: string; readonly previousDigest: string | undefined },
  earlier: readonly SyncJob[],
): SyncJob | undefined {
  return earlier.find(
    (job) =>
      job.tag === tag &&
      job.region === region &&
      job.organization === namespace &&
      (previousDigest === undefined
        ? isAtWork(job) || isAboutToShow(job)
        : // Without override it will leave alone what is there.
          isAtWork(job) && (job.override || !override)),
  );
}

function isAtWork({ status, ageMs = 0 }: SyncJob): boolean {
  return OPEN_JOB_STATES.has(status) && ageMs <= OLDEST_MS;
}

/** It has ended well a moment ago: after the target was read, or before the target shows it. */
function isAboutToShow({ status, quietMs }: SyncJob): boolean {
  return hasEnded(status) && quietMs !== undefined && quietMs <= SETTLING_MS;
}

export interface OwnJobs {
  /** The status of the job that a tag hangs on; undefined where none is listed. */
  statusOf(sought: Sought): string | undefined;
  /** Whether a job is listed for the tag, and every one that is has yet to end. */
  isAtWork(sought: Sought): boolean;
}

/** Reads the jobs. */
export async function readOwnJobs(
  route: Pick<Route, 'region' | 'namespace'> & { readonly jobs: Pick<JobFeed, 'read'> },
  context: Context,
): Promise<OwnJobs> {
  const { fresh, adopted } = await route.jobs.read(context);
  const statusOf = (sought: Sought): string | undefined =>
    sought.adopted === undefined ? fresh.of(route, sought.tag)?.status : adopted.get(sought.adopted)?.status;
  return {
    statusOf,
    isAtWork(sought) {
      if (sought.adopted === undefined) return fresh.of(route, sought.tag)?.isAtWork === true;
      return OPEN_JOB_STATES.has(statusOf(sought) ?? '');
    },
  };
}
