/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */
import type { ModelArts } from '../cloud/modelarts.ts';
import { DELETE_IMAGES, DELETE_TAGS, READ_IMAGES, READ_TAGS } from '../cloud/permission.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import type { Verdict } from '../engine/verdict.ts';
import { explain, failureOf } from '../errors.ts';
import { missingImage } from '../images/await-active.ts';
import type { ImageContext } from '../images/image-details.ts';
import { readRunOptions } from '../inputs/settings.ts';
import {
  type ImageInputs,
  imagePermissions,
  type ImagePlan,
  imageSteps,
  planImages,
  type PlannedImage,
  readImageInputs,
  settlePlanned,
} from './images.ts';
import type { Operation } from './operation.ts';

interface DeleteInputs extends ImageInputs {
  readonly force: boolean;
}

interface DeletePlan extends ImagePlan {
  readonly force: boolean;
}

/** An image that does not exist is `absent`, which is ok. */
export const deleteImage: Operation<DeleteInputs, DeletePlan> = {
  name: 'delete-image',
  readInputs(reader) {
    const options = readRunOptions(reader);
    const force = reader.flag('force');
    return { ...readImageInputs(reader, options), force };
  },
  plan: (inputs) => ({ ...planImages(inputs), force: inputs.force }),
  permissions(plan) {
    const content = plan.force ? [...READ_TAGS, ...DELETE_TAGS] : [];
    return imagePermissions(plan, [...READ_IMAGES, ...DELETE_IMAGES, ...content]);
  },
  steps(plan, { wait, dryRun, pollIntervalMs }) {
    const verb = plan.force ? 'delete image, with its content in SWR,' : 'delete image';
    return imageSteps(plan, { name: 'delete-image', verb }, async (image, modelArts, context) => {
      const { id, item } = image;
      const absent: Verdict = { kind: 'absent', message: missingImage(image).message };
      if (dryRun) {
        await settlePlanned(context, image, modelArts, { planned: 'Would be deleted.', missing: absent });
        return;
      }
      const { existed, image: details } = await modelArts.deleteImage(id, plan.force);
      if (details !== undefined) context.services.imageDetails.record(item, details);
      context.observe(item, existed ? 'deletion confirmed' : 'reported as not existing');
      const reported = existed ? 'deleted' : 'absent';
      if (wait) await awaitDeletion(context, image, { modelArts, reported, pollIntervalMs });
      else context.settle(item, existed ? { kind: 'accepted', message: 'Triggered, not proved.' } : absent);
    });
  },
};

interface RequestedDeletion {
  readonly modelArts: ModelArts;
  /** What the reply to the deletion means. */
  readonly reported: 'deleted' | 'absent';
  readonly pollIntervalMs: number;
}

/** Checks that the image is gone. Credentials that may delete but not read have only the reply as evidence. */
async function awaitDeletion(
  context: ImageContext,
  { id, item }: PlannedImage,
  { modelArts, reported, pollIntervalMs }: RequestedDeletion,
): Promise<void> {
  let status = '';
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
  const last = describeTimeout(timeout, status === '' ? 'nothing' : `status ${status}`);
  const details = {
    ...(status === '' ? {} : { status }),
    message: `ModelArts confirmed the deletion, but the image was not seen to be gone. ${last}`,
  };
  if (answered || lastFailure === undefined) context.settle(item, { kind: 'timeout', code: 'timeout', ...details });
  else context.settle(item, { kind: 'unavailable', code: lastFailure.code, ...details });
}
