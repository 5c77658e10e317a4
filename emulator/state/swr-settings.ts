import { dictionary, flag, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';
import { organizationsSeed } from './repositories.ts';
import { JOB_OUTCOMES, pastJobSeed } from './sync-jobs.ts';

/** An entry of `syncOutcomes`: how jobs that match its repository, tag and target region end. The first match counts. */
const syncOutcomeSeed = object({
  repository: optional(text()),
  tag: optional(text()),
  target: optional(text()),
  outcome: optional(oneOf(...JOB_OUTCOMES)),
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
  jobs: optional(list(pastJobSeed)),
  syncOutcomes: optional(list(syncOutcomeSeed)),
  hideSyncJobs: optional(flag),
  sameRegionSync: optional(flag),
  syncRegions: optional(list(text())),
  featureGates: optional(dictionary(flag)),
  swrErrorShape: optional(oneOf('array', 'errors', 'object')),
  swrNotFound: optional(oneOf('404', '400')),
  swrEmptyList: optional(oneOf('array', 'null', 'object', 'nothing')),
  tagPageSize: optional(integer(1)),
  tagListLagSeconds: optional(number()),
  shiftingTagList: optional(flag),
  tagListTotal: optional(flag),
} as const;

const swrSeed = object(swrFields);

/** How SWR behaves in a region. */
export interface SwrSettings {
  /** Organizations of other accounts: their names are taken. */
  readonly foreignOrganizations: readonly string[];
  readonly organizationQuota: number;
  /** How long a job takes unless its outcome says otherwise. */
  readonly syncSeconds: number;
  /** `used` counts the jobs to which the outcome was applied, because `times` may limit them. */
  readonly syncOutcomes: readonly { readonly rule: Read<typeof syncOutcomeSeed>; used: number }[];
  /** Whether the job list omits jobs started by the API, as some regions do. */
  readonly hideSyncJobs: boolean;
  /** Whether the target of a job may be the source's own region. */
  readonly sameRegionSync: boolean;
  /** Undefined: the region does not have the API that lists them. */
  readonly syncRegions: readonly string[] | undefined;
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** See `swrErrorReply`. */
  readonly errorShape: 'array' | 'errors' | 'object';
  /** Status of a reply about something that does not exist. */
  readonly notFound: '404' | '400';
  /** The body of an empty list of tags or jobs. */
  readonly emptyList: 'array' | 'null' | 'object' | 'nothing';
  /** The largest page of tags, whatever a request asks for. */
  readonly tagPageSize: number;
  /** How long after it was written a tag is shown. */
  readonly tagListLagSeconds: number;
  /** Whether every page of tags but the first lacks a tag, as if another one had been deleted since. */
  readonly shiftingTagList: boolean;
  /** Whether a page of tags says how many there are. */
  readonly tagListTotal: boolean;
}

/** Reads the settings from a region's seed and adds the defaults. */
export function createSwrSettings(seed: Partial<Read<typeof swrSeed>>): SwrSettings {
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
    emptyList: seed.swrEmptyList ?? 'array',
    tagPageSize: seed.tagPageSize ?? 1000,
    tagListLagSeconds: seed.tagListLagSeconds ?? 0,
    shiftingTagList: seed.shiftingTagList ?? false,
    tagListTotal: seed.tagListTotal ?? true,
  };
}
