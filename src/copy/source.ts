/** The source repository: read once, for all target regions. */
import type { Cloud } from '../cloud/cloud.ts';
import type { Repository, Swr } from '../cloud/swr.ts';
import { type Digests, readDigests } from './by-sync/tag-list.ts';

export interface Source extends Repository {
  readonly region: string;
  swr(cloud: Cloud): Promise<Swr>;
  /** The digests that this run promises to the targets. */
  digests(cloud: Cloud): Promise<Digests>;
}

export function createSource(
  origin: Repository & { readonly region: string; readonly tags: readonly string[] },
): Source {
  let digests: Promise<Digests> | undefined;
  const swr = (cloud: Cloud): Promise<Swr> => cloud.swr(origin.region);
  return {
    ...origin,
    swr,
    digests: (cloud) => (digests ??= swr(cloud).then((service) => readDigests(service, origin, origin.tags))),
  };
}
