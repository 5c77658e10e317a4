/** Which copies have to be submitted: compares the source's digests with the target's. */
import type { StepContext } from '../engine/step.ts';
import type { CopyTarget } from './copier.ts';
import { describeRepository } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import { describeDigest } from './digest-reader.ts';

/** Settles the tags that the source does not have, because the service would accept them and copy nothing. */
export async function findInSource(
  { items, source: { repository, snapshot } }: CopyWork,
  context: StepContext<unknown>,
): Promise<readonly CopyTarget[]> {
  const { digests, absent } = await snapshot();
  const place = `${describeRepository(repository)} in ${repository.region}`;
  const found: CopyTarget[] = [];
  for (const [spec, item] of items) {
    const { tag } = spec.source;
    const digest = digests.get(tag);
    if (digest === undefined) {
      const reason = absent === undefined ? '' : ` (${absent.reason})`;
      context.settle(item, { kind: 'missing', code: 'tag-missing', message: `${place} has no tag ${tag}${reason}.` });
    } else if (digest === '') {
      const message = `${place} lists tag ${tag} without a digest.`;
      context.settle(item, { kind: 'unavailable', code: 'digest-unreadable', message });
    } else {
      found.push({ item, spec, digest, previousDigest: undefined });
    }
  }
  return found;
}

/** Settles the copies whose target has the digest already, or another one that may not be replaced. */
export async function findDiffering(
  { source: { reader }, target }: CopyWork,
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
): Promise<readonly CopyTarget[]> {
  const tags = copies.map(({ spec }) => spec.target.tag);
  const { digests, locations, absent } = await reader.read(target, tags);
  if (absent?.what === 'organization') {
    context.log.warnOnce(
      `The organization ${target.namespace} was not found in ${target.region}. If it does not exist there, the service accepts the copy all the same and does nothing.`,
    );
  }
  const differing: CopyTarget[] = [];
  for (const copy of copies) {
    const { item, digest, spec } = copy;
    const previousDigest = digests.get(spec.target.tag);
    const places = locations.get(spec.target.tag);
    if (previousDigest === digest) {
      context.settle(item, { kind: 'unchanged', digest, locations: places });
    } else if (!isConflict(context, { ...copy, previousDigest })) {
      differing.push({ ...copy, previousDigest });
      const state =
        previousDigest === undefined
          ? `not in the target yet${absent === undefined ? '' : ` (${absent.reason})`}`
          : `the target has ${describeDigest(previousDigest)}`;
      context.observe(item, state, { digest, previousDigest, locations: places });
    }
  }
  return differing;
}

/** Settles a copy whose target has another digest that may not be replaced. @returns whether it did. */
export function isConflict(context: StepContext<unknown>, { item, spec, digest, previousDigest }: CopyTarget): boolean {
  if (previousDigest === undefined || spec.policy === 'replace') return false;
  const message = `The target has another digest, ${describeDigest(previousDigest)}; set override to true to replace it with ${digest}.`;
  context.settle(item, { kind: 'conflict', code: 'target-differs', digest, previousDigest, message });
  return true;
}
