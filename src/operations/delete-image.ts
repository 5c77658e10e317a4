/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import { DELETE_IMAGES, DELETE_TAGS, READ_IMAGES, READ_TAGS } from '../cloud/permission.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import type { Verdict } from '../engine/verdict.ts';
import { explain, failureOf } from '../errors.ts';
import { contradictory, missingImage } from '../images/absence.ts';
import type { ImageContext } from '../images/image-details.ts';
import { defineImageOperation, type PlannedImage } from './images.ts';

/** An image that does not exist is `absent`, which is ok. */
export const deleteImage = defineImageOperation({
  name: 'delete-image',
  readMore: (reader) => ({ force: reader.flag('force') }),
  actions: ({ force }) => [...READ_IMAGES, ...DELETE_IMAGES, ...(force ? [...READ_TAGS, ...DELETE_TAGS] : [])],
  verb: ({ force }) => (force ? 'delete image, with its content in SWR,' : 'delete image'),
  planned: 'Would be deleted.',
  judgeDryRun: (shown, image, context) => (shown === undefined ? absentImage(context, image) : undefined),
  async run(context, image, { force }) {
    const { id, item, modelArts, wait } = image;
    const { existed, image: details } = await modelArts.deleteImage(id, force);
    if (details !== undefined) context.services.imageDetails.record(item, details);
    context.observe(item, existed ? 'deletion confirmed' : 'reported as not existing');
    // An image that is said not to exist is looked for in any case: one reply does not make the step succeed.
    if (wait || !existed) await awaitDeletion(context, image, { force, reported: existed ? 'deleted' : 'absent' });
    else context.settle(item, { kind: 'accepted', message: 'Triggered, not proved.' });
  },
});

/** The verdict for an image that was not there. All such images make one warning. */
function absentImage(context: ImageContext, image: PlannedImage): Verdict {
  const { region, modelArts } = image;
  context.log.warnOnce(
    `ModelArts in ${region} does not have every image in project ${modelArts.projectId}: nothing was deleted where the verdict is absent. If such an image should exist, check image-ids, region and project-id.`,
  );
  return { kind: 'absent', message: missingImage(image).message };
}

interface DeletionReply {
  readonly force: boolean;
  /** What the reply to the deletion means. */
  readonly reported: 'deleted' | 'absent';
}

/** Checks that the image is gone. Credentials that may delete but not read have only the replies to deletions as evidence. */
async function awaitDeletion(
  context: ImageContext,
  image: PlannedImage,
  { force, reported }: DeletionReply,
): Promise<void> {
  const { id, item, modelArts, pollIntervalMs } = image;
  let status: string | undefined;
  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    immediate: reported === 'deleted',
    async check() {
      try {
        status = (await modelArts.showImage(id))?.status ?? 'DELETED';
      } catch (error) {
        const failure = failureOf(error);
        if (failure.code !== 'permission-denied') throw failure;
        // Without permission to read, another deletion shows whether the image exists.
        const isGone = reported === 'absent' && !(await modelArts.deleteImage(id, force)).existed;
        const message = `ModelArts said so; it could not be checked. ${explain(failure)}`;
        context.settle(item, isGone ? absentImage(context, image) : { kind: 'deleted', message });
        return true;
      }
      if (status === 'DELETED') {
        context.settle(item, reported === 'deleted' ? { kind: reported, status } : absentImage(context, image));
        return true;
      }
      // Nothing was deleted, so there is nothing to wait for.
      if (reported === 'absent') {
        context.settle(item, contradictory(image, status));
        return true;
      }
      context.observe(item, `deletion confirmed, status still ${status}`);
      return false;
    },
  });
  if (timeout === undefined) return;
  const { lastFailure, answered } = timeout;
  const last = describeTimeout(timeout, status === undefined ? 'nothing' : `status ${status}`);
  const message =
    reported === 'deleted'
      ? `ModelArts confirmed the deletion, but the image was not seen to be gone. ${last}`
      : `ModelArts said once that there is no such image, and did not confirm it. ${last}`;
  if (answered || lastFailure === undefined) {
    context.settle(item, { kind: 'timeout', code: 'timeout', status, message });
  } else {
    context.settle(item, { kind: 'unavailable', code: lastFailure.code, status, message });
  }
}
