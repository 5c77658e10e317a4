import { regionalUrn } from '../account.ts';
import type { Permission } from '../permission.ts';
import { route } from '../router.ts';
import { listRegistries, listRegistryImages, listSwrImages, listTasks } from './lists.ts';
import { createSyncTask, synchronizeImages } from './synchronize.ts';

/** The image list of HSS: the older and the newer way to synchronize and to read it, and the two lists about synchronizations. */
export const hssRoutes = [
  route('POST /v5/{project_id}/image/synchronize', synchronizeImages, onImages('set')),
  route('POST /v5/{project_id}/image/image-sync/tasks', createSyncTask, onImages('set')),
  route('GET /v5/{project_id}/image/tasks', listTasks, onImages('list')),
  route('GET /v5/{project_id}/image/registries', listRegistries, onImages('list')),
  route('GET /v5/{project_id}/image/swr-repository', listSwrImages, onImages('list')),
  route('GET /v5/{project_id}/image/registries/images', listRegistryImages, onImages('list')),
] as const;

/**
 * An action on images. HSS, "Permissions Policies and Supported Actions" has actions of this form (`hss:containers:list`); those
 * for images and the URN were not found in any document.
 */
function onImages(verb: string): { readonly permission: Permission } {
  return {
    permission: {
      actions: [`hss:images:${verb}`],
      resource: (call) => regionalUrn(call.region.id, 'hss', 'image:*'),
    },
  };
}
