/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import { DELETE_IMAGES, DELETE_TAGS, READ_IMAGES, READ_TAGS } from '../cloud/permission.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import type { Verdict } from '../engine/verdict.ts';
import { explain, failureOf } from '../errors.ts';
import { missingImage } from '../images/await-active.ts';
import type { ImageContext } from '../images/image-details.ts';
import { defineImageOperation, type PlannedImage } from './images.ts';

/** An image that does not exist is `absent`, which is ok. */
export const deleteImage = defineImageOperation({
  name: 'delete-image',
  readMore: (reader) => ({ force: reader.flag('force') }),
  actions: ({ force }) => [...READ_IMAGES, ...DELETE_IMAGES, ...(force ? [...READ_TAGS, ...DELETE_TAGS] : [])],
  verb: ({ force }) => (force ? 'delete image, with its content in SWR,' : 'delete image'),
  planned: 'Would be deleted.',
  judgeDryRun: (shown, image) => (shown === undefined ? absentImage(image) : undefined),
  async run(context, image, { force }) {
    const { id, item, modelArts, wait } = image;
    const { existed, image: details } = await modelArts.deleteImage(id, force);
    if (details !== undefined) context.services.imageDetails.record(item, details);
    context.observe(item, existed ? 'deletion confirmed' : 'reported as not existing');
    if (wait) await awaitDeletion(context, image, existed ? 'deleted' : 'absent');
    else context.settle(item, existed ? { kind: 'accepted', message: 'Triggered, not proved.' } : absentImage(image));
  },
});

function absentImage(image: PlannedImage): Verdict {
  return { kind: 'absent', message: missingImage(image).message };
}

/**
 * Checks that the image is gone. Credentials that may delete but not read have only the reply as evidence.
 * @param reported what the reply to the deletion means
 */
async function awaitDeletion(
  context: ImageContext,
  { id, item, modelArts, pollIntervalMs }: PlannedImage,
  reported: 'deleted' | 'absent',
): Promise<void> {
  let status: string | undefined;
  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    async check() {
      try {
        const image = await modelArts.showImage(id);
        status = image?.status ?? 'DELETED';
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== 'refused') throw failure;
        const message = `ModelArts said so; it could not be checked. ${explain(failure)}`;
        context.settle(item, { kind: reported, message });
        return true;
      }
      if (status === 'DELETED') {
        context.settle(
          item,
          reported === 'deleted' ? { kind: reported, status } : { kind: reported, message: 'There is no such image.' },
        );
        return true;
      }
      // Nothing was deleted, so there is nothing to wait for.
      if (reported === 'absent') {
        const message = `ModelArts said that there is no image ${id}, and shows it with status ${status}. Run the step again.`;
        context.settle(item, { kind: 'unavailable', code: 'reply-invalid', status, message });
        return true;
      }
      context.observe(item, `deletion confirmed, status still ${status}`);
      return false;
    },
  });
  if (timeout === undefined) return;
  const { lastFailure, answered } = timeout;
  const last = describeTimeout(timeout, status === undefined ? 'nothing' : `status ${status}`);
  const message = `ModelArts confirmed the deletion, but the image was not seen to be gone. ${last}`;
  if (answered || lastFailure === undefined) {
    context.settle(item, { kind: 'timeout', code: 'timeout', status, message });
  } else {
    context.settle(item, { kind: 'unavailable', code: lastFailure.code, status, message });
  }
}
