import { noBody, param, queryOf, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { shownImage, type Image } from './images.ts';
import { badParameter, imageNotFound } from './refusals.ts';
import { IMAGE_ID_PATTERN } from './seed.ts';

/** The image of the path, or a refusal. */
export function imageAt(call: Call): Image {
  const id = param(call, 'id');
  if (!IMAGE_ID_PATTERN.test(id)) throw badParameter(`image id "${id}" is not a UUID`);
  const image = call.region.images.get(id);
  if (image === undefined) throw imageNotFound(call.region.modelarts, id);
  return image;
}

/** ModelArts, "Obtaining Details of an Image" (ShowImage). */
export function showImage(call: Call): Reply {
  queryOf(call, [], badParameter);
  return json(200, shownImage(imageAt(call), call.now));
}

/**
 * ModelArts, "Synchronizing the Image Status". Corrects the recorded state and copies nothing. The first call starts the
 * image's timeline; later ones change nothing, since a correction has no second effect.
 */
export function synchronizeImage(call: Call): Reply {
  queryOf(call, [], badParameter);
  noBody(call, badParameter);
  const image = imageAt(call);
  image.timelineFrom ??= call.now;
  return json(200, shownImage(image, call.now));
}
