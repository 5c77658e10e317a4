/** One route: from the source repository to one target region. */
import type { Swr } from '../cloud/swr.ts';
import type { Waiting } from '../inputs/settings.ts';
import type { Item } from '../engine/item.ts';
import type { Rhythm } from '../engine/poll.ts';
import { type Digests, readDigests } from './by-sync/tag-list.ts';
import type { JobFeed } from './by-sync/job-tracker.ts';
import type { Source } from './source.ts';

export interface Route extends Waiting {
  readonly source: Source;
  readonly jobs: JobFeed;
  /** Of all routes, so that one list of the jobs serves each of their looks. */
  readonly rhythm: Rhythm;
  /** The target: region, organization, repository. */
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly override: boolean;
  /** By tag. */
  readonly items: ReadonlyMap<string, Item>;
  /** Where the tags lie in the target region, as far as they were seen there; filled while the target is read. */
  readonly paths: Map<string, readonly string[]>;
}

/** Reads tags of the target. */
export async function readTarget(route: Route, target: Swr, wanted: readonly string[]): Promise<Digests> {
  const digests = await readDigests(target, route, wanted);
  for (const [tag, places] of digests.paths) route.paths.set(tag, places);
  return digests;
}
