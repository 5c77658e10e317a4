/** Gives tags of a repository further names in it, and nothing else. */
import type { StepContext } from '../engine/step.ts';
import { allEnded } from '../share.ts';
import { findInSource, settleMissing, type SourceTags } from './compare.ts';
import type { CopyTarget } from './copier.ts';
import type { CopyWork } from './copy-work.ts';
import { giveFound } from './give-name.ts';
import { copyInOrder } from './in-order.ts';
import { settleShown } from './reached.ts';
import { settleFailure } from './settle-failure.ts';

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
    allEnded(copies.map((copy) => settleFailure(giveFound(copy, source, context, work), [copy.item], context)));
  const giveLate = async (copies: SourceTags['missing']) => {
    const late = findInSource(work, context, copies, await source.lateSnapshot());
    await settleMissing(work, context, late.missing);
    await giveEach(late.found);
  };
  const { found, missing } = findInSource(work, context, items, await source.snapshot());
  await allEnded([giveEach(found), missing.length === 0 ? Promise.resolve() : giveLate(missing)]);
}
