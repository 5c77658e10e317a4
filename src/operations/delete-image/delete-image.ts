/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import type { ModelArts } from '../../cloud/modelarts.ts';
import { explain, failureOf } from '../../failure.ts';
import { readWaiting } from '../../inputs/settings.ts';
import { lastWords, poll } from '../../promotion/poll.ts';
import type { Context } from '../../promotion/step.ts';
import { type ImageTarget, planImages, rehearse } from '../images.ts';
import type { Operation } from '../operation.ts';

export const deleteImage: Operation = {
  name: 'delete-image',
  plan(planning) {
    const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
    const force = planning.inputs.flag('force');
    const verb = force ? 'delete image, with its content in SWR,' : 'delete image';
    return planImages(planning, { name: 'delete-image', verb }, async (target, context) => {
      const { id, region, item } = target;
      const modelArts = await context.cloud.modelArts(region);
      const absent = { kind: 'absent', message: `ModelArts in ${region} has no image ${id}.` } as const;

      if (dryRun) {
        await rehearse(context, target, modelArts, { planned: 'Would be deleted.', missing: absent });
        return;
      }
      const { existed, image } = await modelArts.deleteImage(id, force);
      if (!existed) {
        context.settle(item, absent);
        return;
      }
      context.see(item, 'deletion confirmed', { image });
      if (wait) await awaitGone(context, target, modelArts, pollIntervalMs);
      else context.settle(item, { kind: 'accepted', status: image?.status, message: 'Triggered, not proved.' });
    });
  },
};

/** Looks whether the image is gone indeed; who may delete but not read has the confirmation alone. */
async function awaitGone(
  context: Context,
  { id, item }: ImageTarget,
  modelArts: ModelArts,
  intervalMs: number,
): Promise<void> {
  let status = '';
  const expired = await poll(context, {
    intervalMs,
    async look() {
      try {
        const image = await modelArts.showImage(id);
        status = image?.status ?? 'DELETED';
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== 'refused') throw failure;
        context.settle(item, {
          kind: 'deleted',
          message: `ModelArts confirmed it; a look was not possible. ${explain(failure)}`,
        });
        return true;
      }
      if (status !== 'DELETED') {
        context.see(item, `deletion confirmed, status still ${status}`);
        return false;
      }
      context.settle(item, { kind: 'deleted', status });
      return true;
    },
  });
  if (expired === undefined) return;
  const { trouble, answered } = expired;
  const kind = answered || trouble === undefined ? 'timeout' : 'unavailable';
  const message = `ModelArts confirmed the deletion, but the image was not seen to be gone. ${lastWords(expired, status === '' ? 'nothing' : `status ${status}`)}`;
  context.settle(item, { kind, ...(status === '' ? {} : { status }), message });
}
