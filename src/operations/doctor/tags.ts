/** What the tags of the source and of the targets mean for a copy. */
import { describeRepository, type RepositoryRef } from '../../copy/copy-spec.ts';
import type { TagSnapshot } from '../../copy/digest-reader.ts';
import type { Finding } from '../../engine/check.ts';
import { ok, unknown, wrong } from './findings.ts';

/** More names than these are counted. */
const MAX_NAMES = 10;

/** All wanted tags must be in the source, each with a digest. */
export function judgeSourceTags(
  place: RepositoryRef,
  tags: readonly string[],
  { digests, problems, others }: TagSnapshot,
): Finding {
  const name = describeRepository(place);
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
  return ok(`${listed(tags.map((tag) => `${tag} (${digests.get(tag)?.slice(0, 'sha256:'.length + 12)})`))}.`);
}

/** @param inSource what the source has; undefined where it could not be read */
export function judgeTargetTags(
  tags: readonly string[],
  inSource: TagSnapshot | undefined,
  { digests, problems }: TagSnapshot,
): Finding {
  const has = (tag: string): boolean => digests.has(tag) && problems?.has(tag) !== true;
  const isEqual = (tag: string): boolean => has(tag) && digests.get(tag) === inSource?.digests.get(tag);
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
