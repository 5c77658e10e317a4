import { ACCOUNT } from '../account.ts';
import { pathParam, readBody, readQuery, type Call } from '../call.ts';
import { sha256 } from '../digest.ts';
import { noSuchApi } from '../gateway/errors.ts';
import { empty, json, type Reply } from '../message.ts';
import { object, text } from '../reader.ts';
import { NAMESPACE_PATTERN } from '../state/repositories.ts';
import { formatSeconds } from '../timestamps.ts';
import { invalidParameter, notFound, swrError } from './errors.ts';
import { findRepository, pullPath } from './lookup.ts';

/** SWR, "Obtaining Organization Details" (ShowNamespace). `auth` 7 is the permission to manage. */
export function showNamespace(call: Call): Reply {
  const name = pathParam(call, 'namespace');
  if (!call.region.organizations.has(name)) throw notFound(call, 4_040_058, 'The organization does not exist');
  const id = Number.parseInt(sha256(`${call.region.id}/${name}`).slice(0, 6), 16);
  return json(200, { id, name, creator_name: ACCOUNT.name, auth: 7 });
}

/**
 * SWR, "Creating an Organization" (CreateNamespace). Names are unique in a region across all accounts: after a 409, the
 * organization may belong to another account.
 */
export function createNamespace(call: Call): Reply {
  const { namespace } = readBody(call, object({ namespace: text() }), invalidParameter(call));
  const { organizations, swr } = call.region;
  if (!NAMESPACE_PATTERN.test(namespace)) throw swrError(call, 4_001_028, 'Invalid organization name');
  if (organizations.has(namespace) || swr.foreignOrganizations.includes(namespace)) {
    throw swrError(call, 4_090_060, 'The organization already exists');
  }
  if (organizations.size >= swr.organizationQuota) throw swrError(call, 4_000_097, 'Organization quota exceeded');
  organizations.set(namespace, new Map());
  return empty(201);
}

/** SWR, "Querying Image Repository Information" (ShowRepository). */
export function showRepository(call: Call): Reply {
  const { found, namespace, repository } = findRepository(call);
  const path = pullPath(call, { namespace, repository });
  const updated = Math.max(found.createdAt, ...[...found.tags.values()].map((tag) => tag.updatedAt));
  return json(200, {
    id: Number.parseInt(sha256(path).slice(0, 6), 16),
    ns_id: Number.parseInt(sha256(`${call.region.id}/${namespace}`).slice(0, 6), 16),
    name: repository,
    category: 'other',
    description: '',
    creator_id: ACCOUNT.id,
    creator_name: ACCOUNT.name,
    size: 4096 * found.tags.size,
    is_public: false,
    num_images: found.tags.size,
    num_download: 0,
    path,
    internal_path: path,
    created: formatSeconds(found.createdAt),
    updated: formatSeconds(updated),
    domain_id: ACCOUNT.id,
    priority: 0,
  });
}

/** SWR, "Querying Regions for Image Synchronization" (ListSyncRegions). Many regions do not have this API. */
export function listSyncRegions(call: Call): Reply {
  const regions = call.region.swr.syncRegions;
  if (regions === undefined) throw noSuchApi(call.requestId);
  return json(
    200,
    regions.map((regionID) => ({ regionID })),
  );
}

/** SWR, "Querying Feature Gates" (ShowShareFeatureGates). */
export function showFeatureGates(call: Call): Reply {
  return json(200, call.region.swr.featureGates);
}

/**
 * SWR, "Querying Quotas" (ListQuotas). Without the feature gate for image quotas there is only the row of organizations; with
 * it there is one of repositories, and one of tags where the query names a repository.
 */
export function listQuotas(call: Call): Reply {
  const { organizations, swr } = call.region;
  const query = readQuery(call, ['namespace', 'repository'], invalidParameter(call));
  const rows: [string, number, number][] = [['namespace', swr.organizationQuota, organizations.size]];
  if (swr.featureGates['enable_image_quota'] === true) {
    const repositories = [...organizations.values()].reduce((count, organization) => count + organization.size, 0);
    rows.push(['repository', swr.repositoryQuota, repositories]);
    const found = organizations.get(query['namespace'] ?? '')?.get(query['repository'] ?? '');
    if (found !== undefined) rows.push(['tag', swr.tagQuota, found.tags.size]);
  }
  const quotas = rows.map(([quota_key, quota_limit, used]) => ({ quota_key, quota_limit, used, unit: '' }));
  return json(200, { quotas });
}
