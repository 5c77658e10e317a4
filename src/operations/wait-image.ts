/** `wait-image`: the gate. Waits, read-only, until images are ACTIVE. */
import { READ_IMAGES } from '../cloud/permission.ts';
import { readPollInterval } from '../inputs/settings.ts';
import { awaitActive, judgeImage } from '../images/await-active.ts';
import { planImages } from './images.ts';
import type { Operation } from './operation.ts';

export const waitImage: Operation = {
  name: 'wait-image',
  plan(planning) {
    const pollIntervalMs = readPollInterval(planning.inputs);
    const dryRun = planning.inputs.flag('dry-run');
    return planImages(
      planning,
      { name: 'wait-image', verb: 'wait for image', actions: READ_IMAGES },
      async ({ id, region, item }, context) => {
        const modelArts = await context.cloud.modelArts(region);
        if (!dryRun) return awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
        const image = await modelArts.showImage(id);
        if (image !== undefined) context.see(item, `status ${image.status}`, { image, status: image.status });
        const planned = { kind: 'planned', status: image?.status, message: 'Would be waited for.' } as const;
        context.settle(item, judgeImage(image, { id, region }) ?? planned);
      },
    );
  },
};
