import { checkNoBody, pathParam, readBody, readEnum, readQuery, type Call } from '../call.ts';
import { empty, json, type Reply } from '../message.ts';
import { flag, object, optional } from '../reader.ts';
import { IMAGE_ID_PATTERN, imageStatusAt, parseSwrPath, type Image } from '../state/images.ts';
import { imageNotFound, invalidParameter, modelArtsError } from './errors.ts';

function findImage(call: Call): Image {
  const id = pathParam(call, 'id');
  if (!IMAGE_ID_PATTERN.test(id)) throw invalidParameter(`image id "${id}" is not a UUID`);
  const image = call.region.images.get(id);
  if (image === undefined) throw imageNotFound(call.region.modelarts, id);
  return image;
}

/** ModelArts, "Obtaining Details of an Image" (ShowImage). */
export function showImage(call: Call): Reply {
  readQuery(call, [], invalidParameter);
  return json(200, serializeImage(findImage(call), call.now));
}

/**
 * ModelArts, "Synchronizing the Image Status". Corrects the recorded status and copies nothing. The first call starts the
 * image's timeline; later calls change nothing.
 */
export function synchronizeImage(call: Call): Reply {
  readQuery(call, [], invalidParameter);
  checkNoBody(call, invalidParameter);
  const image = findImage(call);
  image.timelineFrom ??= call.now;
  return json(200, serializeImage(image, call.now));
}

/**
 * ModelArts, "Deleting an Image" (DeleteImage). The document has the query parameter `force`, the SDK the body field `is_force`:
 * both are accepted, unless they contradict each other. With force, the tag in SWR is deleted as well, unless the image is public.
 */
export function deleteImage(call: Call): Reply {
  const { force } = readQuery(call, ['force'], invalidParameter);
  const inQuery = readEnum(force, undefined, { name: 'force', words: ['true', 'false'] }, invalidParameter);
  const { is_force: inBody } = readBody(call, object({ is_force: optional(flag) }), invalidParameter);
  if (inQuery !== undefined && inBody !== undefined && (inQuery === 'true') !== inBody) {
    throw invalidParameter('force and is_force contradict each other');
  }
  const image = findImage(call);
  if (image.type === 'BUILD_IN') throw modelArtsError(403, '0108', 'A built-in image cannot be deleted');
  call.region.images.delete(image.id);
  if ((inQuery === 'true' || inBody === true) && image.details.visibility !== 'PUBLIC') {
    const ref = parseSwrPath(image.swrPath);
    const organization = ref && call.region.organizations.get(ref.namespace);
    if (ref !== undefined) organization?.get(ref.repository)?.tags.delete(ref.tag);
  }
  if (call.region.modelarts.deleteReply === '204') return empty(204);
  return json(200, { ...serializeImage(image, call.now), status: 'DELETED', update_at: call.now });
}

/**
 * The image as replies have it. Like the examples of the documents, it lacks most of the documented fields. ModelArts,
 * "Obtaining Details of an Image".
 */
export function serializeImage(image: Image, now: number): Record<string, unknown> {
  const { status, message, since } = imageStatusAt(image, now);
  return {
    arch: 'x86_64',
    create_at: image.createdAt,
    id: image.id,
    name: image.name,
    resource_categories: ['GPU', 'CPU'],
    service_type: 'COMMON',
    swr_path: image.swrPath,
    tag: image.tag,
    type: image.type,
    update_at: since,
    workspace_id: '0',
    ...image.details,
    status,
    // Most statuses have no message; JSON leaves out undefined.
    status_message: message,
  };
}
