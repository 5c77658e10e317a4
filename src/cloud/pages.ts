/**
 * Reads the pages of a list, and asks for smaller ones where the service refuses a size, or where a page of that size is
 * too large to be accepted or does not arrive in time. So no list is unreadable because of its size.
 */
import { copyFailure, type ErrorCode, Failure, failureOf } from '../errors.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { PlainCall } from './caller.ts';
import { isPageRefusal, refusedFailure, TOO_LARGE_STATUSES } from './reply-rules.ts';

/** A page to read. */
export interface PageRequest {
  /** Entries to skip. */
  readonly offset: number;
  /** The most entries that the page may have; the service may give fewer. */
  readonly limit: number;
  /** Whether a smaller page is asked for where this one is refused, too large or too slow; false if left out. */
  readonly canShrink?: boolean | undefined;
}

/** Failures that a smaller page may avoid. */
const TOO_MUCH: ReadonlySet<ErrorCode> = new Set(['reply-too-large', 'request-timeout']);

/** The service refuses a page, and may accept a smaller one. */
class PageRefused extends Failure {}

/**
 * The largest reply that is read of a list. The slowest JSON of this size stops the event loop for a third of a second, a
 * list of tags for less than 50 ms.
 */
export const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** The limits of a {@link Call} for a page: one that is too large or too slow fails at once where it can shrink. */
export function pageLimits({
  canShrink = false,
}: PageRequest): Pick<PlainCall<unknown>, 'noRetryAfter' | 'noRetryStatuses' | 'maxReplyBytes'> {
  const shrinking = { noRetryAfter: TOO_MUCH, noRetryStatuses: TOO_LARGE_STATUSES };
  return { maxReplyBytes: MAX_LIST_BYTES, ...(canShrink ? shrinking : {}) };
}

/** {@link refusedFailure} for a page: where the size was refused, {@link createPageReader} asks for a smaller one. */
export function refusedPage(doing: string, error: ServiceError, hint?: string): Failure {
  const failure = refusedFailure(doing, error, hint);
  return isPageRefusal(error) ? copyFailure(failure, {}, PageRefused) : failure;
}

/**
 * Makes a function that reads the page at an offset.
 *
 * @param sizes the page sizes to ask for, largest first. The function keeps to a smaller one after it has worked, so one
 * that is kept does not ask for the larger one again.
 * @param read rejects as {@link Client.send} does, or with {@link refusedPage}. What the function is given besides the offset
 * is handed on, for lists with filters: the sizes that work are those of the list.
 * @param isList false for a page that says that there is no list yet: it says nothing about sizes, and until there is a
 * list, only the smallest page is asked for.
 */
export function createPageReader<P, F extends readonly unknown[] = []>(
  sizes: readonly [number, ...number[]],
  read: (page: PageRequest, ...filter: F) => Promise<P>,
  isList: (page: P) => boolean = () => true,
): (offset: number, ...filter: F) => Promise<P> {
  let current = 0;
  let isAbsent = false;
  return async (offset, ...filter) => {
    let reason: Failure | undefined;
    for (let index = isAbsent ? sizes.length - 1 : current; ; index++) {
      const limit = sizes[index] ?? sizes[0];
      const canShrink = index < sizes.length - 1;
      try {
        const page = await read({ offset, limit, canShrink }, ...filter);
        const wasAbsent = isAbsent;
        isAbsent = !isList(page) && !canShrink;
        if (isList(page) && !wasAbsent) current = Math.max(current, index);
        return page;
      } catch (error) {
        const failure = failureOf(error);
        // Without time for a smaller page, what was wrong with the larger one is what counts.
        if (failure.code === 'timeout' && reason !== undefined) throw reason;
        if (!canShrink || !(TOO_MUCH.has(failure.code) || failure instanceof PageRefused)) throw error;
        reason = failure;
      }
    }
  };
}
