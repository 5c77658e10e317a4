import { route } from '../router.ts';
import { deleteImage } from './delete.ts';
import { listImages } from './list.ts';
import { registerImage } from './register.ts';
import { showImage, synchronizeImage } from './show.ts';

/** The image management of ModelArts. */
export const modelArtsRoutes = [
  route('GET /v1/{project_id}/images', listImages),
  route('POST /v1/{project_id}/images', registerImage),
  route('GET /v1/{project_id}/images/{id}', showImage),
  route('DELETE /v1/{project_id}/images/{id}', deleteImage),
  route('POST /v1/{project_id}/images/{id}/sync', synchronizeImage),
] as const;
