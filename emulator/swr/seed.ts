import type { Repository } from '../cloud.ts';
import { DIGEST_PATTERN, digestOf } from '../digest.ts';
import {
  anyText,
  complaint,
  dictionary,
  either,
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  text,
  type Read,
  type Reader,
} from '../reader.ts';
import { OUTCOMES, STATUSES, type SyncJob } from './jobs.ts';
import { NAMESPACE_PATTERN, REPOSITORY_PATTERN } from './names.ts';

/** A digest; the empty text stands for one that is made from organization, repository and tag. */
const digest: Reader<string> = (value, path) => {
  if (value !== '' && (typeof value !== 'string' || !DIGEST_PATTERN.test(value))) {
    throw complaint(path, 'a digest (sha256: and 64 lower-case hexadecimal digits) or an empty text', value);
  }
  return value;
};

/** Organizations, then repositories, then tags: a list of names, or an object from name to digest. */
export const organizationsSeed = dictionary(
  dictionary(
    either(list(text()), dictionary(digest)),
    text(REPOSITORY_PATTERN, 'a repository name (lower-case letters, digits and single separators)'),
  ),
  text(NAMESPACE_PATTERN, 'an organization name (lower-case letters, digits and single separators)'),
);

/** A job that existed before the emulator began; it never changes. */
export const pastJob = object({
  namespace: text(),
  repository: text(),
  tag: text(),
  remoteRegionId: text(),
  remoteNamespace: text(),
  status: oneOf(...STATUSES),
  secondsAgo: optional(number()),
  override: optional(flag),
});

/** The job that an entry of the seed's `jobs` describes; the id is given later. */
export function pastJobOf(seed: Read<typeof pastJob>, region: string, now: number): SyncJob {
  const { secondsAgo, status, override, ...place } = seed;
  const at = now - (secondsAgo ?? 3600) * 1000;
  const times = { createdAt: at, runsAt: at, endsAt: at, lagMs: 0 };
  const end = { final: status, outcome: 'past', landing: undefined } as const;
  return { ...place, ...times, ...end, id: 0, region, override: override ?? false };
}

/** What becomes of the jobs that match; the first match counts. */
export const syncOutcome = object({
  repository: optional(text()),
  tag: optional(text()),
  target: optional(text()),
  outcome: optional(oneOf(...OUTCOMES)),
  seconds: optional(number()),
  lagSeconds: optional(number()),
  times: optional(integer(1)),
});

/** The fields of a region's seed that concern SWR. */
export const swrFields = {
  organizations: optional(organizationsSeed),
  foreignOrganizations: optional(list(text())),
  organizationQuota: optional(integer()),
  syncSeconds: optional(number()),
  jobs: optional(list(pastJob)),
  syncOutcomes: optional(list(syncOutcome)),
  hideSyncJobs: optional(flag),
  sameRegionSync: optional(flag),
  syncRegions: optional(list(text())),
  featureGates: optional(dictionary(flag)),
  swrErrorShape: optional(oneOf('array', 'errors', 'object')),
  swrNotFound: optional(oneOf('404', '400')),
} as const;

const swrSeed = object(swrFields);

/** How SWR behaves in a region. */
export interface SwrSettings {
  readonly foreignOrganizations: readonly string[];
  readonly organizationQuota: number;
  readonly syncSeconds: number;
  /** `used` counts the jobs that an outcome with `times` was given to. */
  readonly syncOutcomes: readonly { readonly rule: Read<typeof syncOutcome>; used: number }[];
  readonly hideSyncJobs: boolean;
  readonly sameRegionSync: boolean;
  /** Undefined: the region does not offer the list. */
  readonly syncRegions: readonly string[] | undefined;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly errorShape: 'array' | 'errors' | 'object';
  readonly notFound: '404' | '400';
}

/** The settings of a region's seed, with the defaults. */
export function swrSettings(seed: Partial<Read<typeof swrSeed>>): SwrSettings {
  return {
    foreignOrganizations: seed.foreignOrganizations ?? [],
    organizationQuota: seed.organizationQuota ?? 5,
    syncSeconds: seed.syncSeconds ?? 2,
    syncOutcomes: (seed.syncOutcomes ?? []).map((rule) => ({ rule, used: 0 })),
    hideSyncJobs: seed.hideSyncJobs ?? false,
    sameRegionSync: seed.sameRegionSync ?? false,
    syncRegions: seed.syncRegions,
    featureGates: { enable_image_sync: true, enable_hss_service: true, enable_list_v3: false, ...seed.featureGates },
    errorShape: seed.swrErrorShape ?? 'errors',
    notFound: seed.swrNotFound ?? '404',
  };
}

/**
 * The organizations of a seed. A generated digest does not depend on the region: the same tag seeded in two regions
 * without digests is the same image.
 */
export function organizationsOf(
  seed: Read<typeof organizationsSeed> | undefined,
  at: number,
): Map<string, Map<string, Repository>> {
  const tagsOf = (place: string, tags: readonly string[] | Readonly<Record<string, string>>): Repository['tags'] => {
    const digests = Array.isArray(tags) ? tags.map((tag: string) => [tag, ''] as const) : Object.entries(tags);
    return new Map(
      digests.map(([tag, given]) => {
        const word = given === '' ? digestOf(`${place}:${anyText(tag, place)}`) : anyText(given, place);
        return [tag, { digest: word, createdAt: at, updatedAt: at }];
      }),
    );
  };
  return new Map(
    Object.entries(seed ?? {}).map(([namespace, repositories]) => [
      namespace,
      new Map(
        Object.entries(repositories).map(([name, tags]) => [
          name,
          { createdAt: at, tags: tagsOf(`${namespace}/${name}`, tags) },
        ]),
      ),
    ]),
  );
}
