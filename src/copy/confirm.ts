/**
 * Reads tags once more right before a request that may replace them, where they may have changed since they were compared: that
 * was a while ago, or something was sent since.
 */
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import { copyFailure, failureOf } from '../errors.ts';
import type { Confirm, CopyTarget } from './copier.ts';
import type { RepositoryRef, TagRef } from './copy-spec.ts';
import { describeDigest, type DigestReader, type TagSnapshot } from './digest-reader.ts';
import { unreadable } from './replace.ts';

/** How old what is compared may be: about what reading the source takes meanwhile. */
export const FRESH_MS = 2000;

/** What a tag showed when it was compared, and the digest to give it. */
export interface SeenTag {
  readonly digest: string;
  readonly previousDigest: string | undefined;
}

/** Confirms copies to one target, all by one read. */
export function createConfirm(
  reader: Pick<DigestReader, 'read'>,
  target: RepositoryRef,
  context: Pick<StepContext<unknown>, 'clock' | 'settle'>,
): Confirm {
  return async (copies) => {
    const isFresh = ({ seenAt }: CopyTarget): boolean => context.clock.now() - seenAt <= FRESH_MS;
    if (copies.every(isFresh)) return copies;
    const tags = copies.map(({ spec }) => spec.target.tag);
    return settleChanged(copies, await readAgain(reader, target, tags), context);
  };
}

/** Settles copies whose targets have changed, as `snapshot` shows, which was read just now. @returns the others */
export function settleChanged(
  copies: readonly CopyTarget[],
  snapshot: TagSnapshot,
  { clock, settle }: Pick<StepContext<unknown>, 'clock' | 'settle'>,
): readonly CopyTarget[] {
  return copies.flatMap((copy) => {
    const change = changeOf(copy.spec.target, copy, snapshot);
    if (change === undefined) return [{ ...copy, seenAt: clock.now() }];
    settle(copy.item, change);
    return [];
  });
}

/** Reads tags before a request. @throws Failure of which it is certain that the request was not sent */
export async function readAgain(
  reader: Pick<DigestReader, 'read'>,
  repository: RepositoryRef,
  tags: readonly string[],
): Promise<TagSnapshot> {
  try {
    return await reader.read(repository, tags);
  } catch (error) {
    throw copyFailure(failureOf(error), { uncertain: false });
  }
}

/** The verdict for a tag that does not show any more what it showed; undefined where it does. */
export function changeOf(
  place: TagRef,
  { digest, previousDigest }: SeenTag,
  { digests, locations, problems }: TagSnapshot,
): Verdict | undefined {
  const { region, tag } = place;
  const shown = digests.get(tag);
  if (shown === previousDigest) return undefined;
  // Not by this run: nothing was replaced, and there is nothing to restore.
  if (shown === digest)
    return { kind: 'unchanged', digest, previousDigest: undefined, backup: undefined, locations: locations.get(tag) };
  if (shown === '') return { ...unreadable(place, problems?.get(tag)), digest, previousDigest };
  const [before, now] = [previousDigest, shown].map((each) =>
    each === undefined ? 'no such tag' : describeDigest(each),
  );
  const message = `${tag} in ${region} showed ${before} when it was compared, and shows ${now} now; nothing was sent.`;
  return { kind: 'moved', code: 'tag-moved', digest, previousDigest, targetDigest: shown, message };
}
