/** What copying works on: the source of a run, and the copies to one target. It knows the ports, not how they are implemented. */
import type { Item } from '../engine/item.ts';
import type { RunOptions } from '../inputs/settings.ts';
import type { Copier } from './copier.ts';
import type { CopySpec, RepositoryRef } from './copy-spec.ts';
import type { Naming } from './naming.ts';
import type { Tagger } from './tagger.ts';
import type { DigestReader, TagSnapshot } from './digest-reader.ts';

/** A source repository in one run. */
export interface CopySource {
  readonly repository: RepositoryRef;
  readonly copier: Copier;
  /** Reads the source and the targets. */
  readonly reader: DigestReader;
  readonly tagger: Tagger;
  /** The new names that copies need in the source, by name. */
  readonly namings: ReadonlyMap<string, Naming>;
  /** The tags that the digest has in the source, new names of this run included: its list is read to its end, once. */
  tagsWith(digest: string): Promise<readonly string[]>;
  /** The source's tags, and its new names as far as they exist: read once for all targets, a failure included. */
  snapshot(): Promise<TagSnapshot>;
  /** The tags that {@link snapshot} does not show, once they have been looked for by name and for a few seconds; likewise. */
  lateSnapshot(): Promise<TagSnapshot>;
}

/** Copies to one target, which share requests, with their items. Without `wait` the target is read in a dry run only. */
export interface CopyWork extends RunOptions {
  readonly source: CopySource;
  readonly target: RepositoryRef;
  readonly items: ReadonlyMap<CopySpec, Item>;
}
