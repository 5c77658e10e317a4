import { route } from '../router.ts';
import { listRegistries, listTasks } from './report.ts';
import { createSyncTask, synchronizeImages } from './synchronize.ts';

/** The image list of HSS: both generations of the synchronization, and the report. */
export const hssRoutes = [
  route('POST /v5/{project_id}/image/synchronize', synchronizeImages),
  route('POST /v5/{project_id}/image/image-sync/tasks', createSyncTask),
  route('GET /v5/{project_id}/image/tasks', listTasks),
  route('GET /v5/{project_id}/image/registries', listRegistries),
] as const;
