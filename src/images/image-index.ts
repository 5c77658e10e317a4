/**
 * The images that ModelArts of one region has under the paths of SWR. All tags of the region share one reading: the list
 * knows no filter by path or tag.
 */
import type { Image, ImageFilter, ModelArts } from '../cloud/modelarts.ts';
import type { Context } from '../engine/step.ts';

export interface ImageFeed {
  /**
   * Those whose path is one of `paths`. A reading that others have begun, or ended a moment ago, will do, unless it
   * began before `since`, in the time of the clock.
   */
  find(context: Context, paths: readonly string[], since?: number): Promise<readonly Image[]>;
}

/** The most that a page may hold. */
const PAGE = 200;
/** A list that goes on for ever is not followed. */
const MAX_PAGES = 100;
/** How often a list that changes under the reading is read. */
const MAX_READINGS = 3;
/** Looks of several tags that fall together are served by one list. */
const FRESH_MS = 500;

export function createImageFeed(region: string, filter: ImageFilter & { readonly name: string }): ImageFeed {
  // What ModelArts makes of a repository's name is not documented, and an image that is overlooked is registered twice.
  const byAnyName = createReading({ ...filter, name: undefined });
  // ModelArts, "Listing Images", parameter `name`: no slash.
  const readings = filter.name.includes('/') ? [byAnyName] : [createReading(filter), byAnyName];
  return {
    async find(context, paths, since) {
      const modelArts = await context.cloud.modelArts(region);
      for (const reading of readings) {
        const images = await reading(context, modelArts, since);
        const found = images.filter(({ swr_path: path = '' }) => paths.includes(path));
        // One that was deleted is of no account, unless there is no other: then its status may be what is wrong.
        const alive = found.filter(({ status }) => status !== 'DELETED');
        if (found.length > 0) return alive.length > 0 ? alive : found;
      }
      return [];
    },
  };
}

type Reading = (context: Context, modelArts: ModelArts, since?: number) => Promise<readonly Image[]>;

function createReading(filter: ImageFilter): Reading {
  let latest: { readonly images: Promise<readonly Image[]>; readonly begunAt: number; endedAt?: number } | undefined;
  return ({ clock }, modelArts, since = -Infinity) => {
    const isStale = latest?.endedAt !== undefined && clock.now() - latest.endedAt > FRESH_MS;
    if (latest !== undefined && !isStale && latest.begunAt > since) return latest.images;
    const reading: typeof latest = { images: readAll(modelArts, filter), begunAt: clock.now() };
    latest = reading;
    // What could not be read is not shared with those who come later.
    const end = (at: number) => (): void => {
      reading.endedAt = at;
    };
    reading.images.then(() => end(clock.now())(), end(-Infinity));
    return reading.images;
  };
}

/** The whole list, read again where it changed between two pages, so that what moved is not missed. */
async function readAll(modelArts: ModelArts, filter: ImageFilter): Promise<readonly Image[]> {
  const images = new Map<string, Image>();
  for (let readings = 0; readings < MAX_READINGS; readings++) {
    if (await readOnce(modelArts, filter, images)) break;
  }
  return [...images.values()];
}

/** Adds what it reads to `images`; false when the list has changed meanwhile. */
async function readOnce(modelArts: ModelArts, filter: ImageFilter, images: Map<string, Image>): Promise<boolean> {
  const seen = new Set<string>();
  const totals = new Set<number | undefined>();
  let isRepeated = false;
  for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
    const page = await modelArts.listImages(filter, { offset, limit: PAGE });
    const known = seen.size;
    for (const image of page.images) {
      isRepeated ||= seen.has(image.id);
      seen.add(image.id);
      images.set(image.id, image);
    }
    offset += page.length;
    // An empty page is often without a total.
    if (page.length > 0) totals.add(page.total);
    // Neither a short page nor the total is trusted alone; a page that brings nothing new ends every list.
    const isSaidToEnd = page.length < PAGE && page.total !== undefined && offset >= page.total;
    if (isSaidToEnd || page.length === 0 || (seen.size === known && page.images.length > 0)) break;
  }
  return totals.size <= 1 && !isRepeated;
}
