/** One route: from the source repository to one target region. */
import type { Waiting } from '../../inputs/settings.ts';
import type { Item } from '../../promotion/item.ts';
import type { JobFeed } from './job-feed.ts';
import type { Source } from './source.ts';

export interface Route extends Waiting {
  readonly source: Source;
  readonly jobs: JobFeed;
  /** The target: region, organization, repository. */
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly override: boolean;
  /** By tag. */
  readonly items: ReadonlyMap<string, Item>;
}
