/** Reads digests from SWR's tag list, with as few pages as possible. */
import type { Cloud } from '../../cloud/cloud.ts';
import { createPageReader } from '../../cloud/pages.ts';
import { oncePerKey } from '../../share.ts';
import type { RepositoryRef } from '../copy-spec.ts';
import type { DigestReader } from '../digest-reader.ts';

/** The largest page that SWR gives, and smaller ones. */
const PAGE_SIZES = [1000, 100, 20] as const;

/**
 * Reads until every wanted tag is found or the list has ended. A page that is not full does not end the list, because a
 * server may return fewer tags than requested; an empty page does, and so does one without new tags.
 */
export function createTagListReader(cloud: Pick<Cloud, 'swr'>): DigestReader {
  // Kept for the whole run, because a reader remembers which size of a page works.
  const readers = oncePerKey(async (key: string) => {
    const { region, ...repository }: RepositoryRef = JSON.parse(key);
    const swr = await cloud.swr(region);
    return createPageReader(PAGE_SIZES, (page) => swr.tagPage(repository, page));
  });
  const readerOf = ({ region, namespace, repository }: RepositoryRef): ReturnType<typeof readers> =>
    readers(JSON.stringify({ region, namespace, repository }));
  return {
    async read(repository, tags) {
      const missing = new Set(tags);
      const digests = new Map<string, string>();
      const locations = new Map<string, readonly string[]>();
      const seen = new Set<string>();
      const readPage = await readerOf(repository);
      let offset = 0;
      while (missing.size > 0) {
        const page = await readPage(offset);
        if (page.absent !== undefined) return { digests, locations, absent: page.absent };
        const before = seen.size;
        for (const { name, digest, paths = [] } of page.tags) {
          seen.add(name);
          // Offsets shift while tags are pushed, so a tag may come twice; the first page that has it is the newest.
          if (!missing.delete(name)) continue;
          digests.set(name, digest);
          locations.set(name, paths);
        }
        offset += page.tags.length;
        if (seen.size === before || (page.total !== undefined && offset >= page.total)) break;
      }
      return { digests, locations };
    },
  };
}
