/** `wait-image`: waits, read-only, until ModelArts images are `ACTIVE`. */
import { READ_IMAGES } from '../cloud/permission.ts';
import { awaitActive, judgeImage } from '../images/await-active.ts';
import { observeImage } from '../images/image-details.ts';
import { readPollInterval } from '../inputs/settings.ts';
import {
  type ImageInputs,
  imagePermissions,
  type ImagePlan,
  imageSteps,
  planImages,
  readImageInputs,
} from './images.ts';
import type { Operation } from './operation.ts';

/** Sends nothing but reads; the input `wait` does not apply. */
export const waitImage: Operation<ImageInputs, ImagePlan> = {
  name: 'wait-image',
  readInputs: (reader) =>
    readImageInputs(reader, {
      // Waiting is what the operation is for, so the input `wait` is not read.
      wait: true,
      pollIntervalMs: readPollInterval(reader),
      dryRun: reader.flag('dry-run'),
    }),
  plan: planImages,
  permissions: (plan) => imagePermissions(plan, READ_IMAGES),
  steps: (plan, { dryRun, pollIntervalMs }) =>
    imageSteps(plan, { name: 'wait-image', verb: 'wait for image' }, async (ref, modelArts, context) => {
      const { id, region, item } = ref;
      if (!dryRun) {
        await awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
        return;
      }
      const image = await modelArts.showImage(id);
      if (image !== undefined) observeImage(context, item, image);
      const planned = { kind: 'planned', status: image?.status, message: 'Would be waited for.' } as const;
      context.settle(item, judgeImage(image, ref) ?? planned);
    }),
};
