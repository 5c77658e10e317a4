/** Compares targets with what they should show, and changes nothing. */
import type { StepContext } from '../engine/step.ts';
import { describeRepository } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import { describeDigest } from './digest-reader.ts';

/**
 * Settles every item: `verified`, or `drifted` where the target has no such tag or another digest. A copy without a digest
 * expects the one that its source has now.
 */
export async function verifyGroup(
  { items, source, target }: Pick<CopyWork, 'items' | 'source' | 'target'>,
  context: StepContext<unknown>,
): Promise<void> {
  const specs = [...items.keys()];
  // The source is not read where every digest is known.
  const isPinned = specs.every((spec) => spec.source.digest !== undefined);
  const expected = isPinned ? undefined : await source.snapshot();
  const place = `${describeRepository(source.repository)} in ${source.repository.region}`;
  const { digests, absent } = await source.reader.read(
    target,
    specs.map((spec) => spec.target.tag),
  );
  for (const [spec, item] of items) {
    const { tag } = spec.target;
    const digest = spec.source.digest ?? expected?.digests.get(spec.source.tag);
    const shown = digests.get(tag);
    if (digest === undefined) {
      const message = `${place} has no tag ${spec.source.tag}.`;
      context.settle(item, { kind: 'missing', code: 'tag-missing', message });
    } else if (digest === '' || shown === '') {
      const where = digest === '' ? place : `${describeRepository(target)} in ${target.region}`;
      const message = `${where} lists tag ${digest === '' ? spec.source.tag : tag} without a readable digest.`;
      context.settle(item, { kind: 'unavailable', code: 'digest-unreadable', message });
    } else if (shown === digest) {
      context.settle(item, { kind: 'verified', digest });
    } else {
      const reason = absent === undefined ? '' : ` (${absent.reason})`;
      const message =
        shown === undefined
          ? `The target has no tag ${tag}${reason}; it should show ${digest}.`
          : `The target shows ${describeDigest(shown)} instead of ${digest}.`;
      context.settle(item, { kind: 'drifted', code: 'target-drifted', digest, previousDigest: shown, message });
    }
  }
}
