/** What all copies from one source repository share during a run. */
import type { StepContext } from '../engine/step.ts';
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
    const source = createSource(
      repository,
      copies.filter((copy) => keyOf(copy.source) === key),
      context,
    );
    sources.set(key, source);
    return source;
  };
}

function createSource(
  { region, namespace, repository }: RepositoryRef,
  copies: readonly CopySpec[],
  context: StepContext<SyncServices>,
): CopySource {
  const place = { region, namespace, repository };
  const reader = createTagListReader(context.services.cloud);
  const tags = [...new Set(copies.map(({ source }) => source.tag))];
  return {
    repository: place,
    copier: createSyncCopier(place, copies.length, context),
    reader,
    snapshot: once(() => reader.read(place, tags)),
  };
}

function keyOf(repository: RepositoryRef): string {
  return `${repository.region}/${describeRepository(repository)}`;
}
