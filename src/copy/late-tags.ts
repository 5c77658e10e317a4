/** Looks for tags of the source that its list does not show: they may have been pushed a moment ago. */
import { poll } from '../engine/poll.ts';
import type { RunContext } from '../engine/step.ts';
import type { RepositoryRef } from './copy-spec.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** How long a tag may take to be listed after it was pushed. */
const FRESH_TAG_MS = 10_000;
const PAUSE_MS = 2000;

/**
 * Looks each tag up by its name, then reads the list every 2 s for 10 s, but not beyond the deadline.
 * @throws Failure where the source could not be read again.
 */
export async function findLate(
  reader: DigestReader,
  repository: RepositoryRef,
  tags: readonly string[],
  context: Pick<RunContext<unknown>, 'clock' | 'deadline' | 'signal' | 'random'>,
): Promise<TagSnapshot> {
  const { clock, deadline } = context;
  const waitUntil = Math.min(deadline.waitUntil, clock.now() + FRESH_TAG_MS);
  const missing = new Set(tags);
  const snapshots: TagSnapshot[] = [];
  const timeout = await poll(
    { ...context, deadline: { ...deadline, waitUntil } },
    {
      intervalMs: PAUSE_MS,
      schedule: { pauseMs: () => PAUSE_MS },
      async check() {
        const wanted = [...missing];
        const found = await (snapshots.length === 0
          ? reader.lookUp(repository, wanted)
          : reader.read(repository, wanted));
        for (const tag of found.digests.keys()) missing.delete(tag);
        snapshots.push(found);
        return missing.size === 0;
      },
    },
  );
  if (timeout?.answered === false && timeout.lastFailure !== undefined) throw timeout.lastFailure;
  return {
    digests: new Map(snapshots.flatMap(({ digests }) => [...digests])),
    locations: new Map(snapshots.flatMap(({ locations }) => [...locations])),
    problems: new Map(snapshots.flatMap(({ problems }) => [...(problems ?? [])])),
  };
}
