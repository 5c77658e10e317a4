/** Gives tags of a repository further names in it, and nothing else. */
import type { StepContext } from '../engine/step.ts';
import { verdictOf } from '../engine/verdict.ts';
import { concernsOneRequest, failureOf } from '../errors.ts';
import { findInSource, settleMissing } from './compare.ts';
import type { CopyTarget } from './copier.ts';
import type { CopyWork } from './copy-work.ts';
import { giveFound } from './give-name.ts';
import { copyInOrder } from './in-order.ts';
import { settleShown } from './reached.ts';

type RetagWork = Pick<CopyWork, 'source' | 'items' | 'dryRun' | 'pollIntervalMs'>;

/** Brings every item to its verdict. */
export async function retagGroup(work: RetagWork, context: StepContext<unknown>): Promise<void> {
  const { source } = work;
  // Before their order: what is reached needs no other tag.
  const open = settleShown(work.items, context, await source.snapshot());
  await copyInOrder({ source, items: open }, context, (items, watched) => giveAll({ ...work, items }, watched));
}

async function giveAll(work: RetagWork, context: StepContext<unknown>): Promise<void> {
  const { source, items } = work;
  const giveEach = (copies: readonly CopyTarget[]) =>
    Promise.allSettled(copies.map((copy) => giveOrFail(copy, work, context)));
  const giveLate = async (copies: Parameters<typeof findInSource>[2]) => {
    const late = findInSource(work, context, copies, await source.lateSnapshot());
    await settleMissing(work, context, late.missing);
    return giveEach(late.found);
  };
  const { found, missing } = findInSource(work, context, items, await source.snapshot());
  const [atOnce, later] = await Promise.all([giveEach(found), missing.length === 0 ? [] : giveLate(missing)]);
  for (const given of [...atOnce, ...later]) if (given.status === 'rejected') throw given.reason;
}

/** Settles the item. @throws Failure what concerns the whole run: credentials, cancellation, a bug */
async function giveOrFail(
  copy: CopyTarget,
  { source, ...options }: Pick<CopyWork, 'source' | 'dryRun' | 'pollIntervalMs'>,
  context: StepContext<unknown>,
): Promise<void> {
  try {
    await giveFound(copy, source, context, options);
  } catch (error) {
    const failure = failureOf(error);
    if (!concernsOneRequest(failure)) throw failure;
    context.settle(copy.item, verdictOf(failure, context.lastObservation(copy.item)));
  }
}
