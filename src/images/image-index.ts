/**
 * The images that ModelArts of one region has registered under addresses in SWR. The list has no filter by address or tag,
 * so all tags of the region share one reading of it.
 */
import type { Image, ImageFilter, ImagePage, ListedImage, ModelArts } from '../cloud/modelarts.ts';
import type { Clock } from '../clock.ts';
import { createPageReader } from '../cloud/pages.ts';
import { Failure } from '../errors.ts';
import { shareInFlight } from '../share.ts';
import { contradictingField, type ImagePlace } from './image-place.ts';

/** Finds images by the address in SWR that they are registered under. */
export interface ImageIndex {
  /**
   * The images registered under one of the place's locations. A list that others are reading, or read a moment ago, is
   * used unless its reading began at or before `after`, a time of {@link Clock.now}.
   * @throws Failure `reply-invalid` where an entry of the place cannot be read, and where nothing is found in a list that is
   * not complete
   */
  find(place: ImagePlace, after?: number): Promise<readonly Image[]>;
}

/** What was read of a list. */
interface Listing {
  readonly entries: readonly ListedImage[];
  /** False where the list says that there is more than it gives, or changed whenever it was read. */
  readonly isComplete: boolean;
}

/** The largest page that ModelArts gives, and smaller ones. */
const PAGE_SIZES = [200, 20, 10] as const;
/** A list that never ends is not read further. */
const MAX_PAGES = 100;
/** How often a list that changes while it is read is read again. */
const MAX_READINGS = 3;
/** How long a list serves further tags. */
const FRESH_MS = 500;

/** `name` is the repository and `namespace` its organization. */
export function createImageIndex(
  clock: Clock,
  modelArts: ModelArts,
  filter: ImageFilter & { readonly name: string },
): ImageIndex {
  // How ModelArts derives the name from a repository is not documented, and an image that is overlooked would be
  // registered twice, so an empty result is confirmed without the filter by name.
  const anyName = { ...filter, name: undefined };
  // ModelArts, "Listing Images", parameter `name`: no slash.
  const filters = filter.name.includes('/') ? [anyName] : [filter, anyName];
  const reads = filters.map((wanted) => createListReader(clock, modelArts, wanted));
  return {
    async find(place, after) {
      for (const read of reads) {
        const { entries, isComplete } = await read(after);
        const found = entries.filter(({ swr_path: path = '' }) => place.locations.includes(path));
        const images = found.map((entry) => readableImage(entry, place));
        // A deleted image counts only if there is no other: then its status explains the failure.
        const live = images.filter(({ status }) => status !== 'DELETED');
        if (images.length > 0) return live.length > 0 ? live : images;
        const [location] = place.locations;
        if (!isComplete) throw invalidList(`The list of images is not complete, and has no image of ${location}`);
        // Entries with an address are those of other places.
        if (entries.some((entry) => contradictingField(entry, place) === undefined))
          throw invalidList(`An image that may be that of ${location} is listed without its swr_path`);
      }
      return [];
    },
  };
}

/** The image of an entry that has an address of the place. */
function readableImage(entry: ListedImage, place: ImagePlace): Image {
  const field = contradictingField(entry, place);
  if (entry.image !== undefined && field === undefined) return entry.image;
  const fault = field === undefined ? 'in an unknown form' : `with the ${field} of another one`;
  throw invalidList(`An image of ${entry.swr_path} is listed ${fault}`);
}

function invalidList(what: string): Failure {
  return new Failure('reply-invalid', `${what}. ModelArts may have the image all the same.`, {
    hint: 'Run the step again.',
  });
}

/** A shared reader of the whole list. It reads the list again where it is not complete, so that no image is missed. */
function createListReader(
  clock: Clock,
  modelArts: ModelArts,
  filter: ImageFilter,
): ReturnType<typeof shareInFlight<Listing>> {
  const readPage = createPageReader(PAGE_SIZES, (page) => modelArts.listImages(filter, page));
  return shareInFlight(clock, FRESH_MS, async () => {
    const entries = new Map<string, ListedImage>();
    let isComplete = false;
    for (let readings = 0; readings < MAX_READINGS && !isComplete; readings++) {
      isComplete = await readOnce(readPage, entries);
    }
    return { entries: [...entries.values()], isComplete };
  });
}

/**
 * Adds what it reads to `entries`, by image id where it can be read.
 * @returns false when the list changed meanwhile, or says that there is more
 */
async function readOnce(
  readPage: (offset: number) => Promise<ImagePage>,
  entries: Map<string, ListedImage>,
): Promise<boolean> {
  const seen = new Set<string>();
  const totals = new Set<number | undefined>();
  let isRepeated = false;
  let least = 0;
  for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
    const page = await readPage(offset);
    const before = seen.size;
    for (const entry of page.entries) {
      const key = entry.image?.id ?? JSON.stringify(entry);
      if (entry.image !== undefined) {
        isRepeated ||= seen.has(key);
        seen.add(key);
      }
      entries.set(key, entry);
    }
    offset += page.length;
    least = Math.max(least, page.total ?? 0, leastByPages(page));
    // An empty page often has no total.
    if (page.length > 0) totals.add(page.total);
    // Neither a short page nor the total is trusted alone; a page without new images ends any list.
    const isSaidToEnd = page.length < PAGE_SIZES[0] && page.total !== undefined && offset >= page.total;
    const hasImages = page.entries.some(({ image }) => image !== undefined);
    if (isSaidToEnd || page.length === 0 || (seen.size === before && hasImages))
      return totals.size <= 1 && !isRepeated && offset >= least;
  }
  throw invalidList(`The list of images did not end after ${MAX_PAGES} pages`);
}

/** How many entries a list has at least that says how many pages it has: only the last page has fewer than the others. */
function leastByPages({ pages = 0, length }: ImagePage): number {
  return pages > 1 ? (pages - 1) * length + 1 : 0;
}
