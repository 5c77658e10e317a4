/** Makes the source of a run, with SWR's synchronization as copier and its tag list as reader. */
import type { StepContext } from '../engine/step.ts';
import { once } from '../share.ts';
import { createSyncCopier, type SyncServices } from './by-sync/sync-copier.ts';
import { createTagListReader } from './by-sync/tag-list.ts';
import { findLate } from './late-tags.ts';
import type { CopySource } from './copy-work.ts';
import { type CopySpec, describeRepository, type RepositoryRef } from './copy-spec.ts';

/**
 * The sources of some copies, one a source repository, made when first used in a run. All targets of a run must get them
 * from the same function.
 */
export function createSources(
  copies: readonly CopySpec[],
): (repository: RepositoryRef, context: StepContext<SyncServices>) => CopySource {
  const sources = new Map<string, CopySource>();
  return (repository, context) => {
    const key = keyOf(repository);
    const known = sources.get(key);
    if (known !== undefined) return known;
    const ofRepository = copies.filter((copy) => keyOf(copy.source) === key);
    const tags = [...new Set(ofRepository.map(({ source }) => source.tag))];
    const reader = createTagListReader(context.services.cloud, context.clock);
    // What the list does not show is looked up by lateSnapshot, so that it holds up no others.
    const snapshot = once(() => reader.read(repository, tags, []));
    const created: CopySource = {
      repository,
      copier: createSyncCopier(repository, ofRepository.length, context),
      reader,
      snapshot,
      lateSnapshot: once(async () => {
        const { digests } = await snapshot();
        const missing = tags.filter((tag) => !digests.has(tag));
        return findLate(reader, repository, missing, context);
      }),
    };
    sources.set(key, created);
    return created;
  };
}

function keyOf(repository: RepositoryRef): string {
  return `${repository.region}/${describeRepository(repository)}`;
}
