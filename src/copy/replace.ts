/** Whether what a tag shows now may be replaced. It is decided for each tag by itself. */
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import { once } from '../share.ts';
import type { CopyTarget } from './copier.ts';
import { type CopySpec, describeRepository, NONE, NOT_PLANNED, type RepositoryRef, type TagRef } from './copy-spec.ts';
import type { CopySource } from './copy-work.ts';
import type { DigestProblem, TagListing } from './digest-reader.ts';
import { decideMove, versionFor } from './moving-tag.ts';

/** A copy, and what its target shows. */
type Compared = Pick<CopyTarget, 'spec' | 'digest' | 'previousDigest'>;

/** Gives the verdict of a copy that is not made because of what its target has; undefined where it is made. */
export type Decide = (copy: Compared, problem?: DigestProblem) => Promise<Verdict | undefined>;

/** Decides about copies into one repository, whose list is read to its end at most once. */
export function createDecide(source: Pick<CopySource, 'reader' | 'tagsWith'>, target: RepositoryRef): Decide {
  const listing = once(() => source.reader.list(target));
  return async ({ spec, digest, previousDigest }, problem) => {
    if (previousDigest === '') return unreadable(spec.target, problem);
    if ((spec.target.present ?? previousDigest ?? NONE) !== (previousDigest ?? NONE))
      return movedTarget(spec, digest, previousDigest);
    if (previousDigest === undefined || spec.policy === 'replace') return undefined;
    if (spec.policy === 'forward')
      return judgeMove(spec.target, { digest, previousDigest }, await source.tagsWith(digest), await listing());
    const message = `The target has another digest, ${previousDigest}; set override to true to replace it with ${digest}.`;
    return { kind: 'conflict', code: 'target-differs', digest, previousDigest, message };
  };
}

/** Settles the copies that are not made because of what their targets have. @returns the others */
export async function settleBlocked(
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
  decide: Decide,
): Promise<readonly CopyTarget[]> {
  const made: CopyTarget[] = [];
  for (const copy of copies) {
    const verdict = await decide(copy);
    if (verdict === undefined) made.push({ ...copy, mayReplace: copy.previousDigest !== undefined });
    else context.settle(copy.item, verdict);
  }
  return made;
}

/** The verdict of a moving tag that does not move; undefined where it does. */
function judgeMove(
  { region, tag }: TagRef,
  { digest, previousDigest }: { readonly digest: string; readonly previousDigest: string },
  next: readonly string[],
  listing: TagListing,
): Verdict | undefined {
  const details = { digest, previousDigest };
  // It may be the highest version of the present digest.
  const doubtful = listing.unreadable.find((name) => versionFor(tag, [name]) !== undefined);
  if (doubtful !== undefined) {
    const message = `${region} lists ${doubtful} without a readable digest, so which version ${tag} stands for there is not known.`;
    return { ...details, kind: 'unavailable', code: 'digest-unreadable', message };
  }
  const move = decideMove(tag, next, listing.tagsOf(previousDigest));
  if (move.to === 'forward') return undefined;
  if (move.to === 'nowhere')
    return { ...details, kind: 'kept', message: `The target keeps ${previousDigest}: ${move.reason}.` };
  const message =
    `The target has another digest, ${previousDigest}, and whether ${digest} is newer is not known: ${move.reason}. ` +
    'Give both digests tags that are versions, such as v1.4.0, or take the tag out of moving-tags once and set override.';
  return { ...details, kind: 'conflict', code: 'target-differs', message };
}

/** The verdict for a tag that is listed without proof of a digest. */
export function unreadable(
  place: TagRef,
  { code, reason }: DigestProblem = { code: 'digest-unreadable', reason: 'without a digest' },
): Verdict {
  const message = `${describeRepository(place)} in ${place.region} lists tag ${place.tag} ${reason}.`;
  return { kind: 'unavailable', code, message };
}

/** The target is not what the plan says. */
function movedTarget({ target }: CopySpec, digest: string, shown: string | undefined): Verdict {
  const before =
    target.present === NOT_PLANNED
      ? 'the plan does not give it there'
      : `showed ${target.present === NONE ? 'no such tag' : target.present} when the plan was made`;
  const message = `${describeRepository(target)}:${target.tag} in ${target.region} shows ${shown ?? 'no such tag'}, and ${before}; nothing was sent.`;
  return { kind: 'moved', code: 'tag-moved', digest, previousDigest: shown, message };
}
