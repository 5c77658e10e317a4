/** Reading a target for comparisons that follow each other. */
import type { Clock } from '../clock.ts';
import type { RepositoryRef } from './copy-spec.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** How old what is compared may be: about what reading the source takes meanwhile. */
const FRESH_MS = 2000;

/** Reads tags of a target, or gives what a read of at least these tags has shown a moment ago. */
export type TargetReading = (tags: readonly string[]) => Promise<TagSnapshot>;

/** Remembers the latest read. */
export function createTargetReading(
  reader: Pick<DigestReader, 'read'>,
  target: RepositoryRef,
  clock: Clock,
): TargetReading {
  let latest:
    { readonly tags: ReadonlySet<string>; readonly snapshot: TagSnapshot; readonly readAt: number } | undefined;
  return async (tags) => {
    if (latest !== undefined && clock.now() - latest.readAt <= FRESH_MS && tags.every((tag) => latest?.tags.has(tag)))
      return latest.snapshot;
    const readAt = clock.now();
    const snapshot = await reader.read(target, tags);
    latest = { tags: new Set(tags), snapshot, readAt };
    return snapshot;
  };
}
