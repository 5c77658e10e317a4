/**
 * The synchronization jobs of the source repository: a hint about what the cloud is doing, never the proof.
 *
 * The trigger gives no job id back and the list cannot be filtered, so the jobs that are there before anything is sent
 * are remembered, and only others can be ours. That holds whatever the clocks say.
 */
import type { Repository, SyncJob } from '../../cloud/swr.ts';
import { within } from '../../clock.ts';
import { failureOf } from '../../failure.ts';
import type { Context } from '../../promotion/step.ts';

export interface JobFeed {
  /**
   * Remembers the jobs that are not ours. Call it before anything is sent; it reads only once, and not for long: the hint
   * does not hold up the work.
   */
  begin(context: Context): Promise<void>;
  /** Whether any job of this run was seen, so that the list can be trusted to show them. */
  hasShownAny(): boolean;
  /**
   * The jobs since {@link begin}, newest first; none where they cannot be read. Routes that ask while another is
   * asking, or shortly after, share one reading.
   */
  read(context: Context): Promise<readonly SyncJob[]>;
}

const PAGE = 100;
/** A list that takes longer than this is done without. */
const BEGIN_MS = 5000;
/** Looks of several routes that fall together are served by one list. */
const FRESH_MS = 500;
/** 50 pages hold more jobs than one run can start within a budget; a list that goes on for ever is not followed. */
const MAX_PAGES = 50;

export function createJobFeed(origin: Repository & { readonly region: string }): JobFeed {
  let known: Promise<ReadonlySet<string> | undefined> | undefined;
  let latest: { readonly jobs: Promise<readonly SyncJob[]>; endedAt?: number } | undefined;
  let hasShown = false;

  /** Undefined where the list cannot be read: then old jobs cannot be told from ours, and no job is listened to. */
  async function remember(context: Context): Promise<ReadonlySet<string> | undefined> {
    try {
      const swr = await context.cloud.swr(origin.region);
      const page = await swr.syncJobPage(origin, { offset: 0, limit: PAGE });
      if (page !== undefined) return new Set(page.jobs.map((job) => job.id));
      context.log.info(`  ${origin.region} does not list its synchronization jobs: the digests alone will tell.`);
    } catch (error) {
      context.log.info(`  The digests alone will tell: ${hinderance(error)}`);
    }
    return undefined;
  }

  async function readNew(context: Context): Promise<readonly SyncJob[]> {
    const before = await known;
    if (before === undefined) return [];
    const found = new Map<string, SyncJob>();
    try {
      const swr = await context.cloud.swr(origin.region);
      for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
        const page = await swr.syncJobPage(origin, { offset, limit: PAGE });
        if (page === undefined) break;
        const fresh = page.jobs.filter((job) => !before.has(job.id) && !found.has(job.id));
        for (const job of fresh) found.set(job.id, job);
        hasShown ||= fresh.length > 0;
        offset += page.jobs.length;
        // Newest first: a page with an old job on it, or one that is not full, is the last one of interest.
        if (fresh.length < page.jobs.length || offset >= (page.total ?? (page.jobs.length < PAGE ? 0 : Infinity)))
          break;
      }
    } catch (error) {
      hinderance(error);
    }
    return [...found.values()];
  }

  return {
    async begin(context) {
      await (known ??= within(context.clock, BEGIN_MS, remember(context)));
    },
    hasShownAny: () => hasShown,
    read(context) {
      const { clock } = context;
      const isStale = latest?.endedAt !== undefined && clock.now() - latest.endedAt > FRESH_MS;
      if (latest !== undefined && !isStale) return latest.jobs;
      const reading: typeof latest = { jobs: readNew(context) };
      latest = reading;
      const end = (): void => {
        reading.endedAt = clock.now();
      };
      reading.jobs.then(end, end);
      return reading.jobs;
    },
  };
}

/** Why the hint could not be had. What concerns the whole run, or is a bug, is not for this place to endure. */
function hinderance(error: unknown): string {
  const failure = failureOf(error);
  if (failure.kind === 'unavailable' || failure.kind === 'refused' || failure.kind === 'timeout')
    return failure.message;
  throw failure;
}
