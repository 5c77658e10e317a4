/** Waits until ModelArts calls an image ACTIVE: the gate that `wait-image` is and that `refresh-image` ends with. */
import type { Image, ModelArts } from '../cloud/modelarts.ts';
import { explain } from '../failure.ts';
import type { Item } from '../promotion/item.ts';
import { lastWords, poll } from '../promotion/poll.ts';
import type { Context } from '../promotion/step.ts';
import type { Verdict } from '../promotion/verdict.ts';

export interface Awaited {
  readonly id: string;
  readonly region: string;
  readonly item: Item;
  readonly modelArts: ModelArts;
  readonly pollIntervalMs: number;
}

const ON_THE_WAY = new Set(['INIT', 'CREATING']);
const FINAL_FAULTS = new Set(['CREATE_FAILED', 'ERROR', 'DELETED']);

/** The sentence for an image that is not there. */
export function noSuchImage({ id, region }: Pick<Awaited, 'id' | 'region'>): string {
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
  const { id, item, modelArts } = awaited;
  let last: Image | undefined;

  const expired = await poll(context, {
    intervalMs: awaited.pollIntervalMs,
    async look() {
      const image = await modelArts.showImage(id);
      last = image ?? last;
      if (image !== undefined) context.see(item, `status ${image.status}`, { image, status: image.status });
      const verdict = judgeImage(image, awaited);
      if (verdict !== undefined) {
        context.settle(item, verdict);
        return true;
      }
      // The same text for every image, so that many of them make one warning.
      if (image !== undefined && !ON_THE_WAY.has(image.status)) {
        context.log.warnOnce(`ModelArts reports the unknown status '${image.status}'; waiting for ACTIVE goes on.`);
      }
      return false;
    },
  });
  if (expired === undefined) return;

  const { trouble, answered } = expired;
  if (!answered && trouble !== undefined) {
    context.settle(item, { kind: 'unavailable', message: explain(trouble), failure: 'unavailable' });
    return;
  }
  const seen = last === undefined ? 'nothing' : `status ${last.status}`;
  context.settle(item, {
    kind: 'timeout',
    status: last?.status,
    message: `The time ran out before image ${id} was ACTIVE. ${lastWords(expired, seen)}`,
  });
}
