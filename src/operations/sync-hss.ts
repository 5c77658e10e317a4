/** `sync-hss`: asks HSS to import the image list from SWR, and waits for the end where HSS reports one. */
import type { ImageType } from '../cloud/hss.ts';
import { HSS_IMAGES } from '../cloud/permission.ts';
import type { Item } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ENTERPRISE_PROJECT } from '../inputs/rules.ts';
import { readRunOptions, readSettings, type RunOptions } from '../inputs/settings.ts';
import { synchronizeScanner } from '../scanning/synchronize.ts';
import { defineOperation, type Services } from './operation.ts';

const IMAGE_TYPES = ['private_image', 'shared_image'] as const satisfies readonly ImageType[];

const SYNC_HSS = 'sync-hss';

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
  steps: ({ region, ...list }, options) => [hssStep({ region }, list, options)],
});

/** Reads which image list is meant. */
export function readImageList(reader: InputReader): ImageListRef {
  const imageType = reader.choice('image-type', IMAGE_TYPES);
  const enterpriseProject = reader.text('enterprise-project-id');
  if (enterpriseProject.toLowerCase() === 'default') return { imageType, enterpriseProject: '0' };
  return { imageType, enterpriseProject: reader.text('enterprise-project-id', ENTERPRISE_PROJECT).toLowerCase() };
}

/** The step that synchronizes one image list of one region. `about` is what its item says besides. */
export function hssStep(
  about: Pick<Item, 'region' | 'namespace' | 'repository' | 'tags' | 'label'>,
  list: ImageListRef,
  options: RunOptions,
): Step<Services> {
  const { region } = about;
  const item: Item = { operation: SYNC_HSS, subject: list.imageType, ...about };
  return {
    title: `synchronize the ${list.imageType} list of HSS in ${region} from SWR`,
    items: [item],
    run: (context) => synchronizeScanner({ item, region, ...list, ...options }, context),
  };
}
