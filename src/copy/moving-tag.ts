/**
 * Moving tags such as `latest` and `v1`: whether one may move from one digest to another. It only moves forward, to a higher
 * semantic version.
 */
import * as semver from 'semver';

/** What happens to a moving tag whose target has another digest. */
export type Move =
  /** `version` is the tag of the version that the moving tag stands for from now on. */
  | { readonly to: 'forward'; readonly version: string }
  /** The target is as new already, or newer. */
  | { readonly to: 'nowhere'; readonly reason: string }
  /** Which of the two is newer is not known. */
  | { readonly to: 'unknown'; readonly reason: string };

/**
 * Decides by the highest version among the tags of each digest.
 *
 * @param name the moving tag; `v1` and `v1.4`, with or without the `v`, accept only versions of their own
 * @param next the tags that have the new digest
 * @param present the tags that have the digest that `name` has now
 */
export function decideMove(name: string, next: readonly string[], present: readonly string[]): Move {
  const [newest, current] = [highestVersion(name, next), highestVersion(name, present)];
  const kind = kindOf(name);
  if (newest === undefined) return { to: 'unknown', reason: `the new digest has no tag that is a version${kind}` };
  if (current === undefined) return { to: 'unknown', reason: `the present digest has no tag that is a version${kind}` };
  if (isPrerelease(newest) && !isPrerelease(current))
    return { to: 'nowhere', reason: `${newest.raw} is a pre-release, and ${name} is at ${current.raw}` };
  if (semver.compare(newest, current) <= 0)
    return { to: 'nowhere', reason: `${newest.raw} is not newer than ${current.raw}` };
  return { to: 'forward', version: newest.raw };
}

/** The tag with the highest version that a moving tag may stand for; undefined where none is a version of its kind. */
export function versionFor(name: string, tags: readonly string[]): string | undefined {
  return highestVersion(name, tags)?.raw;
}

/** Whether two tags name one version, as `v1.4.0` and `1.4.0` do; false for what is no version. */
export function isSameVersion(one: string, other: string): boolean {
  const [left, right] = [semver.parse(one), semver.parse(other)];
  return left !== null && right !== null && semver.eq(left, right);
}

function highestVersion(name: string, tags: readonly string[]): semver.SemVer | undefined {
  const [, major, minor] = OWN_VERSIONS.exec(name) ?? [];
  return tags
    .flatMap((tag) => semver.parse(tag) ?? [])
    .filter((version) => major === undefined || version.major === Number(major))
    .filter((version) => minor === undefined || version.minor === Number(minor))
    .toSorted(semver.rcompare)[0];
}

/** `v1`, `1`, `v1.4`, `1.4`. */
const OWN_VERSIONS = /^v?(0|[1-9]\d{0,15})(?:\.(0|[1-9]\d{0,15}))?$/;

function kindOf(name: string): string {
  return OWN_VERSIONS.test(name) ? ` of ${name}` : '';
}

function isPrerelease(version: semver.SemVer): boolean {
  return version.prerelease.length > 0;
}
