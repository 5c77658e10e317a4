/**
 * The synchronization jobs of the source repository: a hint about what the cloud is doing, never the proof.
 *
 * The trigger gives no job id back and the list cannot be filtered, so the jobs that are there before anything is sent
 * are remembered, and only others can be ours, or those of them that a route adopts because they are still at work.
 * That holds whatever the clocks say.
 */
import type { JobPage, Repository } from '../../cloud/swr.ts';
import { OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import { waitAtMost } from '../../clock.ts';
import { failureOf } from '../../errors.ts';
import type { Context } from '../../engine/step.ts';
import { createHints, type Hints } from './job-status.ts';

export interface JobFeed {
  /**
   * Remembers the jobs that are not ours, and gives them, as far as any of them may still be at work. Call it before
   * anything is sent; it reads only once, and not for long: the hint does not hold up the work.
   */
  begin(context: Context): Promise<readonly SyncJob[]>;
  /** From now on this job of an earlier request is told of as well. */
  adopt(job: SyncJob): void;
  /** Whether any job of this run was seen, so that the list can be trusted to show them. */
  hasShownAny(): boolean;
  /** None where they cannot be read. Routes that ask while another is asking, or shortly after, share one reading. */
  read(context: Context): Promise<Jobs>;
}

export interface Jobs {
  /** Of those since {@link JobFeed.begin}. */
  readonly fresh: Hints;
  /** The adopted ones, by id. */
  readonly adopted: ReadonlyMap<string, SyncJob>;
}

/** A page serves most runs. Where one is not enough, the pages are as large as those of tags may be, if the cloud allows it. */
const PAGE = 100;
const LARGE_PAGE = 1000;
/** A list that takes longer than this is done without. */
const BEGIN_MS = 5000;
/** Looks of several routes that fall together are served by one list. */
const FRESH_MS = 500;
/** 50 pages hold more jobs than one run can start within a deadline; a list that goes on for ever is not followed. */
const MAX_PAGES = 50;

/** `most`: as many jobs as this run may start. */
export function createJobFeed(origin: Repository & { readonly region: string }, most = 0): JobFeed {
  /** By id. */
  let begun: Promise<ReadonlyMap<string, SyncJob> | undefined> | undefined;
  let latest: { readonly jobs: Promise<Jobs>; endedAt?: number } | undefined;
  let hasShown = false;
  /** How many jobs of this run the last reading found; undefined before it. */
  let found: number | undefined;
  let isLargeRefused = false;
  /** By id, as they were last seen. */
  const adopted = new Map<string, SyncJob>();

  /** The pages of the list from its start, for as long as `isWanted` says so of what has been read. */
  async function readPages(
    context: Context,
    size: { readonly first: number; readonly rest: number; readonly known: number },
    isWanted: (jobs: readonly SyncJob[]) => boolean,
  ): Promise<boolean> {
    let limit = isLargeRefused ? PAGE : size.first;
    const swr = await context.cloud.swr(origin.region);
    // What is known to be there is asked for together: a look must not last as long as all its pages.
    const ahead = new Map<number, Promise<JobPage | undefined>>();
    for (let offset = 0; offset < size.known && ahead.size < MAX_PAGES; offset += limit) {
      const page = swr.syncJobPage(origin, { offset, limit });
      page.catch(() => undefined); // Awaited below, unless an earlier one fails first.
      ahead.set(offset, page);
    }
    for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
      const page = await (ahead.get(offset) ?? swr.syncJobPage(origin, { offset, limit }));
      if (page === undefined && limit === PAGE) return false;
      if (page === undefined) {
        [limit, isLargeRefused] = [PAGE, true];
        ahead.clear();
        continue;
      }
      offset += page.jobs.length;
      // The documents name no largest page: one that holds fewer than were asked for may have been cut.
      const isLast = offset >= (page.total ?? (page.jobs.length < PAGE ? 0 : Infinity));
      if (!isWanted(page.jobs) || isLast || page.jobs.length === 0) break;
      limit = isLargeRefused ? PAGE : size.rest;
    }
    return true;
  }

  /** Undefined where the list cannot be read: then old jobs cannot be told from ours, and no job is listened to. */
  async function remember(context: Context): Promise<ReadonlyMap<string, SyncJob> | undefined> {
    const all = new Map<string, SyncJob>();
    try {
      const isListed = await readPages(context, { first: PAGE, rest: PAGE, known: 0 }, (jobs) => {
        for (const job of jobs) all.set(job.id, job);
        // Jobs end about in the order in which they began: behind a page without an open one there is none.
        return jobs.some(isOpen);
      });
      if (isListed) return all;
      context.log.info(`  ${origin.region} does not list its synchronization jobs: the digests alone will tell.`);
    } catch (error) {
      context.log.info(`  The digests alone will tell: ${hinderance(error)}`);
    }
    return undefined;
  }

  async function readNow(context: Context): Promise<Jobs> {
    const before = await begun;
    const fresh = createHints();
    if (before === undefined) return { fresh, adopted };
    const ids = new Set<string>();
    // Those that have ended do not change any more.
    const sought = new Set([...adopted.values()].filter(isOpen).map(({ id }) => id));
    const first = (found ?? most) > PAGE ? LARGE_PAGE : PAGE;
    try {
      const isListed = await readPages(context, { first, rest: LARGE_PAGE, known: found ?? 0 }, (jobs) => {
        const unknown = jobs.filter(({ id }) => !before.has(id) && !ids.has(id));
        for (const job of unknown) {
          ids.add(job.id);
          fresh.add(job);
        }
        for (const job of jobs) if (sought.delete(job.id)) adopted.set(job.id, job);
        hasShown ||= unknown.length > 0;
        // Newest first: behind a page with an old job on it there is nothing new.
        return unknown.length === jobs.length || sought.size > 0;
      });
      // Not sought for again: the way to the end of a long list is not to be gone at every look.
      found = ids.size;
      for (const id of sought) {
        const job = adopted.get(id);
        if (isListed && job !== undefined) adopted.set(id, { ...job, status: 'no longer listed' });
      }
    } catch (error) {
      hinderance(error);
    }
    return { fresh, adopted };
  }

  return {
    async begin(context) {
      const earlier = await (begun ??= waitAtMost(context.clock, BEGIN_MS, remember(context)));
      return [...(earlier?.values() ?? [])];
    },
    adopt(job) {
      adopted.set(job.id, job);
    },
    hasShownAny: () => hasShown,
    read(context) {
      const { clock } = context;
      const isStale = latest?.endedAt !== undefined && clock.now() - latest.endedAt > FRESH_MS;
      if (latest !== undefined && !isStale) return latest.jobs;
      const reading: typeof latest = { jobs: readNow(context) };
      latest = reading;
      const end = (): void => {
        reading.endedAt = clock.now();
      };
      reading.jobs.then(end, end);
      return reading.jobs;
    },
  };
}

function isOpen({ status }: SyncJob): boolean {
  return OPEN_JOB_STATES.has(status);
}

/** Why the hint could not be had. What concerns the whole run, or is a bug, is not for this place to endure. */
function hinderance(error: unknown): string {
  const failure = failureOf(error);
  if (failure.kind === 'unavailable' || failure.kind === 'refused' || failure.kind === 'timeout')
    return failure.message;
  throw failure;
}
