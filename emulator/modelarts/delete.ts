import { bodyOf, queryOf, word, type Call } from '../call.ts';
import { empty, json, type Reply } from '../message.ts';
import { flag, object, optional } from '../reader.ts';
import { shownImage, swrPlaceOf } from './images.ts';
import { badParameter, modelArtsRefusal } from './refusals.ts';
import { imageAt } from './show.ts';

/**
 * ModelArts, "Deleting an Image" (DeleteImage). The page has the query parameter `force`, the SDK a body `is_force`: both
 * are taken, and a contradiction is refused. Only with force, and only for a private image, the tag in SWR goes as well.
 */
export function deleteImage(call: Call): Reply {
  const { force } = queryOf(call, ['force'], badParameter);
  const asked = word(force, undefined, { name: 'force', words: ['true', 'false'] }, badParameter);
  const { is_force: inBody } = bodyOf(call, object({ is_force: optional(flag) }), badParameter);
  if (asked !== undefined && inBody !== undefined && (asked === 'true') !== inBody) {
    throw badParameter('force and is_force contradict each other');
  }
  const image = imageAt(call);
  if (image.type === 'BUILD_IN') throw modelArtsRefusal(403, '0108', 'A built-in image cannot be deleted');
  call.region.images.delete(image.id);
  if ((asked === 'true' || inBody === true) && image.details.visibility !== 'PUBLIC') {
    const place = swrPlaceOf(image.swrPath);
    const organization = place && call.region.organizations.get(place.namespace);
    if (place !== undefined) organization?.get(place.repository)?.tags.delete(place.tag);
  }
  if (call.region.modelarts.deleteReply === '204') return empty(204);
  return json(200, { ...shownImage(image, call.now), status: 'DELETED', update_at: call.now });
}
