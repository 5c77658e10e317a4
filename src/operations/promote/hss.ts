/** The stage that has HSS import the image list of the region. */
import { HSS_IMAGES } from '../../cloud/permission.ts';
import { hssStep, readImageList } from '../sync-hss.ts';
import type { Stage } from './stage.ts';

/** One item a region, which counts for all its tags. */
export const hssStage: Stage = {
  readInputs: (reader) => (reader.flag('hss') ? { hss: readImageList(reader) } : {}),
  permissions: ({ hss }, targets) =>
    hss === undefined ? [] : [{ actions: HSS_IMAGES, regions: targets.map(({ region }) => region) }],
  /** One promoted tag is reason enough, because HSS imports the list as a whole. */
  steps({ hss }, { target: { region, namespace, repository }, copies }, earlier, options) {
    if (hss === undefined) return [];
    const tags = copies.map((copy) => copy.target.tag);
    const label = `${hss.imageType} in HSS of ${region}`;
    const step = hssStep({ region, namespace, repository, tags, label }, hss, options);
    return [{ ...step, needs: { how: 'any', items: earlier } }];
  },
};
