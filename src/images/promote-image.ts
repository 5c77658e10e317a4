/** The ModelArts stage of one tag in one region: what is registered under it is refreshed, or it is registered. */
import type { Image, ModelArts, Registration } from '../cloud/modelarts.ts';
import type { Waiting } from '../inputs/settings.ts';
import type { Item } from '../engine/item.ts';
import { poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import { awaitActive } from './await-active.ts';
import type { ImageFeed } from './image-index.ts';
import { register } from './register.ts';

export interface ImageStage extends Waiting {
  readonly item: Item;
  readonly region: string;
  readonly feed: ImageFeed;
  /** Where the tag lies in the region, the public address first; at least one. */
  paths(): readonly [string, ...string[]];
  /** Whether the target was seen to have the tag. */
  isThere(): boolean;
  /** What a registration says besides the path; undefined where nothing is to be registered. */
  readonly registration: Omit<Registration, 'swrPath'> | undefined;
}

/** An image that was made a moment ago may take this long to be shown. */
const UNSEEN_MS = 60_000;

export async function runImageStage(stage: ImageStage, context: Context): Promise<void> {
  const { item, region, feed, registration } = stage;
  const paths = stage.paths();
  const modelArts = await context.cloud.modelArts(region);
  const found = await feed.find(context, paths);
  for (const image of found) note(context, item, image);
  if (stage.dryRun) {
    rehearse(stage, context, found);
    return;
  }
  if (found.length > 0) {
    await refresh(stage, context, modelArts, found);
  } else if (registration === undefined) {
    context.settle(item, { kind: 'missing', message: notRegistered(stage) });
  } else {
    const [swrPath] = paths;
    const outcome = await register(stage, context, modelArts, { swrPath, ...registration });
    if (outcome === undefined) return;
    for (const image of outcome.images) note(context, item, image);
    if (outcome.isOurs) await untilActive(stage, context, modelArts, outcome.images);
    else await refresh(stage, context, modelArts, outcome.images);
  }
}

/** ACTIVE may be what ModelArts recorded of the bytes that the tag had before: only after a refresh it is a proof. */
async function refresh(
  stage: ImageStage,
  context: Context,
  modelArts: ModelArts,
  images: readonly Image[],
): Promise<void> {
  const { item, region, pollIntervalMs } = stage;
  const open = new Set(images.map(({ id }) => id));
  let gone: string | undefined;
  const expired = await poll(context, {
    intervalMs: pollIntervalMs,
    // A second request corrects the same record once more, so that one without an answer is made again.
    async look() {
      for (const id of open) {
        if (!(await modelArts.syncImage(id))) gone = id;
        open.delete(id);
      }
      return true;
    },
  });
  if (expired?.trouble !== undefined) throw expired.trouble;
  if (gone !== undefined) {
    const message = `ModelArts in ${region} listed image ${gone}, and has it no longer. Run the step again.`;
    context.settle(item, { kind: 'missing', message });
    return;
  }
  context.see(item, 'refresh requested');
  await untilActive(stage, context, modelArts, images);
}

function untilActive(
  { item, region, pollIntervalMs }: ImageStage,
  context: Context,
  modelArts: ModelArts,
  images: readonly Image[],
): Promise<void> {
  const ids = images.map(({ id }) => id);
  return awaitActive(context, { ids, region, item, modelArts, pollIntervalMs, unseenMs: UNSEEN_MS });
}

function rehearse(stage: ImageStage, context: Context, found: readonly Image[]): void {
  const { item, registration } = stage;
  if (found.length > 0) {
    const ids = found.map(({ id }) => id).join(' and ');
    context.settle(item, { kind: 'planned', message: `Would be refreshed: image ${ids}.` });
  } else if (registration !== undefined) {
    context.settle(item, { kind: 'planned', message: 'Would be registered.' });
  } else if (stage.isThere()) {
    context.settle(item, { kind: 'missing', message: notRegistered(stage) });
  } else {
    const message = 'Would be refreshed, if it is registered by then: nothing is registered under it now.';
    context.settle(item, { kind: 'planned', message });
  }
}

function note(context: Context, item: Item, image: Image): void {
  context.see(item, `image ${image.id} status ${image.status}`, { image, status: image.status });
}

function notRegistered(stage: ImageStage): string {
  const [path] = stage.paths();
  return `ModelArts in ${stage.region} has no image registered under ${path}. Set modelarts to register to have it registered.`;
}
