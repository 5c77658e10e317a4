/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import type { Deletion, Image } from '../cloud/modelarts.ts';
import { DELETE_IMAGES, DELETE_TAGS, READ_IMAGES, READ_TAGS } from '../cloud/permission.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import { effectUnknown, type Verdict } from '../engine/verdict.ts';
import { concernsOneRequest, explain, type Failure, failureOf } from '../errors.ts';
import { contradictory, missingImage, readImage } from '../images/absence.ts';
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
    let deletion: Deletion;
    try {
      deletion = await modelArts.deleteImage(id, force);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'unavailable' || !failure.uncertain || !wait) throw failure;
      await judgeUnconfirmed(context, image, failure);
      return;
    }
    const { existed, isConfirmed, image: details } = deletion;
    if (details !== undefined) context.services.imageDetails.record(item, details);
    context.observe(item, existed ? 'deletion confirmed' : 'reported as not existing');
    // An image that is said not to exist is looked for in any case: one reply does not make the step succeed.
    if (wait || !existed)
      await awaitDeletion(context, image, { force, isConfirmed, reported: existed ? 'deleted' : 'absent' });
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

/** No reply has confirmed the deletion, which may have taken effect: the image is gone only where ModelArts says so twice. */
async function judgeUnconfirmed(context: ImageContext, image: PlannedImage, failure: Failure): Promise<void> {
  const { id, item } = image;
  context.observe(item, `deletion requested, not confirmed: ${explain(failure)}`);
  let shown: Image | undefined;
  try {
    shown = await readImage(context, image);
  } catch (error) {
    const reading = failureOf(error);
    if (!concernsOneRequest(reading)) throw reading;
    context.settle(item, effectUnknown(failure, `Whether the image is gone is unknown: ${explain(reading)}`));
    return;
  }
  if (shown === undefined || shown.status === 'DELETED')
    context.settle(item, {
      kind: 'deleted',
      message: `No reply confirmed the deletion, but ModelArts does not have image ${id}.`,
    });
  else
    context.settle(item, {
      ...effectUnknown(failure, `The image is there with status ${shown.status}.`),
      status: shown.status,
    });
}

interface DeletionReply extends Pick<Deletion, 'isConfirmed'> {
  readonly force: boolean;
  /** What the reply to the deletion means. */
  readonly reported: 'deleted' | 'absent';
}

/** Checks that the image is gone. Credentials that may delete but not read have only the replies to deletions as evidence. */
async function awaitDeletion(
  context: ImageContext,
  image: PlannedImage,
  { force, isConfirmed, reported }: DeletionReply,
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
        const isAbsent = !isConfirmed && !(await modelArts.deleteImage(id, force)).existed && reported === 'absent';
        const message = `ModelArts said so; it could not be checked. ${explain(failure)}`;
        context.settle(item, isAbsent ? absentImage(context, image) : { kind: 'deleted', message });
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
