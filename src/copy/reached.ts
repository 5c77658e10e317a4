/** Copies of a plan that are done already, so that a plan can be applied again. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import type { CopySpec } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import type { TagSnapshot } from './digest-reader.ts';
import type { TargetReading } from './target-reading.ts';

/**
 * Settles the copies of a plan whose targets show their digests: `unchanged`, whatever the source has by now.
 * @returns the others
 */
export async function settleReached(
  items: CopyWork['items'],
  readTarget: TargetReading,
  context: StepContext<unknown>,
): Promise<ReadonlyMap<CopySpec, Item>> {
  const planned = [...items.keys()].filter(isPlanned).map((spec) => spec.target.tag);
  return planned.length === 0 ? items : settleShown(items, context, await readTarget.read(planned));
}

/** {@link settleReached} by a snapshot of the target. */
export function settleShown(
  items: ReadonlyMap<CopySpec, Item>,
  context: StepContext<unknown>,
  { digests, locations }: TagSnapshot,
): ReadonlyMap<CopySpec, Item> {
  const open = new Map(items);
  for (const [spec, item] of items) {
    const { tag } = spec.target;
    const { digest } = spec.source;
    if (!isPlanned(spec) || digest === undefined || digests.get(tag) !== digest) continue;
    context.settle(item, { kind: 'unchanged', digest, locations: locations.get(tag) });
    open.delete(spec);
  }
  return open;
}

/** Whether the copy is one of a plan, and not one of inputs. */
function isPlanned({ target }: CopySpec): boolean {
  return target.present !== undefined;
}
