import { regionalUrn } from '../account.ts';
import type { Call } from '../call.ts';
import type { Permission } from '../permission.ts';
import { route } from '../router.ts';
import { deleteImage, showImage, synchronizeImage } from './image.ts';
import { listImages } from './list.ts';
import { registerImage } from './register.ts';

/** The image management of ModelArts. */
export const modelArtsRoutes = [
  route('GET /v1/{project_id}/images', listImages, onImage('list')),
  route('POST /v1/{project_id}/images', registerImage, onImage('register')),
  route('GET /v1/{project_id}/images/{id}', showImage, onImage('get')),
  route('DELETE /v1/{project_id}/images/{id}', deleteImage, onImage('delete')),
  route('POST /v1/{project_id}/images/{id}/sync', synchronizeImage, onImage('sync')),
] as const;

/**
 * An action on the image of the path, or on all. ModelArts, "Permissions Policies and Supported Actions" lists the actions; some
 * API pages say that identity policies require none. No document shows the URN: its form is that of other services.
 */
function onImage(verb: string): { readonly permission: Permission } {
  return { permission: { actions: [`modelarts:image:${verb}`], resource: imageUrn } };
}

function imageUrn(call: Call): string {
  return regionalUrn(call.region.id, 'modelarts', `image:${call.params['id'] ?? '*'}`);
}
