/** `sync-hss`: asks HSS to import the image list from SWR, and waits for the end where HSS reports one. */
import type { ImageType } from '../cloud/hss.ts';
import { HSS_IMAGES } from '../cloud/permission.ts';
import type { Item } from '../engine/item.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ENTERPRISE_PROJECT } from '../inputs/rules.ts';
import { readRunOptions, readSettings } from '../inputs/settings.ts';
import { synchronizeScanner } from '../scanning/synchronize.ts';
import { defineOperation } from './operation.ts';

const IMAGE_TYPES = ['private_image', 'shared_image'] as const satisfies readonly ImageType[];

/** The operation that the items of HSS belong to, in `promote` as well. */
export const SYNC_HSS = 'sync-hss';

/** Which image list of HSS is synchronized. */
export interface ImageListRef {
  readonly imageType: ImageType;
  /** Empty for the default one. */
  readonly enterpriseProject: string;
}

/** One item, for the image list of one region. */
export const syncHss = defineOperation({
  name: SYNC_HSS,
  readInputs: (reader) => ({
    settings: readSettings(reader),
    list: readImageList(reader),
    options: readRunOptions(reader),
  }),
  plan: ({ settings: { region }, list }) => ({ region, ...list }),
  permissions: ({ region }) => [{ actions: HSS_IMAGES, regions: [region] }],
  steps({ region, ...list }, options) {
    const item: Item = { operation: SYNC_HSS, region, subject: list.imageType };
    return [
      {
        title: syncTitle(region, list),
        items: [item],
        run: (context) => synchronizeScanner({ items: [{ item }], region, ...list, ...options }, context),
      },
    ];
  },
});

/** Reads which image list is meant. */
export function readImageList(reader: InputReader): ImageListRef {
  const imageType = reader.choice('image-type', IMAGE_TYPES);
  const enterpriseProject = reader.text('enterprise-project-id');
  if (enterpriseProject.toLowerCase() === 'default') return { imageType, enterpriseProject: '0' };
  return { imageType, enterpriseProject: reader.text('enterprise-project-id', ENTERPRISE_PROJECT).toLowerCase() };
}

/** What a step says that synchronizes an image list of a region. */
export function syncTitle(region: string, { imageType }: ImageListRef): string {
  return `synchronize the ${imageType} list of HSS in ${region} from SWR`;
}
