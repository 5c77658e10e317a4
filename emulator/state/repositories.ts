import { DIGEST_PATTERN, digestOf } from '../digest.ts';
import { anyText, dictionary, either, list, text, validationError, type Read, type Reader } from '../reader.ts';

/** Organization names. SWR, "Manually Synchronizing Images", path parameter `namespace`. */
export const NAMESPACE_PATTERN = /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|_{1,2})(?=[a-z0-9]))*$/;

/** Repository names, which may contain `/`. SWR, "Manually Synchronizing Images", path parameter `repository`. */
export const REPOSITORY_PATTERN = /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|_{1,2})(?=[a-z0-9]))*$/;

/** Tags, by the grammar of the OCI distribution specification. */
export const TAG_PATTERN = /^\w[\w.-]{0,127}$/;

/** A tag of a repository. Times are epoch milliseconds of the server. */
export interface Tag {
  readonly digest: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A repository of an organization. */
export interface Repository {
  /** Epoch milliseconds of the server. */
  readonly createdAt: number;
  readonly tags: Map<string, Tag>;
}

/** The organizations of a region: repositories by organization name, then by repository name. */
export type Organizations = Map<string, Map<string, Repository>>;

/** The place of a tag within a region. */
export interface TagRef {
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
}

/**
 * Sets a tag to a digest and creates the repository where it does not exist.
 *
 * @param organizations those of the target region; undefined if there is no such region
 * @returns false if the region or the organization does not exist
 */
export function writeTag(
  organizations: Organizations | undefined,
  { namespace, repository: name, tag }: TagRef,
  digest: string,
  at: number,
): boolean {
  const organization = organizations?.get(namespace);
  if (organization === undefined) return false;
  const repository = organization.get(name) ?? { createdAt: at, tags: new Map<string, Tag>() };
  organization.set(name, repository);
  repository.tags.set(tag, { digest, createdAt: repository.tags.get(tag)?.createdAt ?? at, updatedAt: at });
  return true;
}

/** A digest; the empty string stands for one that is derived from organization, repository and tag. */
const digest: Reader<string> = (value, path) => {
  if (value !== '' && (typeof value !== 'string' || !DIGEST_PATTERN.test(value))) {
    throw validationError(path, 'a digest (sha256: and 64 lower-case hexadecimal digits) or an empty string', value);
  }
  return value;
};

/** `organizations` of a region's seed: organizations, repositories, and tags as a list of names or an object with digests. */
export const organizationsSeed = dictionary(
  dictionary(
    either(list(text()), dictionary(digest)),
    text(REPOSITORY_PATTERN, 'a repository name (lower-case letters, digits and single separators)'),
  ),
  text(NAMESPACE_PATTERN, 'an organization name (lower-case letters, digits and single separators)'),
);

/**
 * Creates the organizations of a seed, all with the time `at`. A derived digest does not depend on the region: the same tag in
 * two regions without digests is the same image.
 */
export function createOrganizations(seed: Read<typeof organizationsSeed> | undefined, at: number): Organizations {
  const createTags = (
    repository: string,
    tags: readonly string[] | Readonly<Record<string, string>>,
  ): Repository['tags'] => {
    const digests = Array.isArray(tags) ? tags.map((tag: string) => [tag, ''] as const) : Object.entries(tags);
    return new Map(
      digests.map(([tag, given]) => {
        const value = given === '' ? digestOf(`${repository}:${anyText(tag, repository)}`) : anyText(given, repository);
        return [tag, { digest: value, createdAt: at, updatedAt: at }];
      }),
    );
  };
  return new Map(
    Object.entries(seed ?? {}).map(([namespace, repositories]) => [
      namespace,
      new Map(
        Object.entries(repositories).map(([name, tags]) => [
          name,
          { createdAt: at, tags: createTags(`${namespace}/${name}`, tags) },
        ]),
      ),
    ]),
  );
}
