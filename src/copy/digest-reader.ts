/** The port by which copying learns what a repository has. */
import type { RepositoryRef } from './copy-spec.ts';

/** What a repository was seen to have. */
export interface TagSnapshot {
  /** `sha256:…` by tag, for the wanted tags that exist; empty where the digest cannot be read. */
  readonly digests: ReadonlyMap<string, string>;
  /** Where each of these tags can be pulled from, the public address first, as `registry/organization/repository:tag`. */
  readonly locations: ReadonlyMap<string, readonly string[]>;
  /** Set when the organization or the repository does not exist. */
  readonly absent?: Absence | undefined;
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
   * Reads the wanted tags of a repository.
   * @throws Failure where the repository cannot be read.
   */
  read(repository: RepositoryRef, tags: readonly string[]): Promise<TagSnapshot>;
}
