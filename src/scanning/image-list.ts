/** What HSS lists for tags of one repository: the older list of images, or the one that replaces it. */
import {
  type Hss,
  type HssImageFilter,
  type HssImageName,
  IMAGE_LISTS,
  type ImageType,
  type ListedImage,
} from '../cloud/hss.ts';
import { createPageReader } from '../cloud/pages.ts';
import type { RunContext } from '../engine/step.ts';
import { confirmMissing } from './missing-route.ts';
import { PAGE_SIZES, readList } from './read-list.ts';

/** The repository whose tags are looked for, and the images of HSS among which they are. */
export interface ScannedRepository {
  readonly imageType: ImageType;
  readonly namespace: string;
  readonly repository: string;
}

/** What HSS lists for a tag. */
export interface ListedTag {
  /** The digests that HSS shows, each once and as it is shown; without those below. */
  readonly digests: readonly string[];
  /** Those of entries with several platforms: each may be that of one of these. */
  readonly platformDigests: readonly string[];
}

/** What HSS lists for some tags. */
export interface ListedTags {
  /** One that is left out may be listed all the same, because the list may change while it is read. */
  readonly tags: ReadonlyMap<string, ListedTag>;
  /** False where a list said that it has more than it gave, so that a tag that is left out may be in it. */
  readonly isComplete: boolean;
}

/** Finds tags in the list of images. */
export interface ImageList {
  /** @returns undefined where the region has neither list */
  find(tags: readonly string[]): Promise<ListedTags | undefined>;
}

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
  let lists = IMAGE_LISTS.map((list) => ({
    // Kept, because it remembers which size of a page works.
    pageAt: createPageReader(PAGE_SIZES, (page, filter: HssImageFilter) => hss.imagePage(list, filter, page)),
  }));

  const read = async (
    filter: HssImageFilter,
  ): Promise<{ readonly images: readonly ListedImage[]; readonly isComplete: boolean } | undefined> => {
    for (const list of lists) {
      const readPages = () => readList((offset) => list.pageAt(offset, filter));
      const answer = await confirmMissing(context, readPages);
      if (answer === undefined) continue;
      lists = [list];
      return { images: answer.pages.flatMap(({ images }) => images), isComplete: answer.isComplete };
    }
    return undefined;
  };

  return {
    async find(tags) {
      const found = new Map<string, ListedTag>();
      let isComplete = true;
      for (const name of names) {
        const missing = tags.filter((tag) => !found.has(tag));
        const isSingle = missing.length <= MAX_SINGLE_TAGS && missing.every((tag) => tag.length <= MAX_FILTER_TAG);
        for (const tag of isSingle ? missing : [undefined]) {
          const list = await read({ imageType, namespace, name, tag });
          if (list === undefined) return undefined;
          isComplete &&= list.isComplete;
          for (const wanted of missing) {
            const ofTag = list.images.filter((image) => image.tag === wanted && isOfPlace(image, place));
            if (ofTag.length > 0) found.set(wanted, summarize(ofTag));
          }
        }
      }
      return { tags: found, isComplete };
    },
  };
}

/** An image of another type or registry may have the same name. */
function isOfPlace(image: ListedImage, place: ScannedRepository): boolean {
  const { imageType = place.imageType } = image;
  return imageType === place.imageType && isNamed(image, place);
}

/**
 * Whether HSS means this repository of SWR: the name may hold the organization, which is otherwise in a field of its own.
 */
function isNamed(image: HssImageName, { namespace, repository }: Omit<ScannedRepository, 'imageType'>): boolean {
  const { registryType = 'SwrPrivate' } = image;
  if (registryType !== 'SwrPrivate' && registryType !== 'SwrShared') return false;
  const fullName = `${namespace}/${repository}`;
  if (image.namespace === '') return image.name === fullName;
  return image.namespace === namespace && (image.name === repository || image.name === fullName);
}

/** Registries that are not the one that is asked about, in any spelling. HSS, "registry_type"; the Enterprise edition of SWR is another one. */
const OTHER_REGISTRY = /enterprise|instance|harbor|jfrog|artifactory|nexus|quay|docker|other/i;

/**
 * Whether HSS may mean this repository: false only where it names another repository, organization or registry. For what
 * disproves; {@link isNamed} is for what proves.
 */
export function mayBeNamed(
  { namespace, name, registryType = '' }: HssImageName,
  place: Omit<ScannedRepository, 'imageType'>,
): boolean {
  const [organization, repository] = [namespace, name].map((word) => word.trim().toLowerCase());
  if (OTHER_REGISTRY.test(registryType) || (organization || place.namespace) !== place.namespace) return false;
  return repository === place.repository || repository === `${place.namespace}/${place.repository}`;
}

/** What the entries of one tag say together. */
function summarize(images: readonly ListedImage[]): ListedTag {
  const digestsOf = (isMultiArch: boolean): readonly string[] => [
    ...new Set(images.filter((image) => image.isMultiArch === isMultiArch).flatMap(({ digest }) => digest ?? [])),
  ];
  return { digests: digestsOf(false), platformDigests: digestsOf(true) };
}
