/** The least that the API allows: a formula, so that nobody has to believe a measurement. */

/** The most tags on a page of their list, and, as far as the documents say, the most jobs on one of theirs. */
const PAGE = 1000;
/** The most images that the console synchronizes at once; the API names no limit of its own. */
const BATCH = 50;

export interface Size {
  readonly tags: number;
  readonly targets: number;
  /** How often the cloud is looked at until the last copy is proved. */
  readonly looks: number;
  /** Tags of the repository that are not asked for, in the source and in each target. */
  readonly otherTags?: number;
}

export interface Least {
  readonly first: number;
  readonly second: number;
  readonly posts: number;
}

export function least({ tags, targets, looks, otherTags = 0 }: Size): Least {
  const lists = Math.ceil((tags + otherTags) / PAGE);
  const posts = targets * Math.ceil(tags / BATCH);
  const jobs = Math.ceil((tags * targets) / PAGE);
  const comparing = lists + targets * Math.max(1, Math.ceil(otherTags / PAGE));
  // The list of the jobs is read once before anything is sent, so that old ones are told from ours.
  const first = comparing + 1 + posts + looks * (targets * lists + jobs);
  return { first, second: lists + targets * lists, posts };
}
