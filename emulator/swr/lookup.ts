import { registryHost } from '../address.ts';
import { pathParam, type Call } from '../call.ts';
import { NAMESPACE_PATTERN, REPOSITORY_PATTERN, type Repository, type Tag } from '../state/repositories.ts';
import { notFound, swrError } from './errors.ts';

/** Organization and repository. */
export interface RepositoryRef {
  readonly namespace: string;
  /** With `/`, where the path of the request has `$`. */
  readonly repository: string;
}

function readRepositoryRef(call: Call): RepositoryRef {
  const namespace = pathParam(call, 'namespace');
  const repository = pathParam(call, 'repository').replaceAll('$', '/');
  if (!NAMESPACE_PATTERN.test(namespace)) throw swrError(call, 4_001_028, 'Invalid organization name');
  if (!REPOSITORY_PATTERN.test(repository)) throw swrError(call, 4_001_029, 'Invalid image repository name');
  return { namespace, repository };
}

/** The repository of the path. Throws a 400 for an invalid name, and a 404 if it does not exist. */
export function findRepository(call: Call): RepositoryRef & { readonly found: Repository } {
  const ref = readRepositoryRef(call);
  const organization = call.region.organizations.get(ref.namespace);
  if (organization === undefined) throw notFound(call, 4_040_058, 'The organization does not exist');
  const found = organization.get(ref.repository);
  if (found === undefined) throw notFound(call, 4_040_010, 'The image repository does not exist');
  return { ...ref, found };
}

/** The tag of the path. Throws a 400 for an invalid name, and a 404 if it does not exist. */
export function findTag(
  call: Call,
): RepositoryRef & { readonly found: Repository; readonly name: string; readonly tag: Tag } {
  const repository = findRepository(call);
  const name = pathParam(call, 'tag');
  const tag = repository.found.tags.get(name);
  if (tag === undefined) throw notFound(call, 4_040_048, 'The image tag does not exist');
  return { ...repository, name, tag };
}

/** The image name of a repository for `docker pull`, without a tag. */
export function pullPath(call: Call, { namespace, repository }: RepositoryRef): string {
  return `${registryHost(call.region.id)}/${namespace}/${repository}`;
}
