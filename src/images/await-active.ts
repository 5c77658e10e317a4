/** Waits until ModelArts reports images as `ACTIVE`: what `wait-image` does, and how refresh and registration end. */
import type { Image, ModelArts } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import { type Verdict, verdictOf } from '../engine/verdict.ts';
import { Failure } from '../errors.ts';
import { type ImageRef, missingImage, readImage } from './absence.ts';
import { contradictingField, type ImagePlace } from './image-place.ts';
import { type ImageContext, observeImage } from './image-details.ts';

/** The images that an item waits for. */
export interface AwaitedImages {
  /** All of them must become `ACTIVE`. */
  readonly ids: readonly string[];
  readonly region: string;
  readonly item: Item;
  readonly modelArts: ModelArts;
  readonly pollIntervalMs: number;
  /** How long an image may be absent because it was registered a moment ago; 0 if not given. */
  readonly absentMs?: number;
  /** The tag that the images belong to; details that name another one are no evidence. Any tag if not given. */
  readonly place?: ImagePlace;
  /** Those of which nothing has shown that they belong to the place; their details must name an address of it. */
  readonly unproved?: ReadonlySet<string>;
}

const PENDING = new Set(['INIT', 'CREATING']);
const FAILED = new Set(['CREATE_FAILED', 'ERROR', 'DELETED']);

/** What a status means; undefined while the image is pending or its status is unknown to this action. */
export function judgeImage(image: Image | undefined, ref: ImageRef): Verdict | undefined {
  if (image === undefined) return missingImage(ref);
  const { status } = image;
  if (status === 'ACTIVE') return { kind: 'active', status };
  if (!FAILED.has(status)) return undefined;
  const reason = image.status_message ? `: ${image.status_message}` : ', without a message';
  return { kind: 'bad-status', code: 'image-failed', status, message: `ModelArts says ${status}${reason}.` };
}

/** Settles the item when all images are `ACTIVE`, when one of them has failed, or at the deadline. */
export async function awaitActive(context: ImageContext, awaited: AwaitedImages): Promise<void> {
  const { ids, item, absentMs = 0, place } = awaited;
  const startedAt = context.clock.now();
  const pending = new Set(ids);
  const unproved = new Set(awaited.unproved);
  const lastDetails = new Map<string, Image>();
  // Where the subject of the item is not the image id, log and verdict name the image.
  const isSubject = (id: string): boolean => item.subject === id;
  const withId = (id: string, verdict: Verdict): Verdict => {
    if (isSubject(id) || verdict.kind === 'missing') return verdict;
    return { ...verdict, message: verdict.message === undefined ? `Image ${id}.` : `Image ${id}: ${verdict.message}` };
  };

  /** @returns the verdict of the item, if this image decides it. */
  const check = async (id: string): Promise<Verdict | undefined> => {
    const image = await readImage(context, { ...awaited, id });
    const field = image && place && contradictingField(image, place);
    if (field !== undefined)
      throw new Failure('reply-invalid', `ModelArts shows image ${id} with the ${field} of another tag.`);
    if (image !== undefined && unproved.has(id)) {
      if (image.swr_path === undefined)
        throw new Failure(
          'reply-invalid',
          `ModelArts shows image ${id} without the swr_path that it is registered under.`,
        );
      unproved.delete(id);
    }
    const prefix = isSubject(id) ? '' : `image ${id} `;
    if (image === undefined && !lastDetails.has(id) && context.clock.now() - startedAt < absentMs) {
      context.observe(item, `${prefix}not shown yet`);
      return undefined;
    }
    if (image !== undefined) {
      lastDetails.set(id, image);
      observeImage(context, item, image, prefix);
    }
    const verdict = judgeImage(image, { ...awaited, id });
    // The same text for every image, so that many of them make one warning.
    if (verdict === undefined && image !== undefined && !PENDING.has(image.status)) {
      context.log.warnOnce(`ModelArts reports the unknown status '${image.status}'; still waiting for ACTIVE.`);
    }
    if (verdict?.kind !== 'active') return verdict && withId(id, verdict);
    pending.delete(id);
    return pending.size > 0 ? undefined : withId(ids.join(' and '), verdict);
  };

  const timeout = await poll(context, {
    intervalMs: awaited.pollIntervalMs,
    async check() {
      const verdicts = await Promise.all([...pending].map(check));
      const failed = verdicts.find((verdict) => verdict && verdict.kind !== 'active');
      const verdict = failed ?? verdicts.find(Boolean);
      if (verdict !== undefined) context.settle(item, verdict);
      return verdict !== undefined;
    },
  });
  if (timeout === undefined) return;

  const { lastFailure, answered } = timeout;
  if (!answered && lastFailure !== undefined) {
    context.settle(item, verdictOf(lastFailure));
    return;
  }
  const [late = ''] = pending;
  const status = lastDetails.get(late)?.status;
  const last = describeTimeout(timeout, status === undefined ? 'nothing' : `status ${status}`);
  context.settle(item, {
    kind: 'timeout',
    code: 'timeout',
    status,
    message: `The time limit was reached before image ${late} was ACTIVE. ${last}`,
  });
}
