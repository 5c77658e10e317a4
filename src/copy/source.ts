/** Makes the source of a run, with SWR's synchronization as copier and its tag list as reader. */
import type { StepContext } from '../engine/step.ts';
import { once } from '../share.ts';
import { createSyncCopier, type SyncServices } from './by-sync/sync-copier.ts';
import { createSwrTagger } from './by-sync/swr-tagger.ts';
import { createTagListReader } from './by-sync/tag-list.ts';
import { findLate } from './late-tags.ts';
import { createNaming, type Naming } from './naming.ts';
import type { CopySource } from './copy-work.ts';
import { type CopySpec, describeRepository, isRenamed, type RepositoryRef } from './copy-spec.ts';

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
    const namings = namingsOf(ofRepository);
    const names = [...namings.keys()];
    // Tags that the list does not show are looked up by lateSnapshot, so that they hold up no others.
    const snapshot = once(() => reader.read(repository, [...tags, ...names], names));
    const listing = once(() => reader.list(repository));
    const created: CopySource = {
      repository,
      copier: createSyncCopier(repository, ofRepository.length, context),
      reader,
      tagger: createSwrTagger(context.services.cloud),
      namings,
      async tagsWith(digest) {
        const [{ tagsOf }, { digests }] = await Promise.all([listing(), snapshot()]);
        const listed = new Set(tagsOf(digest));
        const isOf = (tag: string): boolean => listed.has(tag) || digests.get(tag) === digest;
        const given = ofRepository.filter(({ source }) => isOf(source.tag)).map(({ target }) => target.tag);
        return [...new Set([...listed, ...given])];
      },
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

/** One for each copy that gets another tag in its target. */
function namingsOf(copies: readonly CopySpec[]): ReadonlyMap<string, Naming> {
  const renamed = Map.groupBy(copies.filter(isRenamed), ({ target }) => target.tag);
  return new Map([...renamed].map(([name, members]) => [name, createNaming(members)] as const));
}

function keyOf(repository: RepositoryRef): string {
  return `${repository.region}/${describeRepository(repository)}`;
}
