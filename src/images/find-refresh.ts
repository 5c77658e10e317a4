/** Looks for the effect of a refresh whose reply was lost; the request is not sent again. */
import type { Dated } from '../cloud/dated.ts';
import type { Image, ModelArts } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import { poll } from '../engine/poll.ts';
import { effectUnknown, LOST_REPLY_GRACE_MS } from '../engine/verdict.ts';
import { explain, type Failure } from '../errors.ts';
import { type ImageContext, observeImage } from './image-details.ts';

/** A refresh that may or may not have been accepted. */
export interface LostRefresh {
  readonly id: string;
  readonly item: Item;
  readonly modelArts: Pick<ModelArts, 'showDatedImage'>;
  readonly pollIntervalMs: number;
  /** Not after the moment at which the request was sent, by {@link Clock.now}. */
  readonly sentAt: number;
  readonly failure: Failure;
}

/**
 * An image that was `ACTIVE` before is so without a refresh as well: only a record that has changed since the request, or
 * that is not `ACTIVE` yet, shows an effect.
 * @returns false when there is no evidence; the item is settled then
 */
export async function findRefresh(lost: LostRefresh, context: ImageContext): Promise<boolean> {
  const { id, item, modelArts, pollIntervalMs, sentAt, failure } = lost;
  const startedAt = context.clock.now();
  const isChanged = createChangeDetector(sentAt);
  let hasEffect = false;
  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    async check() {
      const askedAt = context.clock.now();
      const shown = await modelArts.showDatedImage(id);
      if (shown !== undefined) observeImage(context, item, shown.value);
      hasEffect = shown?.value.status !== 'ACTIVE' || isChanged(shown, askedAt);
      return hasEffect || context.clock.now() - startedAt >= LOST_REPLY_GRACE_MS;
    },
  });
  if (hasEffect) return true;
  const evidence =
    timeout?.lastFailure === undefined
      ? 'ModelArts shows the image with status ACTIVE, and nothing shows that this was corrected since.'
      : `Whether it was corrected is unknown: ${explain(timeout.lastFailure)}`;
  context.settle(item, effectUnknown(failure, evidence));
  return false;
}

/** The service gives the time of its replies in whole seconds, and may round up the time of a change a little. */
const [DATE_UNIT_MS, TOLERANCE_MS] = [1000, 2000];

/** Makes a function that decides whether the record of an image has changed since `sentAt`, by the service's own clock. */
function createChangeDetector(sentAt: number): (shown: Dated<Image>, askedAt: number) => boolean {
  /** The request was sent before this time of the service. */
  let sentBeforeMs = Infinity;
  let first: number | undefined;
  return ({ value: { update_at: updatedAtMs }, dateMs = NaN }, askedAt) => {
    if (updatedAtMs === undefined) return false;
    const isOther = updatedAtMs !== (first ??= updatedAtMs);
    sentBeforeMs = Math.min(sentBeforeMs, dateMs + DATE_UNIT_MS - (askedAt - sentAt) || Infinity);
    // A time in the future is not that of a change.
    return isOther || (updatedAtMs >= sentBeforeMs && updatedAtMs <= dateMs + TOLERANCE_MS);
  };
}
