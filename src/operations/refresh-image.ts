/** `refresh-image`: asks ModelArts to correct the recorded status of images, then waits until it is ACTIVE. */
import { READ_IMAGES, REFRESH_IMAGES } from '../cloud/permission.ts';
import { explain, failureOf } from '../errors.ts';
import { readWaiting } from '../inputs/settings.ts';
import { awaitActive, noSuchImage } from '../images/await-active.ts';
import { planImages, rehearse } from './images.ts';
import type { Operation } from './operation.ts';

export const refreshImage: Operation = {
  name: 'refresh-image',
  plan(planning) {
    const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
    const actions = [...READ_IMAGES, ...REFRESH_IMAGES];
    return planImages(planning, { name: 'refresh-image', verb: 'refresh image', actions }, async (target, context) => {
      const { id, region, item } = target;
      const modelArts = await context.cloud.modelArts(region);
      const missing = { kind: 'missing', message: noSuchImage(target) } as const;

      if (dryRun) {
        await rehearse(context, target, modelArts, { planned: 'Would be refreshed.', missing });
        return;
      }
      try {
        if (!(await modelArts.syncImage(id))) {
          context.settle(item, missing);
          return;
        }
        context.see(item, 'refresh requested');
      } catch (error) {
        const failure = failureOf(error);
        // Without an answer nobody knows whether the refresh was taken; it is not sent again, its effect is looked for.
        if (!failure.uncertain || failure.kind !== 'unavailable' || !wait) throw failure;
        context.see(item, `refresh requested, without an answer: ${explain(failure)}`);
      }
      if (!wait) {
        context.settle(item, { kind: 'accepted', message: 'Triggered, not proved.' });
        return;
      }
      await awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
    });
  },
};
