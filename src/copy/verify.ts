/** Compares targets with what they should show, and changes nothing. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { settleMissing } from './compare.ts';
import { type CopySpec, describeRepository } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import type { TagSnapshot } from './digest-reader.ts';
import { unreadable } from './replace.ts';

/** A group of tags to verify. */
export type VerifyWork = Pick<CopyWork, 'items' | 'source' | 'target'>;

/**
 * Settles every item: `verified`, or `drifted` where the target has no such tag or another digest. A copy without a digest
 * expects the one that its source has now. The source is not read where every digest is known.
 */
export async function verifyGroup(work: VerifyWork, context: StepContext<unknown>): Promise<void> {
  const { source, target } = work;
  const expected = new Map<CopySpec, string>();
  for (const [spec] of work.items) if (spec.source.digest !== undefined) expected.set(spec, spec.source.digest);
  const open = new Map([...work.items].filter(([spec]) => !expected.has(spec)));
  const addFrom = ({ digests, problems }: TagSnapshot): void => {
    for (const [spec, item] of open) {
      const { tag } = spec.source;
      const digest = digests.get(tag);
      if (digest === undefined) continue;
      open.delete(spec);
      if (digest === '') context.settle(item, unreadable({ ...source.repository, tag }, problems?.get(tag)));
      else expected.set(spec, digest);
    }
  };
  if (open.size > 0) addFrom(await source.snapshot());
  if (open.size > 0) addFrom(await source.lateSnapshot());
  if (open.size > 0) await settleMissing(work, context, [...open]);
  if (expected.size === 0) return;
  const snapshot = await source.reader.read(
    target,
    [...expected.keys()].map((spec) => spec.target.tag),
  );
  for (const [spec, digest] of expected) {
    const item = work.items.get(spec);
    if (item !== undefined) settleShown({ spec, item, digest }, snapshot, context);
  }
}

function settleShown(
  { spec: { target }, item, digest }: { readonly spec: CopySpec; readonly item: Item; readonly digest: string },
  { digests, locations, problems, absent }: TagSnapshot,
  context: StepContext<unknown>,
): void {
  const { tag } = target;
  const shown = digests.get(tag);
  if (shown === digest) {
    context.settle(item, { kind: 'verified', digest, locations: locations.get(tag) });
  } else if (shown === '') {
    context.settle(item, { ...unreadable(target, problems?.get(tag)), digest });
  } else {
    const reason = absent === undefined ? '' : ` (${absent.reason})`;
    const state = shown === undefined ? `has no tag ${tag}${reason}; it should show` : `shows ${shown} instead of`;
    const place = `${describeRepository(target)}${shown === undefined ? '' : `:${tag}`} in ${target.region}`;
    const message = `${place} ${state} ${digest}.`;
    context.settle(item, { kind: 'drifted', code: 'target-drifted', digest, previousDigest: shown, message });
  }
}
