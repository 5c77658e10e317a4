import type { Region, Tag } from '../cloud.ts';

/** Puts bytes under a tag, making the repository if need be; false if the organization does not exist. */
export function writeTag(
  region: Region | undefined,
  place: { readonly namespace: string; readonly repository: string; readonly tag: string },
  digest: string,
  at: number,
): boolean {
  const organization = region?.organizations.get(place.namespace);
  if (organization === undefined) return false;
  const repository = organization.get(place.repository) ?? { createdAt: at, tags: new Map<string, Tag>() };
  organization.set(place.repository, repository);
  repository.tags.set(place.tag, { digest, createdAt: repository.tags.get(place.tag)?.createdAt ?? at, updatedAt: at });
  return true;
}
