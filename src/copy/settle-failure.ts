/** Where a failure ends: at the items that it concerns. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { verdictOf } from '../engine/verdict.ts';
import { concernsOneRequest, failureOf } from '../errors.ts';

/**
 * Makes a failure the verdict of these items.
 * @returns what `work` gives; undefined after a failure
 * @throws Failure what concerns the whole run: credentials, cancellation, a bug
 */
export async function settleFailure<T>(
  work: Promise<T>,
  items: readonly Item[],
  context: StepContext<unknown>,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const failure = failureOf(error);
    if (!concernsOneRequest(failure)) throw failure;
    for (const item of items) {
      if (context.verdictOf(item) !== undefined) continue;
      context.settle(item, verdictOf(failure, context.lastObservation(item)));
    }
    return undefined;
  }
}
