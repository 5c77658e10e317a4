/** References by digest to the copies that this run has proved, for a deployment. */
import { registryHostOf } from '../cloud/endpoints.ts';
import type { Outcome } from '../engine/item.ts';
import type { VerdictKind } from '../engine/verdict.ts';

/** What can be pulled instead of a tag. */
export interface Reference {
  readonly region: string;
  readonly tag: string;
  /** `registry/organization/repository@sha256:…` */
  readonly reference: string;
  /** The digest that the tag had before, where it was replaced. */
  readonly replaced?: string;
}

const PROVED_COPIES: ReadonlySet<VerdictKind> = new Set(['copied', 'overwritten', 'unchanged', 'verified']);

const DIGEST = /^sha256:[0-9a-f]{64}$/;

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;

/** The operations of items that are no copies: a name in the repository that was copied from is none. */
const NO_COPIES: ReadonlySet<string> = new Set(['retag', 'rollback']);

/**
 * One for each of these copies. The registry is that of the public cloud; with endpoints of one's own it is the one that SWR
 * shows for this very tag, and a copy of which it shows none is left out.
 */
export function referencesOf(outcomes: readonly Outcome[], isPublicCloud: boolean): readonly Reference[] {
  return outcomes.flatMap(({ item, verdict }): readonly Reference[] => {
    const { operation, region, namespace, repository, tag } = item;
    const { kind, digest = '', previousDigest = '', locations = [] } = verdict;
    if (tag === undefined || NO_COPIES.has(operation) || !PROVED_COPIES.has(kind) || !DIGEST.test(digest)) return [];
    const path = `/${namespace ?? ''}/${repository ?? ''}`;
    const host = isPublicCloud ? registryHostOf(region) : hostIn(locations, `${path}:${tag}`);
    if (host === undefined) return [];
    const isReplaced = kind === 'overwritten' && DIGEST.test(previousDigest);
    return [
      { region, tag, reference: `${host}${path}@${digest}`, ...(isReplaced ? { replaced: previousDigest } : {}) },
    ];
  });
}

/** The references by tag, by region: what the output `references` holds. */
export function byRegion(references: readonly Reference[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const regions = Map.groupBy(references, ({ region }) => region);
  return Object.fromEntries(
    [...regions].map(([region, members]) => [
      region,
      Object.fromEntries(members.map(({ tag, reference }) => [tag, reference])),
    ]),
  );
}

/** The registry of the first location that ends in `path`. */
function hostIn(locations: readonly string[], path: string): string | undefined {
  return locations
    .filter((location) => location.endsWith(path))
    .map((location) => location.slice(0, -path.length))
    .find((host) => HOST.test(host));
}
