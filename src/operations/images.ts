/** What the operations on ModelArts images share: a list of image ids in one region, and a step for each. */
import type { Image } from '../cloud/modelarts.ts';
import type { Item } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import { type ImageRef, readImage } from '../images/absence.ts';
import { type ImageContext, observeImage } from '../images/image-details.ts';
import type { InputReader } from '../inputs/reader.ts';
import { IMAGE_ID } from '../inputs/rules.ts';
import { readRunOptions, readSettings, type RunOptions } from '../inputs/settings.ts';
import { defineOperation, type Services } from './operation.ts';

/** One image while its step runs. */
export interface PlannedImage extends ImageRef, Omit<RunOptions, 'dryRun'> {
  readonly item: Item;
}

/** How an operation on images differs from the others. `M` are its further inputs. */
export interface ImageOperation<M> {
  readonly name: string;
  /** {@link readRunOptions} if not given. */
  readOptions?(reader: InputReader): RunOptions;
  /** Reads the further inputs, which become part of the plan. */
  readMore(reader: InputReader): M;
  /** What it must be allowed to do in the region. */
  actions(more: M): readonly string[];
  /** For the titles of the steps: "refresh image …". */
  verb(more: M): string;
  /** What a dry run says of an image, unless `judgeDryRun` has a verdict for what ModelArts shows. */
  readonly planned: string;
  judgeDryRun(shown: Image | undefined, image: PlannedImage, context: ImageContext): Verdict | undefined;
  /** Brings the item of an image to its verdict. */
  run(context: ImageContext, image: PlannedImage, more: M): Promise<void>;
}

/** Completes an operation on images. Each image has a step of its own, so that none waits for another. */
export function defineImageOperation<M extends object>(operation: ImageOperation<M>) {
  const { name, readOptions = readRunOptions } = operation;
  return defineOperation({
    name,
    readInputs(reader) {
      const [options, more] = [readOptions(reader), operation.readMore(reader)];
      const settings = readSettings(reader);
      // UUIDs are written in lower case and read in any.
      const ids = new Set(reader.requiredList('image-ids', IMAGE_ID).map((id) => id.toLowerCase()));
      return { settings, options, ids: [...ids], more };
    },
    plan: ({ settings: { region }, ids, more }) => ({ region, ids, ...more }),
    permissions: (plan) => [{ actions: operation.actions(plan), regions: [plan.region] }],
    steps: (plan, { dryRun, ...options }) =>
      plan.ids.map((id): Step<Services> => {
        const { region } = plan;
        const item: Item = { operation: name, region, subject: id, imageId: id };
        return {
          title: `${operation.verb(plan)} ${id} in ${region}`,
          items: [item],
          async run(context) {
            const modelArts = await context.services.cloud.modelArts(region);
            const image = { id, region, item, modelArts, ...options };
            if (dryRun) await settleDryRun(context, image, operation);
            else await operation.run(context, image, plan);
          },
        };
      }),
  });
}

/** Reads the image, and says what would be done or why nothing would. */
async function settleDryRun<M>(
  context: ImageContext,
  image: PlannedImage,
  { planned, judgeDryRun }: ImageOperation<M>,
): Promise<void> {
  const shown = await readImage(context, image);
  if (shown !== undefined) observeImage(context, image.item, shown);
  context.settle(image.item, judgeDryRun(shown, image, context) ?? { kind: 'planned', message: planned });
}
