/** `refresh-image`: asks ModelArts to correct the recorded status of images, then waits until it is ACTIVE. */
import { explain, failureOf } from '../../failure.ts';
import { readWaiting } from '../../inputs/settings.ts';
import { awaitActive } from '../await-active.ts';
import { planImages } from '../images.ts';
import type { Operation } from '../operation.ts';

export const refreshImage: Operation = {
  name: 'refresh-image',
  plan(planning) {
    const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
    return planImages(
      planning,
      { name: 'refresh-image', verb: 'refresh image' },
      async ({ id, region, item }, context) => {
        const modelArts = await context.cloud.modelArts(region);
        const missing = { kind: 'missing', message: `ModelArts in ${region} has no image ${id}.` } as const;

        if (dryRun) {
          const image = await modelArts.showImage(id);
          if (image !== undefined) context.see(item, `status ${image.status}`, { image, status: image.status });
          context.settle(
            item,
            image === undefined ? missing : { kind: 'planned', status: image.status, message: 'Would be refreshed.' },
          );
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
        await awaitActive(context, { id, region, item, modelArts, pollIntervalMs });
      },
    );
  },
};
