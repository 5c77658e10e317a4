/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import { DELETE_IMAGES, DELETE_TAGS, READ_IMAGES, READ_TAGS } from '../cloud/permission.ts';
import type { ModelArts } from '../cloud/modelarts.ts';
import { explain, failureOf } from '../errors.ts';
import { readWaiting } from '../inputs/settings.ts';
import { lastWords, poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import { noSuchImage } from '../images/await-active.ts';
import { type ImageTarget, planImages, rehearse } from './images.ts';
import type { Operation } from './operation.ts';

export const deleteImage: Operation = {
  name: 'delete-image',
  plan(planning) {
    const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
    const force = planning.inputs.flag('force');
    const verb = force ? 'delete image, with its content in SWR,' : 'delete image';
    const actions = [...READ_IMAGES, ...DELETE_IMAGES, ...(force ? [...READ_TAGS, ...DELETE_TAGS] : [])];
    return planImages(planning, { name: 'delete-image', verb, actions }, async (target, context) => {
      const { id, region, item } = target;
      const modelArts = await context.cloud.modelArts(region);
      const absent = { kind: 'absent', message: noSuchImage(target) } as const;

      if (dryRun) {
        await rehearse(context, target, modelArts, { planned: 'Would be deleted.', missing: absent });
        return;
      }
      const { existed, image } = await modelArts.deleteImage(id, force);
      const said = existed ? 'deleted' : 'absent';
      context.see(item, existed ? 'deletion confirmed' : 'said not to be there', { image });
      if (wait) await awaitGone(context, target, { modelArts, said, intervalMs: pollIntervalMs });
      else context.settle(item, existed ? { kind: 'accepted', message: 'Triggered, not proved.' } : absent);
    });
  },
};

interface Confirmation {
  readonly modelArts: ModelArts;
  /** What the reply to the deletion means. */
  readonly said: 'deleted' | 'absent';
  readonly intervalMs: number;
}

/** Looks whether the image is gone indeed; who may delete but not read has the reply alone. */
async function awaitGone(
  context: Context,
  { id, item }: ImageTarget,
  { modelArts, said, intervalMs }: Confirmation,
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
          kind: said,
          message: `ModelArts said so; a look was not possible. ${explain(failure)}`,
        });
        return true;
      }
      if (status === 'DELETED') {
        context.settle(
          item,
          said === 'deleted' ? { kind: said, status } : { kind: said, message: 'There is no such image.' },
        );
        return true;
      }
      // Nothing was deleted, so there is nothing to wait for.
      if (said === 'absent') {
        const message = `ModelArts said that there is no image ${id}, and shows it with status ${status}. Run the step again.`;
        context.settle(item, { kind: 'unavailable', status, message });
        return true;
      }
      context.see(item, `deletion confirmed, status still ${status}`);
      return false;
    },
  });
  if (expired === undefined) return;
  const { trouble, answered } = expired;
  const kind = answered || trouble === undefined ? 'timeout' : 'unavailable';
  const seen = lastWords(expired, status === '' ? 'nothing' : `status ${status}`);
  const message = `ModelArts answered the deletion, but the image was not seen to be gone. ${seen}`;
  context.settle(item, { kind, ...(status === '' ? {} : { status }), message });
}
