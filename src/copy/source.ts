/** What all copies from one source repository share during a run. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { once } from '../share.ts';
import { createSyncCopier, type SyncServices } from './by-sync/sync-copier.ts';
import { createTagListReader } from './by-sync/tag-list.ts';
import type { Copier } from './copier.ts';
import { type CopySpec, describeRepository, type RepositoryRef } from './copy-spec.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** A source repository in one run. */
export interface CopySource {
  readonly repository: RepositoryRef;
  readonly copier: Copier;
  /** Reads the source and the targets. */
  readonly reader: DigestReader;
  /** The source's tags: read once for all targets, a failure included. */
  snapshot(): Promise<TagSnapshot>;
}

/** Copies to one target, which share requests, with their items. Without `wait` the target is not read. */
export interface CopyWork extends RunOptions {
  readonly source: CopySource;
  readonly target: RepositoryRef;
  readonly items: ReadonlyMap<CopySpec, Item>;
}

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
    const reader = createTagListReader(context.services.cloud);
    const created: CopySource = {
      repository,
      copier: createSyncCopier(repository, ofRepository.length, context),
      reader,
      snapshot: once(() => reader.read(repository, tags)),
    };
    sources.set(key, created);
    return created;
  };
}

function keyOf(repository: RepositoryRef): string {
  return `${repository.region}/${describeRepository(repository)}`;
}
