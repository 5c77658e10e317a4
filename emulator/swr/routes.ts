import { regionalUrn } from '../account.ts';
import { pathParam, type Call } from '../call.ts';
import type { Permission } from '../permission.ts';
import { isRecord } from '../reader.ts';
import { route } from '../router.ts';
import {
  createNamespace,
  listQuotas,
  listSyncRegions,
  showFeatureGates,
  showNamespace,
  showRepository,
} from './organizations.ts';
import { listJobs, syncImages } from './sync.ts';
import { createTag, deleteTag, listTags, showTag } from './tags.ts';

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/**
 * The management API v2 of SWR, basic edition. Permissions are from "Actions Supported by Identity Policy-based Authorization";
 * none is documented for the regions and the feature gates.
 */
export const swrRoutes = [
  route('GET /v2/manage/regions', listSyncRegions),
  route('GET /v2/manage/projects/{project_id}/feature-gates', showFeatureGates),
  route('GET /v2/manage/projects/{project_id}/quotas', listQuotas),
  route('POST /v2/manage/namespaces', createNamespace, onOrganization('swr:namespace:createNamespace')),
  route('GET /v2/manage/namespaces/{namespace}', showNamespace, onOrganization('swr:namespace:getNamespace')),
  route(`GET ${REPOSITORY}`, showRepository, onRepository('swr:repo:getRepo')),
  route(`GET ${REPOSITORY}/tags`, listTags, onRepository('swr:repo:listRepoTags')),
  route(`POST ${REPOSITORY}/tags`, createTag, onRepository('swr:repo:createRepoTag')),
  // The name of this action is inferred from those of the similar APIs.
  route(`GET ${REPOSITORY}/tags/{tag}`, showTag, onRepository('swr:repo:getRepoTag')),
  route(`DELETE ${REPOSITORY}/tags/{tag}`, deleteTag, onRepository('swr:repo:deleteRepoTag')),
  route(
    `POST ${REPOSITORY}/sync_images`,
    syncImages,
    // The second and third action are documented as dependencies of the first one.
    onRepository('swr:repo:createManualSyncRepoJob', 'swr:repo:download', 'swr:repo:upload'),
  ),
  route(`GET ${REPOSITORY}/sync_job`, listJobs, onRepository('swr:repo:getSyncRepoJobInfo')),
] as const;

/** Actions on the repository of the path: `swr:{region}:{account}:repo:{organization}/{repository}`. "SWR Resources". */
function onRepository(...actions: readonly string[]): { readonly permission: Permission } {
  return { permission: { actions, resource: repositoryUrn } };
}

/** Actions on the organization of the path, or else of the body: `swr:{region}:{account}:namespace:{organization}`. */
function onOrganization(...actions: readonly string[]): { readonly permission: Permission } {
  return { permission: { actions, resource: organizationUrn } };
}

function repositoryUrn(call: Call): string {
  const repository = pathParam(call, 'repository').replaceAll('$', '/');
  return regionalUrn(call.region.id, 'swr', `repo:${pathParam(call, 'namespace')}/${repository}`);
}

function organizationUrn(call: Call): string {
  const name = call.params['namespace'] ?? namespaceInBody(call.body);
  return regionalUrn(call.region.id, 'swr', `namespace:${name}`);
}

function namespaceInBody(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? String(value['namespace']) : '';
  } catch {
    // The handler refuses this body.
    return '';
  }
}
