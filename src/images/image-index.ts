/**
 * The images that ModelArts of one region has registered under addresses in SWR. The list has no filter by address or tag,
 * so all tags of the region share one reading of it.
 */
import type { Image, ImageFilter, ImagePage, ModelArts } from '../cloud/modelarts.ts';
import type { Clock } from '../clock.ts';
import { createPageReader } from '../cloud/pages.ts';
import { shareInFlight } from '../share.ts';

/** Finds images by the address in SWR that they are registered under. */
export interface ImageIndex {
  /**
   * The images registered under one of `locations`. A list that others are reading, or read a moment ago, is used unless
   * its reading began at or before `after`, a time of {@link Clock.now}.
   */
  find(locations: readonly string[], after?: number): Promise<readonly Image[]>;
}

/** The largest page that ModelArts gives, and a smaller one. */
const PAGE_SIZES = [200, 20] as const;
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
    async find(locations, after) {
      for (const read of reads) {
        const images = await read(after);
        const found = images.filter(({ swr_path: path = '' }) => locations.includes(path));
        // A deleted image counts only if there is no other: then its status explains the failure.
        const live = found.filter(({ status }) => status !== 'DELETED');
        if (found.length > 0) return live.length > 0 ? live : found;
      }
      return [];
    },
  };
}

/** A shared reader of the whole list. It reads the list again where it changed between two pages, so that no image is missed. */
function createListReader(
  clock: Clock,
  modelArts: ModelArts,
  filter: ImageFilter,
): ReturnType<typeof shareInFlight<readonly Image[]>> {
  const readPage = createPageReader(PAGE_SIZES, (page) => modelArts.listImages(filter, page));
  return shareInFlight(clock, FRESH_MS, async () => {
    const images = new Map<string, Image>();
    for (let readings = 0; readings < MAX_READINGS; readings++) {
      if (await readOnce(readPage, images)) break;
    }
    return [...images.values()];
  });
}

/** Adds what it reads to `images`. @returns false when the list changed meanwhile. */
async function readOnce(
  readPage: (offset: number) => Promise<ImagePage>,
  images: Map<string, Image>,
): Promise<boolean> {
  const seen = new Set<string>();
  const totals = new Set<number | undefined>();
  let isRepeated = false;
  for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
    const page = await readPage(offset);
    const before = seen.size;
    for (const image of page.images) {
      isRepeated ||= seen.has(image.id);
      seen.add(image.id);
      images.set(image.id, image);
    }
    offset += page.length;
    // An empty page often has no total.
    if (page.length > 0) totals.add(page.total);
    // Neither a short page nor the total is trusted alone; a page without new images ends any list.
    const isSaidToEnd = page.length < PAGE_SIZES[0] && page.total !== undefined && offset >= page.total;
    if (isSaidToEnd || page.length === 0 || (seen.size === before && page.images.length > 0)) break;
  }
  return totals.size <= 1 && !isRepeated;
}
