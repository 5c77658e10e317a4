/** What the tags of the source and of the targets mean for a copy. */
import { describeRepository, type RepositoryRef } from '../../copy/copy-spec.ts';
import type { TagSnapshot } from '../../copy/digest-reader.ts';
import type { Finding } from '../../engine/check.ts';
import { ok, unknown, wrong } from './findings.ts';

/** More names than these are counted. */
const MAX_NAMES = 10;

/** A tag that is to be copied. */
export interface WantedTag {
  /** Its name in the source. */
  readonly source: string;
  /** Its name in the targets. */
  readonly target: string;
  /** What it must have in the source; any digest where it is left out. */
  readonly digest?: string;
}

/** All wanted tags must be in the source, each with a digest: its own where one is wanted. */
export function judgeSourceTags(
  place: RepositoryRef,
  wanted: readonly WantedTag[],
  { digests, problems, others }: TagSnapshot,
): Finding {
  const name = describeRepository(place);
  const tags = [...new Set(wanted.map(({ source }) => source))];
  const missing = tags.filter((tag) => !digests.has(tag));
  if (missing.length > 0) {
    const has = others === undefined ? '' : `; it has ${listed(others)}`;
    return wrong('tag-missing', `${name} has no tag ${listed(missing)}${has}.`, 'Push it first, or correct tags.');
  }
  const [first] = problems ?? [];
  if (first !== undefined) {
    const [tag, { code, reason }] = first;
    return wrong(code, `${name} lists tag ${tag} ${reason}.`, 'Push it again.');
  }
  const moved = wanted.find(({ source, digest }) => digest !== undefined && digests.get(source) !== digest);
  if (moved !== undefined) {
    const message = `${name}:${moved.source} shows ${digests.get(moved.source)} instead of ${moved.digest}.`;
    return wrong('tag-moved', message, 'Find out who has pushed there, or correct tags.');
  }
  return ok(`${listed(tags.map((tag) => `${tag} (${digests.get(tag)?.slice(0, 'sha256:'.length + 12)})`))}.`);
}

/** @param inSource what the source has; undefined where it could not be read */
export function judgeTargetTags(
  wanted: readonly WantedTag[],
  inSource: TagSnapshot | undefined,
  { digests, problems }: TagSnapshot,
): Finding {
  const tags = wanted.map(({ target }) => target);
  const sourceOf = new Map(wanted.map(({ source, target }) => [target, source]));
  const has = (tag: string): boolean => digests.has(tag) && problems?.has(tag) !== true;
  const isEqual = (tag: string): boolean =>
    has(tag) && digests.get(tag) === inSource?.digests.get(sourceOf.get(tag) ?? tag);
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['not there yet', tags.filter((tag) => !digests.has(tag))],
    ['there already', tags.filter((tag) => has(tag) && (inSource === undefined || isEqual(tag)))],
    ['with another digest', tags.filter((tag) => has(tag) && inSource !== undefined && !isEqual(tag))],
    ['without a readable digest', tags.filter((tag) => problems?.has(tag) === true)],
  ];
  const message = `${groups
    .filter(([, members]) => members.length > 0)
    .map(([words, members]) => `${listed(members)} ${words}`)
    .join('; ')}.`;
  const isOpen = groups.slice(2).some(([, members]) => members.length > 0);
  return isOpen
    ? unknown(message, 'A copy replaces such a tag only with override, and one without a digest never.')
    : ok(message);
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return `${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
