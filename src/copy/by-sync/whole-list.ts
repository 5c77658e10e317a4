/** Reads SWR's tag list to its end: which tags an image has. */
import type { TagDigest, TagPage } from '../../cloud/swr-tags.ts';
import { Failure } from '../../errors.ts';
import { describeRepository, type RepositoryRef } from '../copy-spec.ts';
import type { TagListing } from '../digest-reader.ts';

/** How often a list is read that changes between its pages. */
const READINGS = 3;

/**
 * Reads every page. A list of several pages may change while it is read: then a tag is on two pages, or there are fewer than
 * the service counts, and the list is read again.
 * @throws Failure where no reading was whole.
 */
export async function readWholeList(
  place: RepositoryRef,
  readPage: (offset: number) => Promise<TagPage>,
): Promise<TagListing> {
  for (let reading = 0; reading < READINGS; reading++) {
    const { tags, isWhole } = await readOnce(place, readPage);
    if (isWhole) return listingOf(tags);
  }
  const where = `${describeRepository(place)} in ${place.region}`;
  const message = `The list of the tags of ${where} changed each of the ${READINGS} times that it was read.`;
  throw new Failure('digest-unreadable', message, { hint: 'Run the step again.' });
}

async function readOnce(
  place: RepositoryRef,
  readPage: (offset: number) => Promise<TagPage>,
): Promise<{ readonly tags: readonly TagDigest[]; readonly isWhole: boolean }> {
  const seen = new Set<string>();
  const all: TagDigest[] = [];
  let [offset, areRepeated] = [0, false];
  for (;;) {
    const { tags, entries = tags.length, total, absent } = await readPage(offset);
    if (absent !== undefined) return { tags: [], isWhole: offset === 0 };
    checkPlace(place, tags);
    const before = seen.size;
    // Two entries on one page are a contradiction and no change.
    areRepeated ||= tags.some(({ name }) => seen.has(name));
    for (const { name } of tags) seen.add(name);
    all.push(...tags);
    offset += entries;
    if (offset >= (total ?? Infinity)) return { tags: all, isWhole: !areRepeated };
    if (seen.size === before) return { tags: all, isWhole: !areRepeated && total === undefined };
  }
}

/** A tag with two digests has neither. */
function listingOf(entries: readonly TagDigest[]): TagListing {
  const digests = new Map<string, string>();
  for (const { name, digest, problem } of entries) {
    const isProved = problem === undefined && (digests.get(name) ?? digest) === digest;
    digests.set(name, isProved ? digest : '');
  }
  const tagsOf = (digest: string): readonly string[] =>
    [...digests].flatMap(([tag, has]) => (has === digest ? tag : []));
  return { tagsOf, unreadable: tagsOf('') };
}

/** Whether an entry is about another place than the one that was asked. */
export function isForeign({ problem }: TagDigest): boolean {
  return problem?.code === 'evidence-foreign';
}

/** @throws Failure for a list of which every entry is about another place. */
export function checkPlace(place: RepositoryRef, tags: readonly TagDigest[]): void {
  const [first] = tags;
  if (first === undefined || !tags.every(isForeign)) return;
  const message =
    `Could not list the tags of ${describeRepository(place)} in ${place.region}: ` +
    `the reply lists tag ${first.name} ${first.problem?.reason ?? ''}.`;
  const hint = 'Does the input endpoint, a private DNS zone or a gateway lead several regions to one?';
  throw new Failure('evidence-foreign', message, { hint });
}
