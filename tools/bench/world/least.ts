/**
 * The least that the API allows, for the looks that docs/performance.md promises: a formula, which knows nothing of any run.
 *
 * A target is listed at the looks at which a copy to it has just ended, and at the eighth look after the last time, because
 * the list of the jobs is not believed for longer.
 */

/** The most tags on a page of their list, and as many jobs on one of theirs. */
const PAGE = 1000;
/** The most images that the console synchronizes at once; the API names no limit of its own. */
const BATCH = 50;
/** The default of the input poll-interval. */
const INTERVAL_S = 10;
const LOOKS_A_PROOF = 8;

export interface Size {
  readonly tags: number;
  readonly targets: number;
  /** How long the copies to each target last, in seconds. */
  readonly lengths: readonly number[];
}

export interface Least {
  readonly first: number;
  readonly second: number;
  readonly posts: number;
}

export function least({ tags, targets, lengths }: Size): Least {
  const lists = Math.ceil(tags / PAGE);
  const jobs = Math.ceil((tags * targets) / PAGE);
  const posts = targets * Math.ceil(tags / BATCH);
  const { looks, proofs } = looksAt(lengths);
  // To compare: the source, and each target, which has nothing yet. The list of the jobs is read once before anything is
  // sent, so that old ones are told from ours.
  const first = lists + targets + 1 + posts + looks * jobs + proofs * targets * lists;
  return { first, second: lists + targets * lists, posts };
}

/** How many looks there are until the last copy has ended, and at how many of them a target is listed. Without jitter, which only adds some. */
function looksAt(lengths: readonly number[]): { readonly looks: number; readonly proofs: number } {
  const last = Math.max(...lengths);
  let [looks, proofs, before, unproved] = [0, 0, 0, 0];
  while (before < last) {
    const now = before + pauseAfter(before);
    looks += 1;
    const hasEnded = lengths.some((length) => length > before && length <= now);
    unproved = hasEnded || unproved + 1 === LOOKS_A_PROOF ? 0 : unproved + 1;
    if (unproved === 0) proofs += 1;
    before = now;
  }
  return { looks, proofs };
}

/** The law of the pauses, said once more. */
function pauseAfter(waited: number): number {
  return Math.min(INTERVAL_S, Math.max(1, Math.min(waited / 5, 2 * Math.sqrt(waited / 10))));
}
