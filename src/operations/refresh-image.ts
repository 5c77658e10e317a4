/** `refresh-image`: asks ModelArts to correct the recorded status of images, then waits for `ACTIVE`. */
import { READ_IMAGES, REFRESH_IMAGES } from '../cloud/permission.ts';
import { explain, failureOf } from '../errors.ts';
import { judgeMissing, missingImage } from '../images/absence.ts';
import { awaitActive } from '../images/await-active.ts';
import { findRefresh } from '../images/find-refresh.ts';
import { defineImageOperation } from './images.ts';

/** The status is read again after the refresh, because the reply to it proves nothing. */
export const refreshImage = defineImageOperation({
  name: 'refresh-image',
  readMore: () => ({}),
  actions: () => [...READ_IMAGES, ...REFRESH_IMAGES],
  verb: () => 'refresh image',
  planned: 'Would be refreshed.',
  judgeDryRun: (shown, image) => (shown === undefined ? missingImage(image) : undefined),
  async run(context, image) {
    const { id, item, modelArts, wait } = image;
    const { clock, deadline } = context;
    const calledAt = clock.now();
    try {
      if (!(await modelArts.syncImage(id))) {
        context.settle(item, await judgeMissing(context, image));
        return;
      }
      context.observe(item, 'refresh requested');
    } catch (error) {
      const failure = failureOf(error);
      // The reply was lost, so the refresh may have been accepted: it is not sent again, and its effect is looked for.
      if (!failure.uncertain || failure.kind !== 'unavailable' || !wait) throw failure;
      context.observe(item, `refresh requested, reply lost: ${explain(failure)}`);
      // Throttling may have kept the request waiting for long; no attempt takes longer than `request-timeout`.
      const sentAt = Math.max(calledAt, clock.now() - (deadline.requestUntil - deadline.waitUntil));
      if (!(await findRefresh({ ...image, sentAt, failure }, context))) return;
    }
    if (wait) await awaitActive(context, { ...image, ids: [id] });
    else context.settle(item, { kind: 'accepted', message: 'Triggered, not proved.' });
  },
});
