/** Whether ModelArts has an image. That it has none is believed only when a second request after a pause says so as well. */
import { sleep } from '../clock.ts';
import type { Image, ModelArts } from '../cloud/modelarts.ts';
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';

/** Where an image is looked for. */
export interface ImageRef {
  /** In lower case. */
  readonly id: string;
  readonly region: string;
  readonly modelArts: ModelArts;
}

type PauseContext = Pick<StepContext<unknown>, 'clock' | 'deadline' | 'signal'>;

const PAUSE_MS = 1000;

/** Reads an image. @returns undefined when two reads say that there is none */
export async function readImage(context: PauseContext, { id, modelArts }: ImageRef): Promise<Image | undefined> {
  return (await modelArts.showImage(id)) ?? readAgain(context, { id, modelArts });
}

/** The verdict where a request for an image was refused because there is none: `missing` where a read says so as well. */
export async function judgeMissing(context: PauseContext, image: ImageRef): Promise<Verdict> {
  const shown = await readAgain(context, image);
  return shown === undefined ? missingImage(image) : contradictory(image, shown.status);
}

/** The verdict for an image that ModelArts does not have. */
export function missingImage({ id, region, modelArts }: ImageRef): Verdict & { readonly message: string } {
  const message = `ModelArts in ${region} has no image ${id} in project ${modelArts.projectId}.`;
  return { kind: 'missing', code: 'image-missing', message };
}

/** The verdict where ModelArts said that there is no such image, and shows it with a status. */
export function contradictory({ id }: Pick<ImageRef, 'id'>, status: string): Verdict {
  const message = `ModelArts said that there is no image ${id}, and shows it with status ${status}. Run the step again.`;
  return { kind: 'unavailable', code: 'reply-invalid', status, message };
}

async function readAgain(
  { clock, deadline, signal }: PauseContext,
  { id, modelArts }: Pick<ImageRef, 'id' | 'modelArts'>,
): Promise<Image | undefined> {
  await sleep(clock, Math.min(PAUSE_MS, deadline.waitUntil - clock.now()), signal);
  return modelArts.showImage(id);
}
