/** What the operations on ModelArts images share: a list of image ids in one region, and a step for each. */
import type { Permission } from '../cloud/permission.ts';
import type { Item } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { ModelArts } from '../cloud/modelarts.ts';
import { type ImageContext, observeImage } from '../images/image-details.ts';
import type { InputReader } from '../inputs/reader.ts';
import { IMAGE_ID } from '../inputs/rules.ts';
import { readSettings, type RunOptions, type Settings } from '../inputs/settings.ts';
import type { Services } from './operation.ts';

/** What the operations on images read. */
export interface ImageInputs {
  readonly settings: Settings;
  readonly options: RunOptions;
  /** UUIDs in lower case, each once. */
  readonly ids: readonly string[];
}

/** The images of one region. */
export interface ImagePlan {
  readonly region: string;
  readonly ids: readonly string[];
}

/** One image of a plan, with its item. */
export interface PlannedImage {
  readonly id: string;
  readonly region: string;
  readonly item: Item;
}

/** Reads them; errors stay in the reader. */
export function readImageInputs(reader: InputReader, options: RunOptions): ImageInputs {
  const settings = readSettings(reader);
  // UUIDs are written in lower case and read in any.
  const ids = new Set(reader.requiredList('image-ids', IMAGE_ID).map((id) => id.toLowerCase()));
  return { settings, options, ids: [...ids] };
}

/** The plan of an operation that has nothing besides its images. */
export function planImages({ settings: { region }, ids }: ImageInputs): ImagePlan {
  return { region, ids };
}

/** `actions` in the region of the plan. */
export function imagePermissions(plan: ImagePlan, actions: readonly string[]): readonly Permission[] {
  return [{ actions, regions: [plan.region] }];
}

/** One step an image, so that none waits for another. `verb` is for the titles: "refresh image …". */
export function imageSteps(
  { region, ids }: ImagePlan,
  operation: { readonly name: string; readonly verb: string },
  run: (image: PlannedImage, modelArts: ModelArts, context: ImageContext) => Promise<void>,
): readonly Step<Services>[] {
  return ids.map((id) => {
    const item: Item = { operation: operation.name, region, subject: id };
    return {
      title: `${operation.verb} ${id} in ${region}`,
      items: [item],
      run: async (context) => run({ id, region, item }, await context.services.cloud.modelArts(region), context),
    };
  });
}

/** Settles an item of a dry run: reads the image, and says what would be done, or what it means that it is missing. */
export async function settlePlanned(
  context: ImageContext,
  { id, item }: PlannedImage,
  modelArts: ModelArts,
  { planned, missing }: { readonly planned: string; readonly missing: Verdict },
): Promise<void> {
  const image = await modelArts.showImage(id);
  if (image !== undefined) observeImage(context, item, image);
  context.settle(item, image === undefined ? missing : { kind: 'planned', message: planned });
}
