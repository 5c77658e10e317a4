import { route } from '../router.ts';
import { createNamespace, listSyncRegions, showFeatureGates, showNamespace, showRepository } from './organizations.ts';
import { onOrganization, onRepository } from './permissions.ts';
import { listJobs, syncImages } from './sync.ts';
import { deleteTag, listTags, showTag } from './tags.ts';

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/** The management API v2 of SWR, basic edition. No permission is documented for the regions and the feature gates. */
export const swrRoutes = [
  route('GET /v2/manage/regions', listSyncRegions),
  route('GET /v2/manage/projects/{project_id}/feature-gates', showFeatureGates),
  route('POST /v2/manage/namespaces', createNamespace, onOrganization('swr:namespace:createNamespace')),
  route('GET /v2/manage/namespaces/{namespace}', showNamespace, onOrganization('swr:namespace:getNamespace')),
  route(`GET ${REPOSITORY}`, showRepository, onRepository('swr:repo:getRepo')),
  route(`GET ${REPOSITORY}/tags`, listTags, onRepository('swr:repo:listRepoTags')),
  // The name of this action is inferred from its neighbours.
  route(`GET ${REPOSITORY}/tags/{tag}`, showTag, onRepository('swr:repo:getRepoTag')),
  route(`DELETE ${REPOSITORY}/tags/{tag}`, deleteTag, onRepository('swr:repo:deleteRepoTag')),
  route(
    `POST ${REPOSITORY}/sync_images`,
    syncImages,
    // The latter two are documented as what the first one depends on.
    onRepository('swr:repo:createManualSyncRepoJob', 'swr:repo:download', 'swr:repo:upload'),
  ),
  route(`GET ${REPOSITORY}/sync_job`, listJobs, onRepository('swr:repo:getSyncRepoJobInfo')),
] as const;
