/** Compares tags of releases. */

/** Whether a version `vX.Y.Z` is at least as new as all others; pre-releases and other tags do not count, and are never newest. */
export function isNewest(version: string, tags: readonly string[]): boolean {
  const own = numbersOf(version);
  return own !== undefined && tags.every((tag) => !isNewer(numbersOf(tag) ?? [], own));
}

function numbersOf(tag: string): readonly number[] | undefined {
  return /^v(\d+)\.(\d+)\.(\d+)$/.exec(tag)?.slice(1).map(Number);
}

function isNewer(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0);
}
