import type { Call } from '../call.ts';
import { regionalUrn } from '../policy/urn.ts';
import { route, type Permission } from '../router.ts';
import { deleteImage } from './delete.ts';
import { listImages } from './list.ts';
import { registerImage } from './register.ts';
import { showImage, synchronizeImage } from './show.ts';

/**
 * The permission to deal with an image. ModelArts, "Permissions Policies and Supported Actions" names the actions; some of
 * its pages say that identity policies need none. The URN is by analogy: no page shows one.
 */
function onImage(verb: string): { readonly permission: Permission } {
  return { permission: { actions: [`modelarts:image:${verb}`], resource: imageOf } };
}

function imageOf(call: Call): string {
  return regionalUrn(call, 'modelarts', `image:${call.params['id'] ?? '*'}`);
}

/** The image management of ModelArts. */
export const modelArtsRoutes = [
  route('GET /v1/{project_id}/images', listImages, onImage('list')),
  route('POST /v1/{project_id}/images', registerImage, onImage('register')),
  route('GET /v1/{project_id}/images/{id}', showImage, onImage('get')),
  route('DELETE /v1/{project_id}/images/{id}', deleteImage, onImage('delete')),
  route('POST /v1/{project_id}/images/{id}/sync', synchronizeImage, onImage('sync')),
] as const;
