/** The stage that has HSS import the image list of the region. */
import { HSS_IMAGES } from '../../cloud/permission.ts';
import { hssStep, type ImageListRef, readImageList } from '../sync-hss.ts';
import type { Stage } from './stage.ts';

/** One item a region, which counts for all its tags. */
export const hssStage: Stage<ImageListRef> = {
  readInputs: (reader) => (reader.flag('hss') ? readImageList(reader) : undefined),
  permissions: (_, targets) => [{ actions: HSS_IMAGES, regions: targets.map(({ region }) => region) }],
  /** One promoted tag is reason enough, because HSS imports the list as a whole. */
  steps({ target: { region, namespace, repository }, copies }, earlier, list, options) {
    const tags = copies.map((copy) => copy.target.tag);
    const label = `${list.imageType} in HSS of ${region}`;
    const step = hssStep({ region, namespace, repository, tags, label }, list, options);
    return [{ ...step, needs: { how: 'any', items: earlier } }];
  },
};
