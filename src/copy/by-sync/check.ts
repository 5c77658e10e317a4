/** What one look at a route asks for: the digests in the target, which prove, and the jobs, which hint. */
import type { Swr } from '../../cloud/swr.ts';
import { waitAtMost } from '../../clock.ts';
import type { Context } from '../../engine/step.ts';
import type { Digests } from './tag-list.ts';
import { type OwnJobs, readOwnJobs, type Sought } from './own-jobs.ts';
import { readTarget, type Route } from '../route.ts';

export interface Looked {
  /** Undefined where there is nothing to prove yet, so that the target was not read. */
  readonly digests: Digests | undefined;
  /** Undefined where the list came too late. */
  readonly jobs: OwnJobs | undefined;
}

/** The proof does not wait for the hint: a list that comes later than this after the digests waits for the next look. */
const JOBS_LATE_MS = 1000;

/** The list may be stale, or lie: however busy all jobs seem, the target is read at one look in so many. */
const LOOKS_A_PROOF = 8;

/**
 * Looks at the tags that are still open. As long as each of them has its job at work, the list of jobs alone is read,
 * which all routes share; the target is read as soon as one has not, and on the deadline.
 */
export function createLook(route: Route, context: Context, target: Swr): (open: readonly Sought[]) => Promise<Looked> {
  const { clock, deadline } = context;
  /** Looks since the target was read; undefined unless all jobs were at work when they were last seen. */
  let unproved: number | undefined;

  return async (open) => {
    const read = (): Promise<Digests> =>
      readTarget(
        route,
        target,
        open.map(({ tag }) => tag),
      );
    if (unproved !== undefined && unproved + 1 < LOOKS_A_PROOF && clock.now() < deadline.waitUntil) {
      const jobs = await waitAtMost(clock, JOBS_LATE_MS, readOwnJobs(route, context));
      const areAtWork = jobs !== undefined && open.every(jobs.isAtWork);
      unproved = areAtWork ? unproved + 1 : undefined;
      return { digests: areAtWork ? undefined : await read(), jobs };
    }
    // The proof is asked for first, so that the hint never stands before it in the queue of requests.
    const [proof, hint] = [read(), readOwnJobs(route, context)];
    hint.catch(() => undefined); // Awaited below, unless reading the digests fails first.
    const digests = await proof;
    const jobs = await waitAtMost(clock, JOBS_LATE_MS, hint);
    unproved = jobs !== undefined && open.every(jobs.isAtWork) ? 0 : undefined;
    return { digests, jobs };
  };
}
