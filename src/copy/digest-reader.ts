/** The port by which copying learns what a repository has. */
import type { ErrorCode } from '../errors.ts';
import type { RepositoryRef } from './copy-spec.ts';

/** What a repository was seen to have. */
export interface TagSnapshot {
  /** `sha256:…` by tag, for the wanted tags that exist; empty where there is one of {@link problems}. */
  readonly digests: ReadonlyMap<string, string>;
  /** Where each of these tags can be pulled from, the public address first, as `registry/organization/repository:tag`. */
  readonly locations: ReadonlyMap<string, readonly string[]>;
  /** Why what is listed for a wanted tag proves nothing about it. */
  readonly problems?: ReadonlyMap<string, DigestProblem>;
  /** Some of the tags that the repository has, for messages. */
  readonly others?: readonly string[];
  /** Set when the organization or the repository does not exist. */
  readonly absent?: Absence | undefined;
}

/** Why a tag that is listed proves nothing. */
export interface DigestProblem {
  readonly code: ErrorCode;
  /** Completes "lists tag v1 …". */
  readonly reason: string;
}

/** All tags of a repository. */
export interface TagListing {
  /** The tags that have the digest. */
  tagsOf(digest: string): readonly string[];
  /** Tags that are listed without proof of a digest. */
  readonly unreadable: readonly string[];
}

/** How messages call a digest of a {@link TagSnapshot}. */
export function describeDigest(digest: string): string {
  return digest || 'an unreadable digest';
}

/** What does not exist on the way to a tag. */
export interface Absence {
  readonly what: 'organization' | 'repository';
  /** What the service said, for messages. */
  readonly reason: string;
}

/** Reads tags of any repository of a run. */
export interface DigestReader {
  /**
   * Reads the wanted tags of a repository. Those of `lookUp` (all if not given) are looked up by their names where the list
   * does not prove that they are missing.
   * @throws Failure where the repository cannot be read.
   */
  read(repository: RepositoryRef, tags: readonly string[], lookUp?: readonly string[]): Promise<TagSnapshot>;
  /** Looks up each tag by its name. @throws Failure as {@link read} does. */
  lookUp(repository: RepositoryRef, tags: readonly string[]): Promise<TagSnapshot>;
  /**
   * Reads the whole list, which is empty where there is no repository.
   * @throws Failure as {@link read} does, and where the list changed whenever it was read.
   */
  list(repository: RepositoryRef): Promise<TagListing>;
  /** Whether the service confirms that the organization does not exist; false where it does not say. */
  isOrganizationMissing(repository: RepositoryRef): Promise<boolean>;
}
