/**
 * The fewest requests that a promotion needs: a formula, which uses nothing of a measured run.
 *
 * It takes the polling interval of docs/performance.md without jitter. A target's tags are listed at a poll where a copy to
 * it has just ended, and at the eighth poll after the last list.
 */

/** The largest page of the tag list. The job list is read with pages of this size as well, once it is long. */
const PAGE = 1000;
/** The most tags in one request to copy. The console sends as many; the API documents no limit. */
const BATCH = 50;
/** The default of the input poll-interval. */
const INTERVAL_S = 10;
/** A target is listed at least this often, whatever the job list says. */
const POLLS_PER_LIST = 8;

/** The promotion to compute it for. */
export interface Size {
  readonly tags: number;
  readonly targets: number;
  /** How long the copy of each tag lasts, in seconds; the same in every target. */
  readonly durations: readonly number[];
}

/** Numbers of requests. */
export interface FewestRequests {
  /** The first run, which copies everything. */
  readonly first: number;
  /** The second run, which finds every tag equal. */
  readonly second: number;
  /** Those of the first run that are POST. */
  readonly posts: number;
}

/** The fewest requests for a first and for a second run. */
export function fewestRequests({ tags, targets, durations }: Size): FewestRequests {
  const lists = Math.ceil(tags / PAGE);
  const jobLists = Math.ceil((tags * targets) / PAGE);
  const posts = targets * Math.ceil(tags / BATCH);
  const { polls, pollsWithLists } = countPolls(durations);
  // Before the copies: the source, each target (still empty: one page), and the job list, to distinguish earlier jobs from new ones.
  const before = lists + targets + 1;
  const first = before + posts + polls * jobLists + pollsWithLists * targets * lists;
  return { first, second: lists + targets * lists, posts };
}

/** The polls until the last copy has ended, and those of them that list the targets' tags. */
function countPolls(durations: readonly number[]): { readonly polls: number; readonly pollsWithLists: number } {
  const last = Math.max(...durations);
  let [polls, pollsWithLists, before, sinceList] = [0, 0, 0, 0];
  while (before < last) {
    const now = before + intervalAfter(before);
    polls += 1;
    const hasEnded = durations.some((duration) => duration > before && duration <= now);
    sinceList = hasEnded || sinceList + 1 === POLLS_PER_LIST ? 0 : sinceList + 1;
    if (sinceList === 0) pollsWithLists += 1;
    before = now;
  }
  return { polls, pollsWithLists };
}

/** The polling interval after so many seconds, in seconds and without jitter, with the default poll-interval. */
export function intervalAfter(waited: number): number {
  return Math.min(INTERVAL_S, Math.max(1, Math.min(waited / 5, 2 * Math.sqrt(waited / 10))));
}
