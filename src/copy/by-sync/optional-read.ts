/** Reads that copying can do without. */
import { type Clock, waitAtMost } from '../../clock.ts';
import { concernsOneRequest, failureOf } from '../../errors.ts';

const OPTIONAL_MS = 10_000;

/**
 * What is read; undefined where that takes longer than 10 s or is not permitted or available.
 * @throws Failure what concerns the whole run: credentials, cancellation, a bug
 */
export async function readOptional<T>(clock: Clock, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await waitAtMost(clock, OPTIONAL_MS, reading);
  } catch (error) {
    const failure = failureOf(error);
    if (concernsOneRequest(failure)) return undefined;
    throw failure;
  }
}
