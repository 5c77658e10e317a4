/** Registers a tag in ModelArts, once: what became of a request without an answer is looked for in the list. */
import type { Image, ModelArts, Registered, Registration } from '../cloud/modelarts.ts';
import { explain, type Failure, failureOf } from '../errors.ts';
import { poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import { verdictOf } from '../engine/verdict.ts';
import type { ImageStage } from './promote-image.ts';

export interface Registrations {
  readonly images: readonly Image[];
  /** Whether this run has made them, as far as anybody can know. */
  readonly isOurs: boolean;
}

/** A registration without an answer shows in the list within this time, or did not arrive. */
export const TRACE_MS = 60_000;

/** Undefined when it came to nothing; then the item is settled. */
export async function register(
  stage: ImageStage,
  context: Context,
  modelArts: ModelArts,
  registration: Registration,
): Promise<Registrations | undefined> {
  const { item } = stage;
  // What was listed before this moment tells nothing of the request.
  const since = context.clock.now();
  const answer = await send(modelArts, registration);
  if ('image' in answer) {
    context.see(item, 'registered');
    return { images: [answer.image], isOurs: true };
  }
  const isTaken = 'taken' in answer;
  const failure = isTaken ? answer.taken : answer.doubt;
  const state = isTaken
    ? 'said to be registered already'
    : `registration requested, without an answer: ${explain(failure)}`;
  context.see(item, state);
  const { images, trouble } = await look(stage, context, since);
  if (images.length > 0) return { images, isOurs: !isTaken };
  if (trouble !== undefined) {
    const message = `${explain(failure)} Whether there is an image of it is not known: ${explain(trouble)} Run the step again.`;
    context.settle(item, { kind: 'unavailable', message });
  } else if (isTaken) {
    const message = `${failure.message} The list does not show it under ${registration.swrPath}: is it in another workspace than workspace-id, or registered under another address?`;
    context.settle(item, { ...verdictOf(failure), message });
  } else {
    const message = `${explain(failure)} No image of it was listed since. Run the step again.`;
    context.settle(item, { kind: 'unavailable', message });
  }
  return undefined;
}

/** `doubt`: the request may or may not have taken effect, and there is time to find out. */
async function send(
  modelArts: ModelArts,
  registration: Registration,
): Promise<Registered | { readonly doubt: Failure }> {
  try {
    return await modelArts.registerImage(registration);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure.uncertain || failure.kind === 'cancelled' || failure.kind === 'auth') throw failure;
    return { doubt: failure };
  }
}

/** What the list shows under the paths within {@link TRACE_MS}, or what kept the last look from an answer. */
async function look(
  { feed, paths, pollIntervalMs }: ImageStage,
  context: Context,
  since: number,
): Promise<{ readonly images: readonly Image[]; readonly trouble: Failure | undefined }> {
  const begun = context.clock.now();
  let images: readonly Image[] = [];
  const expired = await poll(context, {
    intervalMs: pollIntervalMs,
    async look() {
      images = await feed.find(context, paths(), since);
      return images.length > 0 || context.clock.now() - begun >= TRACE_MS;
    },
  });
  return { images, trouble: expired?.trouble };
}
