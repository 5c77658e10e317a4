/** Reading a target for comparisons that follow each other. */
import type { Clock } from '../clock.ts';
import { FRESH_MS } from './confirm.ts';
import type { RepositoryRef } from './copy-spec.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** A snapshot, and when it was read, of `Clock.now`. */
export interface SeenTags extends TagSnapshot {
  readonly seenAt: number;
}

/** What a target shows. */
export interface TargetReading {
  /** Reads tags, or gives what a read of at least these tags has shown a moment ago. */
  read(tags: readonly string[]): Promise<SeenTags>;
  /** Something was sent to the target: what was read before will not do any more. */
  forget(): void;
}

/** Remembers the latest read. */
export function createTargetReading(
  reader: Pick<DigestReader, 'read'>,
  target: RepositoryRef,
  clock: Clock,
): TargetReading {
  let latest: { readonly tags: ReadonlySet<string>; readonly seen: SeenTags } | undefined;
  return {
    async read(tags) {
      if (
        latest !== undefined &&
        clock.now() - latest.seen.seenAt <= FRESH_MS &&
        tags.every((tag) => latest?.tags.has(tag))
      )
        return latest.seen;
      const seen = { ...(await reader.read(target, tags)), seenAt: clock.now() };
      latest = { tags: new Set(tags), seen };
      return seen;
    },
    forget() {
      latest = undefined;
    },
  };
}
