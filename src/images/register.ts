/** Registers a tag in ModelArts, once. If the reply is lost, the image is looked for in the list. */
import type { Image, ModelArts, Registered, Registration } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import { poll } from '../engine/poll.ts';
import { effectUnknown } from '../engine/verdict.ts';
import { concernsOneRequest, explain, type Failure, failureOf } from '../errors.ts';
import type { ImageContext } from './image-details.ts';
import type { ImageIndex } from './image-index.ts';
import type { ImagePlace } from './image-place.ts';

/** A tag that is to be registered. */
export interface UnregisteredTag {
  readonly item: Item;
  readonly modelArts: ModelArts;
  readonly index: ImageIndex;
  /** The tag in the region. */
  readonly place: ImagePlace;
  readonly pollIntervalMs: number;
}

/** The images of a tag after its registration. */
export interface RegisteredImages {
  readonly images: readonly Image[];
  /** Whether this run registered them, as far as can be known. */
  readonly isOurs: boolean;
}

/** How long to look for the image of a registration whose reply was lost: a registration takes effect at once. */
const LISTED_WITHIN_MS = 60_000;

/** @returns undefined when there is no image; the item is settled then. */
export async function register(
  unregistered: UnregisteredTag,
  context: ImageContext,
  registration: Registration,
): Promise<RegisteredImages | undefined> {
  const { item } = unregistered;
  // A list whose reading began before this moment proves nothing about the request.
  const sentAt = context.clock.now();
  const reply = await send(unregistered.modelArts, registration);
  if ('image' in reply) {
    context.observe(item, 'registered');
    return { images: [reply.image], isOurs: true };
  }
  const isTaken = 'taken' in reply;
  const failure = isTaken ? reply.taken : reply.ambiguousFailure;
  context.observe(
    item,
    isTaken ? 'said to be registered already' : `registration requested, reply lost: ${explain(failure)}`,
  );
  const { images, lastFailure } = await find(unregistered, context, sentAt);
  if (images.length > 0) return { images, isOurs: !isTaken };
  if (lastFailure !== undefined) {
    context.settle(item, effectUnknown(failure, `Whether the image exists is unknown: ${explain(lastFailure)}`));
  } else if (isTaken) {
    const message = `${failure.message} The list does not show it under ${registration.swrPath}: is it in another workspace than workspace-id, or registered under another address?`;
    context.settle(item, { kind: 'refused', code: 'image-taken', message });
  } else {
    context.settle(item, effectUnknown(failure, 'No image of it was listed since.'));
  }
  return undefined;
}

/** `ambiguousFailure`: the reply was lost, so the request may or may not have taken effect. */
async function send(
  modelArts: ModelArts,
  registration: Registration,
): Promise<Registered | { readonly ambiguousFailure: Failure }> {
  try {
    return await modelArts.registerImage(registration);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure.uncertain || !concernsOneRequest(failure)) throw failure;
    return { ambiguousFailure: failure };
  }
}

/** The images that the list shows within {@link LISTED_WITHIN_MS}, or why the last check failed. */
async function find(
  { index, place, pollIntervalMs }: UnregisteredTag,
  context: ImageContext,
  sentAt: number,
): Promise<{ readonly images: readonly Image[]; readonly lastFailure: Failure | undefined }> {
  const startedAt = context.clock.now();
  let images: readonly Image[] = [];
  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    async check() {
      images = await index.find(place, sentAt);
      return images.length > 0 || context.clock.now() - startedAt >= LISTED_WITHIN_MS;
    },
  });
  return { images, lastFailure: timeout?.lastFailure };
}
