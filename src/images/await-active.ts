/** Waits until ModelArts calls images ACTIVE: the gate that `wait-image` is and that all who change images end with. */
import type { Image, ModelArts } from '../cloud/modelarts.ts';
import { explain } from '../errors.ts';
import type { Item } from '../engine/item.ts';
import { lastWords, poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';

export interface Awaited {
  /** All of them must become ACTIVE. */
  readonly ids: readonly string[];
  readonly region: string;
  readonly item: Item;
  readonly modelArts: ModelArts;
  readonly pollIntervalMs: number;
  /** How long an image may stay unseen, because it was made a moment ago; 0 when not given. */
  readonly unseenMs?: number;
}

const ON_THE_WAY = new Set(['INIT', 'CREATING']);
const FINAL_FAULTS = new Set(['CREATE_FAILED', 'ERROR', 'DELETED']);

/** The sentence for an image that is not there. */
export function noSuchImage({ id, region }: { readonly id: string; readonly region: string }): string {
  return `ModelArts in ${region} has no image ${id}.`;
}

/** What a status means; undefined while the image is on its way, or in a state that nobody knows. */
export function judgeImage(
  image: Image | undefined,
  { id, region }: { readonly id: string; readonly region: string },
): Verdict | undefined {
  if (image === undefined) return { kind: 'missing', message: noSuchImage({ id, region }) };
  const { status } = image;
  if (status === 'ACTIVE') return { kind: 'active', status };
  if (!FINAL_FAULTS.has(status)) return undefined;
  const said = image.status_message ? `: ${image.status_message}` : ', without a message';
  return { kind: 'bad-status', status, message: `ModelArts says ${status}${said}.` };
}

export async function awaitActive(context: Context, awaited: Awaited): Promise<void> {
  const { ids, region, item, modelArts, unseenMs = 0 } = awaited;
  const begun = context.clock.now();
  const open = new Set(ids);
  const last = new Map<string, Image>();
  // Where the item is called by something else, the log and the verdict say which image it is.
  const named = (id: string): string => (item.subject === id ? '' : `image ${id} `);

  /** The verdict of the item, when this image decides it. */
  const lookAt = async (id: string): Promise<Verdict | undefined> => {
    const image = await modelArts.showImage(id);
    if (image === undefined && !last.has(id) && context.clock.now() - begun < unseenMs) {
      context.see(item, `${named(id)}not shown yet`);
      return undefined;
    }
    if (image !== undefined) {
      last.set(id, image);
      context.see(item, `${named(id)}status ${image.status}`, { image, status: image.status });
    }
    const verdict = judgeImage(image, { id, region });
    // The same text for every image, so that many of them make one warning.
    if (verdict === undefined && image !== undefined && !ON_THE_WAY.has(image.status)) {
      context.log.warnOnce(`ModelArts reports the unknown status '${image.status}'; waiting for ACTIVE goes on.`);
    }
    if (verdict?.kind !== 'active') return verdict && about(id, verdict);
    open.delete(id);
    return open.size > 0 ? undefined : about(ids.join(' and '), verdict);
  };
  const about = (id: string, verdict: Verdict): Verdict => {
    if (item.subject === id || verdict.kind === 'missing') return verdict;
    return { ...verdict, message: verdict.message === undefined ? `Image ${id}.` : `Image ${id}: ${verdict.message}` };
  };

  const expired = await poll(context, {
    intervalMs: awaited.pollIntervalMs,
    async look() {
      const verdicts = await Promise.all([...open].map(lookAt));
      const [bad, good] = [verdicts.find((verdict) => verdict && verdict.kind !== 'active'), verdicts.find(Boolean)];
      const verdict = bad ?? good;
      if (verdict !== undefined) context.settle(item, verdict);
      return verdict !== undefined;
    },
  });
  if (expired === undefined) return;

  const { trouble, answered } = expired;
  if (!answered && trouble !== undefined) {
    context.settle(item, { kind: 'unavailable', message: explain(trouble), failure: 'unavailable' });
    return;
  }
  const [late = ''] = open;
  const status = last.get(late)?.status;
  context.settle(item, {
    kind: 'timeout',
    status,
    message: `The time ran out before image ${late} was ACTIVE. ${lastWords(expired, status === undefined ? 'nothing' : `status ${status}`)}`,
  });
}
