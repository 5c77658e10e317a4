import { param, type Call } from '../call.ts';
import type { Repository, Tag } from '../cloud.ts';
import { NAMESPACE_PATTERN, REPOSITORY_PATTERN } from './names.ts';
import { notFound, swrRefusal } from './refusals.ts';

/** A repository as the path names it: a `$` stands for `/`. */
export interface Place {
  readonly namespace: string;
  readonly repository: string;
}

/** Organization and repository of the path; refuses names that cannot exist. */
export function placeOf(call: Call): Place {
  const namespace = param(call, 'namespace');
  const repository = param(call, 'repository').replaceAll('$', '/');
  if (!NAMESPACE_PATTERN.test(namespace)) throw swrRefusal(call, 4_001_028, 'Invalid organization name');
  if (!REPOSITORY_PATTERN.test(repository)) throw swrRefusal(call, 4_001_029, 'Invalid image repository name');
  return { namespace, repository };
}

/** The repository of the path, or a 404. */
export function repositoryAt(call: Call): Place & { readonly found: Repository } {
  const place = placeOf(call);
  const organization = call.region.organizations.get(place.namespace);
  if (organization === undefined) throw notFound(call, 4_040_058, 'The organization does not exist');
  const found = organization.get(place.repository);
  if (found === undefined) throw notFound(call, 4_040_010, 'The image repository does not exist');
  return { ...place, found };
}

/** The tag of the path, or a 404. */
export function tagAt(call: Call): Place & { readonly found: Repository; readonly name: string; readonly tag: Tag } {
  const repository = repositoryAt(call);
  const name = param(call, 'tag');
  const tag = repository.found.tags.get(name);
  if (tag === undefined) throw notFound(call, 4_040_048, 'The image tag does not exist');
  return { ...repository, name, tag };
}

/** Where docker would pull the repository. */
export function pullPath(call: Call, place: Place): string {
  return `swr.${call.region.id}.myhuaweicloud.com/${place.namespace}/${place.repository}`;
}
