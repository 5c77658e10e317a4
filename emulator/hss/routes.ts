import type { Call } from '../call.ts';
import { regionalUrn } from '../policy/urn.ts';
import { route, type Permission } from '../router.ts';
import { listRegistries, listTasks } from './report.ts';
import { createSyncTask, synchronizeImages } from './synchronize.ts';

/**
 * The permission to deal with images. HSS, "Permissions Policies and Supported Actions" has names of this form
 * (`hss:containers:list`); those for images were not found, and neither was a URN.
 */
function onImages(verb: string): { readonly permission: Permission } {
  return {
    permission: { actions: [`hss:images:${verb}`], resource: (call: Call) => regionalUrn(call, 'hss', 'image:*') },
  };
}

/** The image list of HSS: both generations of the synchronization, and the report. */
export const hssRoutes = [
  route('POST /v5/{project_id}/image/synchronize', synchronizeImages, onImages('set')),
  route('POST /v5/{project_id}/image/image-sync/tasks', createSyncTask, onImages('set')),
  route('GET /v5/{project_id}/image/tasks', listTasks, onImages('list')),
  route('GET /v5/{project_id}/image/registries', listRegistries, onImages('list')),
] as const;
