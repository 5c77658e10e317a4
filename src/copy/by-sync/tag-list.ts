/** The digests of wanted tags, from as few pages of the list as possible. */
import { createPageReader } from '../../cloud/pages.ts';
import type { Absence, Repository, Swr } from '../../cloud/swr.ts';

export interface Digests {
  /** Digest by tag, for the wanted tags that are there. */
  readonly byTag: ReadonlyMap<string, string>;
  /** Where each of them lies, as {@link TagDigest} tells it. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Set when the organization or the repository is not there at all. */
  readonly absent?: Absence | undefined;
}

/** The largest page that SWR gives, and smaller ones. */
const PAGE_SIZES = [1000, 200, 20] as const;

/**
 * Reads until every wanted tag is found or the list has ended. A page that is not full ends nothing, because a server
 * may hold back more than it was asked to; an empty page does, and so does one that brings nothing new.
 */
export async function readDigests(swr: Swr, repository: Repository, wanted: readonly string[]): Promise<Digests> {
  const missing = new Set(wanted);
  const byTag = new Map<string, string>();
  const paths = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const readPage = createPageReader(PAGE_SIZES, (page) => swr.tagPage(repository, page));
  let offset = 0;
  while (missing.size > 0) {
    const { tags, total, absent } = await readPage(offset);
    if (absent !== undefined) return { byTag, paths, absent };
    const before = seen.size;
    for (const { name, digest, paths: places = [] } of tags) {
      seen.add(name);
      // Offsets shift while tags are pushed, so that a tag may come twice; the first page to show it is the freshest.
      if (!missing.delete(name)) continue;
      byTag.set(name, digest);
      paths.set(name, places);
    }
    offset += tags.length;
    if (seen.size === before || (total !== undefined && offset >= total)) break;
  }
  return { byTag, paths };
}
