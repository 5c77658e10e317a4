/** Reads digests from SWR's tag list, with as few requests as possible. */
import type { Clock } from '../../clock.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { createPageReader } from '../../cloud/pages.ts';
import type { Swr } from '../../cloud/swr.ts';
import type { TagDigest, TagPage } from '../../cloud/swr-tags.ts';
import { Failure, failureOf } from '../../errors.ts';
import { oncePerKey } from '../../share.ts';
import { describeRepository, type RepositoryRef } from '../copy-spec.ts';
import type { DigestProblem, DigestReader, TagSnapshot } from '../digest-reader.ts';
import { readOptional } from './optional-read.ts';

/** The largest page that SWR gives, and smaller ones. */
const PAGE_SIZES = [1000, 100, 20, 10] as const;
/** For a tag that is looked up by its name, which few other names contain: no service refuses it. */
const LOOK_UP_LIMIT = 10;
/** A look-up whose pages do not end is not read further. */
const MAX_LOOK_UP_PAGES = 10;
/** How many other tags are kept for messages. */
const OTHERS = 5;

/**
 * Reads until every wanted tag is found or the list has ended. A page that is not full does not end the list, because a
 * server may return fewer tags than requested; an empty page does, and so does one without new tags.
 *
 * A list of several pages may change while it is read, so it does not prove that a tag is missing; nor does one with entries
 * that cannot be read. Tags that are not found in such a list are looked up by their names.
 */
export function createTagListReader(cloud: Pick<Cloud, 'swr'>, clock: Clock): DigestReader {
  // Kept for the whole run, because a reader remembers which size of a page works.
  const readers = oncePerKey(async (key: string) => {
    const { region, ...repository }: RepositoryRef = JSON.parse(key);
    const swr = await cloud.swr(region);
    return createPageReader(PAGE_SIZES, (page) => swr.tagPage(repository, page), isPresent);
  });
  const readerOf = ({ region, namespace, repository }: RepositoryRef): ReturnType<typeof readers> =>
    readers(JSON.stringify({ region, namespace, repository }));

  /**
   * The entries for each tag, by the list filtered by its name, and by its details where that list does not prove that it is
   * missing; where the list is not enough, by its details whatever the list says.
   */
  async function lookUpInto(
    snapshot: SnapshotBuilder,
    place: RepositoryRef,
    tags: readonly string[],
    isListEnough: boolean,
  ): Promise<void> {
    const found = await Promise.all(
      tags.map(async (tag) => {
        const swr = await cloud.swr(place.region);
        const filtered = await readFiltered(swr, place, tag);
        if (filtered.found.length > 0 || (isListEnough && filtered.isWhole)) return filtered.found;
        const details = (await readOptional(clock, swr.showTag(place, tag))) ?? [];
        return details.filter(({ name }) => name === tag);
      }),
    );
    for (const entry of found.flat()) snapshot.add(entry);
  }

  return {
    async read(repository, tags, lookUp = tags) {
      const snapshot = createSnapshot(tags);
      const readPage = await readerOf(repository);
      let [offset, isPartial] = [0, false];
      while (snapshot.missing.size > 0) {
        const page = await readPage(offset);
        if (page.absent !== undefined) return { ...snapshot.value(), absent: page.absent };
        checkPlace(repository, page.tags);
        const before = snapshot.seen.size;
        for (const entry of page.tags) snapshot.add(entry);
        const { entries = page.tags.length } = page;
        // Also for an empty second page: what it held may have moved to the first one meanwhile.
        isPartial ||= offset > 0 || page.tags.length < entries || page.tags.some(isForeign);
        offset += entries;
        const { total = Infinity } = page;
        if (offset >= total) break;
        if (snapshot.seen.size === before) {
          isPartial ||= total !== Infinity;
          break;
        }
      }
      const missing = isPartial ? lookUp.filter((tag) => snapshot.missing.has(tag)) : [];
      await lookUpInto(snapshot, repository, missing, true);
      return snapshot.value();
    },

    async lookUp(repository, tags) {
      const snapshot = createSnapshot(tags);
      await lookUpInto(snapshot, repository, tags, false);
      return snapshot.value();
    },

    async isOrganizationMissing({ region, namespace }) {
      const swr = await cloud.swr(region);
      return (await readOptional(clock, swr.isOrganizationMissing(namespace))) === true;
    },
  };
}

