/**
 * The synchronization jobs of a source repository. They say what SWR is doing, and prove nothing.
 *
 * A synchronization request returns no job id and the list has no filter, so the jobs that exist before anything is sent
 * are remembered: only others can be of this run, and only those that are not older than it by the clock of the cloud.
 */
import { waitAtMost } from '../../clock.ts';
import { createPageReader, type PageRequest } from '../../cloud/pages.ts';
import type { Swr } from '../../cloud/swr.ts';
import { OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import type { RunContext } from '../../engine/step.ts';
import { concernsOneRequest, failureOf } from '../../errors.ts';
import { once, shareInFlight } from '../../share.ts';
import type { RepositoryRef } from '../copy-spec.ts';
import { createJobStatuses, type JobStatuses } from './job-status.ts';

/** Distinguishes the jobs of this run from those of earlier requests. */
export interface JobTracker {
  /**
   * Remembers the jobs of earlier requests, once; call it before anything is sent. A list that takes longer than 5 s is
   * done without.
   * @returns those jobs, as far as any of them may still be running
   */
  snapshot(): Promise<readonly SyncJob[]>;
  /** Also tracks this job of an earlier request from now on. */
  attach(job: SyncJob): void;
  /** Whether any job of this run was listed, so that one that is not listed probably was not accepted. */
  hasListedAny(): boolean;
  /** Reads the list, or uses one that is being read or was read a moment ago. Empty where it cannot be read. */
  read(): Promise<TrackedJobs>;
}

/** What one reading of the job list showed. */
export interface TrackedJobs {
  /** The jobs since {@link JobTracker.snapshot}. */
  readonly own: JobStatuses;
  /** The attached jobs by id, as they were last listed. */
  readonly attached: ReadonlyMap<string, SyncJob>;
}

/** One page of the usual size serves most runs; runs with more jobs ask for large ones. SWR documents no limit. */
const PAGE = 100;
const SNAPSHOT_MS = 5000;
/** How long a list serves further targets. */
const FRESH_MS = 500;
/** The Date header has whole seconds, and times may be rounded. */
const AGE_SLACK_MS = 2000;
/** A list that never ends is not read further. */
const MAX_PAGES = 50;

/** `expectedJobs`: as many as this run may start. */
export function createJobTracker(
  source: RepositoryRef,
  expectedJobs: number,
  { clock, log, swr }: Pick<RunContext<unknown>, 'clock' | 'log'> & { readonly swr: () => Promise<Swr> },
): JobTracker {
  let hasListed = false;
  /** How many jobs of this run the last list had; undefined before it. */
  let listedJobs: number | undefined;
  const attached = new Map<string, SyncJob>();
  const readPage = async (page: PageRequest) => ({
    page: await (await swr()).syncJobPage(source, page),
    limit: page.limit,
  });
  const usualPage = createPageReader([PAGE, 20, 10], readPage);
  const largePage = createPageReader([1000, PAGE, 20, 10], readPage);

  /** Reads pages from the start while `isWanted` says so. @returns false where the region does not offer the list. */
  async function readPages(
    firstPage: typeof usualPage,
    nextPage: typeof usualPage,
    isWanted: (jobs: readonly SyncJob[]) => boolean,
  ): Promise<boolean> {
    for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
      const { page, limit } = await (pages === 0 ? firstPage : nextPage)(offset);
      if (page === undefined) return false;
      const { entries = page.jobs.length } = page;
      offset += entries;
      // No largest page is documented, so a page with fewer jobs than requested may not be the last one.
      const isLast = offset >= (page.total ?? (entries < Math.min(limit, PAGE) ? 0 : Infinity));
      if (!isWanted(page.jobs) || isLast || entries === 0) break;
    }
    return true;
  }

  /** @returns undefined where the list cannot be read: then jobs of earlier requests cannot be distinguished from those of this run. */
  async function readEarlier(): Promise<ReadonlyMap<string, SyncJob> | undefined> {
    const earlier = new Map<string, SyncJob>();
    try {
      const isListed = await readPages(usualPage, usualPage, (jobs) => {
        for (const job of jobs) earlier.set(job.id, job);
        // Jobs end roughly in the order in which they started: behind a page without a running job there is none.
        return jobs.some(isOpen);
      });
      if (isListed) return earlier;
      log.info(`  ${source.region} does not list its synchronization jobs; using digests only.`);
    } catch (error) {
      log.info(`  Using digests only: ${reasonOf(error)}`);
    }
    return undefined;
  }

  let rememberedAt = clock.now();
  const earlierJobs = once(async () => {
    rememberedAt = clock.now();
    const earlier = await waitAtMost(
      clock,
      SNAPSHOT_MS,
      readEarlier().then((jobs) => ({ jobs })),
    );
    if (earlier === undefined) log.info(`  Using digests only: the job list took longer than ${SNAPSHOT_MS / 1000} s.`);
    return earlier?.jobs;
  });
  let isRemembered = false;

  async function readNow(): Promise<TrackedJobs> {
    const own = createJobStatuses();
    const earlier = isRemembered ? await earlierJobs() : undefined;
    if (earlier === undefined) return { own, attached };
    const ids = new Set<string>();
    // Jobs that have ended do not change any more.
    const wanted = new Set([...attached.values()].filter(isOpen).map(({ id }) => id));
    const first = (listedJobs ?? expectedJobs) > PAGE ? largePage : usualPage;
    let isEarlierReached = false;
    try {
      const isListed = await readPages(first, largePage, (jobs) => {
        // Newest first: no job behind an earlier one is of this run.
        const firstEarlier = jobs.findIndex(({ id }) => earlier.has(id));
        const newer = isEarlierReached ? [] : jobs.slice(0, firstEarlier === -1 ? undefined : firstEarlier);
        isEarlierReached ||= firstEarlier !== -1;
        const sinceMs = clock.now() - rememberedAt + AGE_SLACK_MS;
        // A job of unknown age may be older than this run.
        const ours = newer.filter(({ id, ageMs = Infinity }) => !ids.has(id) && ageMs <= sinceMs);
        for (const job of ours) {
          ids.add(job.id);
          own.add(job);
        }
        for (const job of jobs) if (wanted.delete(job.id)) attached.set(job.id, job);
        hasListed ||= ours.length > 0;
        return !isEarlierReached || wanted.size > 0;
      });
      listedJobs = ids.size;
      // Not looked for again, so that a long list is not read to its end at every check.
      for (const id of wanted) {
        const job = attached.get(id);
        if (isListed && job !== undefined) attached.set(id, { ...job, status: 'no longer listed' });
      }
    } catch (error) {
      reasonOf(error); // Without the list, the digests alone decide.
    }
    return { own, attached };
  }

  return {
    async snapshot() {
      isRemembered = true;
      return [...((await earlierJobs())?.values() ?? [])];
    },
    attach(job) {
      attached.set(job.id, job);
    },
    hasListedAny: () => hasListed,
    read: shareInFlight(clock, FRESH_MS, readNow),
  };
}

function isOpen({ status }: SyncJob): boolean {
  return OPEN_JOB_STATES.has(status);
}

/** Why the list could not be read. @throws Failure what concerns the whole run, or is a bug. */
function reasonOf(error: unknown): string {
  const failure = failureOf(error);
  if (concernsOneRequest(failure)) return failure.message;
  throw failure;
}
