import { bodyOf, param, type Call } from '../call.ts';
import { ACCOUNT } from '../cloud.ts';
import { sha256 } from '../digest.ts';
import { noSuchApi } from '../gateway.ts';
import { empty, json, type Reply } from '../message.ts';
import { object, text } from '../reader.ts';
import { wholeSeconds } from '../stamp.ts';
import { pullPath, repositoryAt } from './lookup.ts';
import { NAMESPACE_PATTERN } from './names.ts';
import { badParameter, notFound, swrRefusal } from './refusals.ts';

/** SWR, "Obtaining Organization Details" (ShowNamespace). `auth` 7 is the right to manage. */
export function showNamespace(call: Call): Reply {
  const name = param(call, 'namespace');
  if (!call.region.organizations.has(name)) throw notFound(call, 4_040_058, 'The organization does not exist');
  const id = Number.parseInt(sha256(`${call.region.id}/${name}`).slice(0, 6), 16);
  return json(200, { id, name, creator_name: ACCOUNT.name, auth: 7 });
}

/**
 * SWR, "Creating an Organization" (CreateNamespace). Names are unique in a region among all accounts, so a 409 need not
 * mean that the organization is one's own.
 */
export function createNamespace(call: Call): Reply {
  const { namespace } = bodyOf(call, object({ namespace: text() }), badParameter(call));
  const { organizations, swr } = call.region;
  if (!NAMESPACE_PATTERN.test(namespace)) throw swrRefusal(call, 4_001_028, 'Invalid organization name');
  if (organizations.has(namespace) || swr.foreignOrganizations.includes(namespace)) {
    throw swrRefusal(call, 4_090_060, 'The organization already exists');
  }
  if (organizations.size >= swr.organizationQuota) throw swrRefusal(call, 4_000_097, 'Organization quota exceeded');
  organizations.set(namespace, new Map());
  return empty(201);
}

/** SWR, "Querying Image Repository Information" (ShowRepository). */
export function showRepository(call: Call): Reply {
  const { found, namespace, repository } = repositoryAt(call);
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
    created: wholeSeconds(found.createdAt),
    updated: wholeSeconds(updated),
    domain_id: ACCOUNT.id,
    priority: 0,
  });
}

/** SWR, "Querying Regions for Image Synchronization" (ListSyncRegions). Many regions do not have it. */
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
