/** What the operations on ModelArts images have in common: a list of ids in one region, and a step for each. */
import type { ModelArts } from '../cloud/modelarts.ts';
import { IMAGE_ID } from '../inputs/rules.ts';
import { readSettings } from '../inputs/settings.ts';
import type { Item } from '../engine/item.ts';
import type { Context, Step } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { Plan, Planning } from './operation.ts';

export interface ImageTarget {
  readonly id: string;
  readonly region: string;
  readonly item: Item;
}

/** A plan with one step an image, so that none holds up another. `verb` is for the titles: "refresh image …". */
export function planImages(
  { inputs }: Planning,
  operation: { readonly name: string; readonly verb: string; readonly actions: readonly string[] },
  run: (target: ImageTarget, context: Context) => Promise<void>,
): Plan {
  const settings = readSettings(inputs, { severalRegions: false, projects: new Map() });
  const { region } = settings;
  // UUIDs are written in lower case and read in any.
  const ids = new Set(inputs.requiredList('image-ids', IMAGE_ID).map((id) => id.toLowerCase()));
  const steps = [...ids].map((id): Step => {
    const item: Item = { operation: operation.name, region, subject: id };
    return {
      title: `${operation.verb} ${id} in ${region}`,
      items: [item],
      run: (context) => run({ id, region, item }, context),
    };
  });
  return { settings, steps, permissions: [{ actions: operation.actions, regions: [region] }] };
}

/** A dry run: looks at the image, and says what would be done with it, or what it means that it is not there. */
export async function rehearse(
  context: Context,
  { id, item }: ImageTarget,
  modelArts: ModelArts,
  { planned, missing }: { readonly planned: string; readonly missing: Verdict },
): Promise<void> {
  const image = await modelArts.showImage(id);
  if (image !== undefined) context.see(item, `status ${image.status}`, { image, status: image.status });
  context.settle(item, image === undefined ? missing : { kind: 'planned', message: planned });
}
