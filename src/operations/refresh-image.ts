/** `refresh-image`: asks ModelArts to correct the recorded status of images, then waits for `ACTIVE`. */
import { READ_IMAGES, REFRESH_IMAGES } from '../cloud/permission.ts';
import { explain, failureOf } from '../errors.ts';
import { awaitActive, missingImage } from '../images/await-active.ts';
import { readRunOptions } from '../inputs/settings.ts';
import {
  type ImageInputs,
  imagePermissions,
  type ImagePlan,
  imageSteps,
  planImages,
  readImageInputs,
  settlePlanned,
} from './images.ts';
import type { Operation } from './operation.ts';

/** The status is read again after the refresh, because the reply to it proves nothing. */
export const refreshImage: Operation<ImageInputs, ImagePlan> = {
  name: 'refresh-image',
  readInputs: (reader) => readImageInputs(reader, readRunOptions(reader)),
  plan: planImages,
  permissions: (plan) => imagePermissions(plan, [...READ_IMAGES, ...REFRESH_IMAGES]),
  steps: (plan, { wait, dryRun, pollIntervalMs }) =>
    imageSteps(plan, { name: 'refresh-image', verb: 'refresh image' }, async (image, modelArts, context) => {
      const { id, region, item } = image;
      if (dryRun) {
        const missing = missingImage(image);
        await settlePlanned(context, image, modelArts, { planned: 'Would be refreshed.', missing });
        return;
      }
      try {
        if (!(await modelArts.syncImage(id))) {
          context.settle(item, missingImage(image));
          return;
        }
        context.observe(item, 'refresh requested');
      } catch (error) {
        const failure = failureOf(error);
        // The reply was lost, so the refresh may have been accepted: it is not sent again, and the status is awaited.
        if (!failure.uncertain || failure.kind !== 'unavailable' || !wait) throw failure;
        context.observe(item, `refresh requested, reply lost: ${explain(failure)}`);
      }
      if (wait) await awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
      else context.settle(item, { kind: 'accepted', message: 'Triggered, not proved.' });
    }),
};
