/** What HSS lists for tags of one repository: the older list of images, or the one that replaces it. */
import {
  type Hss,
  type HssImageFilter,
  type HssImageName,
  type HssImagePage,
  IMAGE_LISTS,
  type ImageType,
  type ListedImage,
} from '../cloud/hss.ts';
import { createPageReader } from '../cloud/pages.ts';
import type { RunContext } from '../engine/step.ts';
import { confirmMissing } from './missing-route.ts';

/** The repository whose tags are looked for, and the images of HSS among which they are. */
export interface ScannedRepository {
  readonly imageType: ImageType;
  readonly namespace: string;
  readonly repository: string;
}

/** What HSS lists for a tag. */
export interface ListedTag {
  /** Undefined where HSS shows none, or several. */
  readonly digest: string | undefined;
  /** Whether the digest may be that of one of several platforms. */
  readonly isMultiArch: boolean;
}

/** Finds tags in the list of images. */
export interface ImageList {
  /**
   * The tags that HSS lists. One that is left out may be listed all the same, because the list may change while it is read.
   * @returns undefined where the region has neither list
   */
  find(tags: readonly string[]): Promise<ReadonlyMap<string, ListedTag> | undefined>;
}

/** The smallest page is that of the older list. */
const PAGE_SIZES = [200, 10] as const;
/** A list that never ends is not read further. */
const MAX_PAGES = 100;
/** Up to this many tags are asked for one by one; more are looked for in the list of the whole repository. */
const MAX_SINGLE_TAGS = 5;
/** The longest tag and the longest name that the filters take; SWR allows tags of 128 characters. */
const [MAX_FILTER_TAG, MAX_FILTER_NAME] = [64, 128];

/** The list of the region that `hss` is in. */
export function createImageList(
  context: Pick<RunContext<unknown>, 'clock' | 'deadline' | 'signal'>,
  hss: Hss,
  place: ScannedRepository,
): ImageList {
  const { imageType, namespace, repository } = place;
  const names = [repository, `${namespace}/${repository}`].filter((name) => name.length <= MAX_FILTER_NAME);
  /** The lists that the region may have. */
  let lists: readonly (typeof IMAGE_LISTS)[number][] = IMAGE_LISTS;

  const read = async (filter: HssImageFilter): Promise<readonly ListedImage[] | undefined> => {
    for (const list of lists) {
      const images = await confirmMissing(context, () => readPages((page) => hss.imagePage(list, filter, page)));
      if (images === undefined) continue;
      lists = [list];
      return images;
    }
    return undefined;
  };

  return {
    async find(tags) {
      const found = new Map<string, ListedTag>();
      for (const name of names) {
        const missing = tags.filter((tag) => !found.has(tag));
        const isSingle = missing.length <= MAX_SINGLE_TAGS && missing.every((tag) => tag.length <= MAX_FILTER_TAG);
        for (const tag of isSingle ? missing : [undefined]) {
          const images = await read({ imageType, namespace, name, tag });
          if (images === undefined) return undefined;
          for (const wanted of missing) {
            const ofTag = images.filter((image) => image.tag === wanted && isOfPlace(image, place));
            if (ofTag.length > 0) found.set(wanted, summarize(ofTag));
          }
        }
      }
      return found;
    },
  };
}

/** All entries; undefined where the region does not have the list. */
async function readPages(
  readPage: Parameters<typeof createPageReader<HssImagePage | undefined>>[1],
): Promise<readonly ListedImage[] | undefined> {
  const pageAt = createPageReader<HssImagePage | undefined>(PAGE_SIZES, readPage);
  const all: ListedImage[] = [];
  for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
    const page = await pageAt(offset);
    if (page === undefined) return undefined;
    all.push(...page.images);
    offset += page.length;
    // A page that is shorter than requested does not end a list that has a total.
    if (page.length === 0 || (page.total === undefined ? page.length < PAGE_SIZES[1] : offset >= page.total)) break;
  }
  return all;
}

/** An image of another type or registry may have the same name. */
function isOfPlace(image: ListedImage, place: ScannedRepository): boolean {
  const { imageType = place.imageType } = image;
  return imageType === place.imageType && isNamed(image, place);
}

/**
 * Whether HSS means this repository of SWR: the name may hold the organization, which is otherwise in a field of its own.
 */
export function isNamed(image: HssImageName, { namespace, repository }: Omit<ScannedRepository, 'imageType'>): boolean {
  const { registryType = 'SwrPrivate' } = image;
  if (registryType !== 'SwrPrivate' && registryType !== 'SwrShared') return false;
  const fullName = `${namespace}/${repository}`;
  if (image.namespace === '') return image.name === fullName;
  return image.namespace === namespace && (image.name === repository || image.name === fullName);
}

/** What the entries of one tag say together. Several digests prove none. */
function summarize(images: readonly ListedImage[]): ListedTag {
  const [digest, ...others] = new Set(images.map((image) => image.digest));
  return {
    digest: others.length === 0 ? digest : undefined,
    isMultiArch: images.some((image) => image.isMultiArch),
  };
}
