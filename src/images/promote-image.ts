/** The ModelArts stage of one tag in one region: refreshes the images registered under it, or registers one. */
import type { Image, ModelArts, Registration } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import { poll } from '../engine/poll.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { judgeMissing } from './absence.ts';
import { awaitActive } from './await-active.ts';
import { type ImageContext, observeImage } from './image-details.ts';
import type { ImageIndex } from './image-index.ts';
import type { ImagePlace } from './image-place.ts';
import { register } from './register.ts';

/** A promoted tag, and what ModelArts is to do with it. */
export interface PromotedImage extends Omit<RunOptions, 'wait'> {
  readonly item: Item;
  readonly region: string;
  readonly modelArts: ModelArts;
  readonly index: ImageIndex;
  /** The tag in the region. */
  readonly place: ImagePlace;
  /** Whether the target was seen to have the tag; false only in a dry run. */
  readonly isInTarget: boolean;
  /** What a registration says besides the address; undefined to register nothing. */
  readonly registration: Omit<Registration, 'swrPath'> | undefined;
}

/** How long an image that was registered a moment ago may be absent. */
const ABSENT_MS = 60_000;

/** Brings the item of `promoted` to its verdict. */
export async function promoteImage(promoted: PromotedImage, context: ImageContext): Promise<void> {
  const { item, index, place, registration } = promoted;
  const found = await index.find(place);
  observeAll(context, item, found);
  if (promoted.dryRun) {
    settlePlanned(promoted, context, found);
  } else if (found.length > 0) {
    await refresh(promoted, context, found);
  } else if (registration === undefined) {
    settleNotRegistered(promoted, context);
  } else {
    const [swrPath] = place.locations;
    const registered = await register(promoted, context, { swrPath, ...registration });
    if (registered === undefined) return;
    observeAll(
      context,
      item,
      registered.images.filter((image) => !isUnproved(image)),
    );
    if (registered.isOurs) await untilActive(promoted, context, registered.images);
    else await refresh(promoted, context, registered.images);
  }
}

/** ModelArts may have recorded `ACTIVE` for the bytes that the tag had before: only after a refresh is it a proof. */
async function refresh(promoted: PromotedImage, context: ImageContext, images: readonly Image[]): Promise<void> {
  const { item, modelArts, pollIntervalMs } = promoted;
  const pending = new Set(images.map(({ id }) => id));
  let missing: string | undefined;
  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    // A second request only corrects the same record again, so a request whose reply was lost is sent again.
    async check() {
      for (const id of pending) {
        if (!(await modelArts.syncImage(id))) missing = id;
        pending.delete(id);
      }
      return true;
    },
  });
  if (timeout?.lastFailure !== undefined) throw timeout.lastFailure;
  if (missing !== undefined) {
    const verdict = await judgeMissing(context, { ...promoted, id: missing });
    context.settle(item, {
      ...verdict,
      message: `An image that ModelArts lists cannot be refreshed. ${verdict.message}`,
    });
    return;
  }
  context.observe(item, 'refresh requested');
  await untilActive(promoted, context, images);
}

function untilActive(promoted: PromotedImage, context: ImageContext, images: readonly Image[]): Promise<void> {
  const unproved = new Set(images.filter(isUnproved).map(({ id }) => id));
  return awaitActive(context, { ...promoted, ids: images.map(({ id }) => id), absentMs: ABSENT_MS, unproved });
}

/** The reply to a registration may leave out what was registered: it may then be the reply to another one. */
function isUnproved({ swr_path: path }: Image): boolean {
  return path === undefined;
}

/** The verdict of a dry run. */
function settlePlanned(promoted: PromotedImage, context: ImageContext, found: readonly Image[]): void {
  const { item, registration, isInTarget } = promoted;
  if (found.length > 0) {
    const ids = found.map(({ id }) => id).join(' and ');
    context.settle(item, { kind: 'planned', message: `Would be refreshed: image ${ids}.` });
  } else if (registration !== undefined) {
    context.settle(item, { kind: 'planned', message: 'Would be registered.' });
  } else if (isInTarget) {
    settleNotRegistered(promoted, context);
  } else {
    const message = 'Would be refreshed, if it is registered by then: nothing is registered under it now.';
    context.settle(item, { kind: 'planned', message });
  }
}

function observeAll(context: ImageContext, item: Item, images: readonly Image[]): void {
  for (const image of images) observeImage(context, item, image, `image ${image.id} `);
}

function settleNotRegistered({ item, region, place }: PromotedImage, context: ImageContext): void {
  const [location] = place.locations;
  context.settle(item, {
    kind: 'missing',
    code: 'image-not-registered',
    message: `ModelArts in ${region} has no image registered under ${location}. Set modelarts to register to have it registered.`,
  });
}
