/** What steps on ModelArts images share: the services, and the details that a run has read, for the output `images`. */
import type { Cloud } from '../cloud/cloud.ts';
import type { Image } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';

/** What a run has read of ModelArts images, by item. */
export interface ImageDetails {
  /** Records what was read for an item; later details of the same image replace earlier ones. */
  record(item: Item, image: Image): void;
  /** The last details of each image of an item, in the order in which they were first read. */
  of(item: Item): readonly Image[];
}

const NONE: readonly Image[] = [];

/** Without any details yet; one serves a whole run. */
export function createImageDetails(): ImageDetails {
  const byItem = new Map<Item, Map<string, Image>>();
  return {
    record(item, image) {
      const images = byItem.get(item) ?? new Map<string, Image>();
      byItem.set(item, images.set(image.id, image));
    },
    of: (item) => [...(byItem.get(item)?.values() ?? NONE)],
  };
}

/** What steps on ModelArts images work with. */
export interface ImageServices {
  readonly cloud: Pick<Cloud, 'modelArts'>;
  readonly imageDetails: ImageDetails;
}

/** The context of a step on ModelArts images. */
export type ImageContext = StepContext<ImageServices>;

/** Records the details of an image and its status as the state of the item. `prefix` names the image where needed. */
export function observeImage(context: ImageContext, item: Item, image: Image, prefix = ''): void {
  context.services.imageDetails.record(item, image);
  context.observe(item, `${prefix}status ${image.status}`, { status: image.status });
}
