import { route } from '../router.ts';
import { createNamespace, listSyncRegions, showFeatureGates, showNamespace, showRepository } from './organizations.ts';
import { listJobs, syncImages } from './sync.ts';
import { deleteTag, listTags, showTag } from './tags.ts';

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/** The management API v2 of SWR, basic edition. */
export const swrRoutes = [
  route('GET /v2/manage/regions', listSyncRegions),
  route('GET /v2/manage/projects/{project_id}/feature-gates', showFeatureGates),
  route('POST /v2/manage/namespaces', createNamespace),
  route('GET /v2/manage/namespaces/{namespace}', showNamespace),
  route(`GET ${REPOSITORY}`, showRepository),
  route(`GET ${REPOSITORY}/tags`, listTags),
  route(`GET ${REPOSITORY}/tags/{tag}`, showTag),
  route(`DELETE ${REPOSITORY}/tags/{tag}`, deleteTag),
  route(`POST ${REPOSITORY}/sync_images`, syncImages),
  route(`GET ${REPOSITORY}/sync_job`, listJobs),
] as const;
