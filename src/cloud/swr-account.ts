/** What SWR of a region says about the account: its organizations and quotas, and where its images can be synchronized to. */
import * as v from 'valibot';
import { type Caller, valueOf } from './caller.ts';
import { isNoSuchApi, isNotFound } from './reply-rules.ts';
import { optionalOrUndefined, parseWith, readable, readEntries } from './schema.ts';

/** An organization that exists. */
export interface Organization {
  /** What the caller may do with its images: 7 manage, 3 edit, 1 read; undefined where SWR does not say. */
  readonly auth: number | undefined;
}

/** A quota, and how much of it is used. */
export interface Quota {
  /** `namespace` (organizations), `repository` (repositories), or `tag` (tags of one repository). */
  readonly key: string;
  readonly limit: number;
  readonly used: number;
}

/** The part of {@link Swr} that is about the account. Rejects with a {@link Failure}. */
export interface SwrAccount {
  /** Undefined where SWR says itself that the organization does not exist. */
  organization(namespace: string): Promise<Organization | undefined>;
  /** The regions that images can be synchronized to; undefined where the region does not say. */
  syncRegions(): Promise<readonly string[] | undefined>;
  /** Those that the region gives: with `repository`, that of its tags may be among them. */
  quotas(
    projectId: string,
    repository?: { readonly namespace: string; readonly repository: string },
  ): Promise<readonly Quota[]>;
}

const RegionSchema = v.object({ regionID: v.string() });

/** Undefined where an entry cannot be read, because it may be any region. */
function regionsOf(body: unknown): readonly string[] | undefined {
  const { read, entries } = readEntries(RegionSchema, body);
  return read.length < entries ? undefined : read.map(({ regionID }) => regionID);
}

const OrganizationSchema = v.object({ auth: optionalOrUndefined(v.number()) });

const QuotasSchema = v.object({ quotas: v.nullish(v.array(v.unknown())) });

const QuotaSchema = v.object({ quota_key: v.string(), quota_limit: v.number(), used: v.number() });

/** `region` is named in messages. */
export function createSwrAccount(call: Caller, region: string): SwrAccount {
  return {
    /** SWR, "Obtaining Organization Details" (ShowNamespace). */
    organization: (namespace) =>
      valueOf(call, {
        doing: `show the organization ${namespace} in ${region}`,
        method: 'GET',
        path: ['v2', 'manage', 'namespaces', namespace],
        repeatable: true,
        read: (body) => ({ auth: parseWith(OrganizationSchema)(body).auth }),
        isAbsent: (error) => isNotFound(error, 'SVCSTG'),
        hint: 'Reading organizations needs swr:namespace:getNamespace.',
      }),

    /** SWR, "Querying Regions for Image Synchronization" (ListSyncRegions). Many regions do not have it. */
    syncRegions: () =>
      valueOf(call, {
        doing: `list the regions that ${region} can synchronize to`,
        method: 'GET',
        path: ['v2', 'manage', 'regions'],
        repeatable: true,
        read: regionsOf,
        isAbsent: isNoSuchApi,
        hint: 'No permission is documented for this list.',
      }),

    /** SWR, "Querying Quotas" (ListQuotas). */
    async quotas(projectId, repository) {
      const listed = await valueOf(call, {
        doing: `list the quotas of SWR in ${region}`,
        method: 'GET',
        path: ['v2', 'manage', 'projects', projectId, 'quotas'],
        query: repository === undefined ? {} : { namespace: repository.namespace, repository: repository.repository },
        repeatable: true,
        read: (body) => readable(QuotaSchema, parseWith(QuotasSchema)(body).quotas ?? []),
        hint: 'Reading quotas needs swr::listQuotas.',
      });
      return (listed ?? []).map((row) => ({ key: row.quota_key, limit: row.quota_limit, used: row.used }));
    },
  };
}