interface SnapshotBuilder {
  readonly missing: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
  add(entry: TagDigest): void;
  value(): TagSnapshot;
}

/** Two entries of one tag with different digests prove nothing. */
function createSnapshot(tags: readonly string[]): SnapshotBuilder {
  const wanted = new Set(tags);
  const missing = new Set(tags);
  const seen = new Set<string>();
  const digests = new Map<string, string>();
  const locations = new Map<string, readonly string[]>();
  const problems = new Map<string, DigestProblem>();
  return {
    missing,
    seen,
    add({ name, digest, paths = [], problem }) {
      seen.add(name);
      if (!wanted.has(name) || problems.has(name)) return;
      missing.delete(name);
      const earlier = digests.get(name) ?? digest;
      const contradiction: DigestProblem | undefined =
        earlier === digest
          ? undefined
          : { code: 'digest-unreadable', reason: `with two digests, ${earlier} and ${digest}` };
      const found = problem ?? contradiction;
      if (found !== undefined) problems.set(name, found);
      digests.set(name, found === undefined ? digest : '');
      locations.set(name, found === undefined ? paths : []);
    },
    value() {
      const others = [...seen].slice(0, OTHERS);
      return {
        digests,
        locations,
        ...(problems.size === 0 ? {} : { problems }),
        ...(others.length === 0 ? {} : { others }),
      };
    },
  };
}

/** What the list filtered by the name of a tag shows. */
interface FilteredList {
  /** The entries for the tag. */
  readonly found: readonly TagDigest[];
  /** Whether one page had the whole list, by its total: without one, a page may have fewer tags than there are. */
  readonly isWhole: boolean;
}

/** Reads on while there are more tags whose names contain that of the tag. A filter that is refused shows nothing. */
async function readFiltered(swr: Swr, repository: RepositoryRef, tag: string): Promise<FilteredList> {
  const seen = new Set<string>();
  try {
    for (let pages = 0, offset = 0; pages < MAX_LOOK_UP_PAGES; pages++) {
      const page = await swr.tagPage(repository, { offset, limit: LOOK_UP_LIMIT }, tag);
      const { tags, entries = tags.length, total } = page;
      const found = tags.filter(({ name }) => name === tag);
      const isWhole = offset === 0 && tags.length === entries && total !== undefined && entries >= total;
      if (found.length > 0 || isWhole) return { found, isWhole };
      const before = seen.size;
      for (const { name } of tags) seen.add(name);
      offset += entries;
      const isFiltered = tags.every(({ name }) => name.includes(tag));
      if (!isFiltered || seen.size === before || offset >= (total ?? Infinity)) break;
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'refused') throw failure;
  }
  return { found: [], isWhole: false };
}

function isForeign({ problem }: TagDigest): boolean {
  return problem?.code === 'evidence-foreign';
}

/** @throws Failure for a list of which every entry is about another place. */
function checkPlace(place: RepositoryRef, tags: readonly TagDigest[]): void {
  const [first] = tags;
  if (first === undefined || !tags.every(isForeign)) return;
  const message =
    `Could not list the tags of ${describeRepository(place)} in ${place.region}: ` +
    `the reply lists tag ${first.name} ${first.problem?.reason ?? ''}.`;
  const hint = 'Does the input endpoint, a private DNS zone or a gateway lead several regions to one?';
  throw new Failure('evidence-foreign', message, { hint });
}

/** Whether a page is one of a repository that exists. */
function isPresent({ absent }: TagPage): boolean {
  return absent === undefined;
}
