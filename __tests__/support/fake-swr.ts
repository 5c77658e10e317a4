/** SWR of several regions in memory, behind the interface that the operations use. */
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { NewTag, Repository, Swr, SyncRequest } from '../../src/cloud/swr.ts';
import type { SyncJob } from '../../src/cloud/swr-jobs.ts';
import type { TagDigest } from '../../src/cloud/swr-tags.ts';
import type { CallResult } from '../../src/http/call.ts';

/** What a synchronization request resolves to. */
export type SyncAnswer = CallResult<undefined>;

/** The request was accepted at the first attempt. */
export const ACCEPTED: SyncAnswer = { ok: true, value: undefined, afterUncertainTry: false };

/** The service's refusal of a request. */
export function refusal(status: number, code: string): SyncAnswer {
  return { ok: false, error: { status, code, message: 'no', requestId: 'r-1' }, afterUncertainTry: false };
}

/** A running job for `v1` in `cn-east-3` that began just now, except for what `job` sets. */
export function fakeJob(job: Partial<SyncJob>): SyncJob {
  const usual = { id: '1', tag: 'v1', status: 'running', region: 'cn-east-3', organization: 'team' };
  return { ...usual, override: false, ageMs: 0, quietMs: undefined, ...job };
}

/** The registry, whose tags and jobs a test may change. */
export interface FakeRegistry {
  readonly cloud: Cloud;
  /** Digest by `region/organization/repository:tag`. */
  readonly tags: Map<string, string>;
  /** Newest first. */
  readonly jobs: SyncJob[];
  /** One line a request, in order. */
  readonly requests: readonly string[];
}

/** What the registry does besides. */
export interface Behaviours {
  /** May change the registry, now or later; throws what the client would throw. */
  readonly onSync?: (request: SyncRequest, registry: FakeRegistry) => SyncAnswer;
  /** Answers a request for a further tag, which has no effect then; the usual answer and effect where it gives undefined. */
  readonly onTag?: (tag: NewTag, registry: FakeRegistry) => SyncAnswer | undefined;
  /** Called before every list of tags; throws what the client would throw. */
  readonly onTags?: (region: string, repository: Repository, registry: FakeRegistry) => void;
  /** Called before every list of jobs; throws, or says that there is no such list. */
  readonly onJobs?: (limit: number) => 'none' | undefined;
  /** The largest page of tags, where it is smaller than what is requested. */
  readonly pageSize?: number;
  /** Whether the region says that an organization does not exist. */
  readonly isOrganizationMissing?: (region: string) => boolean;
  /** The regions that images can be synchronized to; the cloud does not say if not given. */
  readonly syncRegions?: readonly string[];
  /** What the list gives as the addresses of a tag, by `region/organization/repository:tag`; none if not given. */
  readonly locations?: Readonly<Record<string, readonly string[]>>;
}

const nowhere = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** A registry with these tags, by `region/organization/repository:tag`. */
export function createFakeRegistry(tags: Readonly<Record<string, string>>, behaviours: Behaviours = {}): FakeRegistry {
  const requests: string[] = [];
  const swrIn = (region: string): Swr => ({
    async tagPage(repository, { offset, limit }, name) {
      const place = `${region}/${repository.namespace}/${repository.repository}`;
      requests.push(name === undefined ? `tags ${place} from ${offset}` : `tags ${place} named ${name}`);
      behaviours.onTags?.(region, repository, registry);
      const all = [...registry.tags].flatMap(([key, digest]): readonly TagDigest[] => {
        if (!key.startsWith(`${place}:`)) return [];
        const paths = behaviours.locations?.[key];
        return [{ name: key.slice(place.length + 1), digest, ...(paths === undefined ? {} : { paths }) }];
      });
      if (all.length === 0)
        return Promise.resolve({ tags: [], absent: { what: 'repository', reason: 'HTTP 404 no such repository' } });
      const named = all.filter((tag) => tag.name.includes(name ?? ''));
      return Promise.resolve({ tags: named.slice(offset, offset + Math.min(limit, behaviours.pageSize ?? limit)) });
    },
    async showTag({ namespace, repository }, name) {
      const key = `${region}/${namespace}/${repository}:${name}`;
      requests.push(`tag ${key}`);
      const digest = registry.tags.get(key);
      return Promise.resolve(digest === undefined ? undefined : [{ name, digest }]);
    },
    async organization(namespace) {
      requests.push(`organization ${region}/${namespace}`);
      return Promise.resolve(behaviours.isOrganizationMissing?.(region) === true ? undefined : { auth: 7 });
    },
    quotas: nowhere,
    async syncRegions() {
      requests.push(`regions ${region}`);
      return Promise.resolve(behaviours.syncRegions);
    },
    async syncJobPage(_, { offset, limit }) {
      requests.push(`jobs ${region} from ${offset}`);
      if (behaviours.onJobs?.(limit) === 'none') return Promise.resolve(undefined);
      return Promise.resolve({ jobs: registry.jobs.slice(offset, offset + limit) });
    },
    async syncImages(request) {
      await request.confirm?.();
      const { tags: wanted, targetRegion, targetNamespace, override } = request;
      requests.push(`sync ${wanted.join(',')} → ${targetRegion}/${targetNamespace}${override ? ' override' : ''}`);
      return Promise.resolve(behaviours.onSync?.(request, registry) ?? ACCEPTED);
    },
    async createTag({ namespace, repository }, tag) {
      await tag.confirm?.();
      const place = `${region}/${namespace}/${repository}`;
      requests.push(`tag ${place}:${tag.from} → ${tag.to}${tag.override ? ' override' : ''}`);
      const answer = behaviours.onTag?.(tag, registry);
      if (answer !== undefined) return Promise.resolve(answer);
      const digest = registry.tags.get(`${place}:${tag.from}`);
      if (digest === undefined) return Promise.resolve(refusal(404, 'SVCSTG.SWR.4040048'));
      if (registry.tags.has(`${place}:${tag.to}`) && !tag.override)
        return Promise.resolve(refusal(409, 'SVCSTG.SWR.4090006'));
      registry.tags.set(`${place}:${tag.to}`, digest);
      return Promise.resolve(ACCEPTED);
    },
  });
  const registry: FakeRegistry = {
    cloud: { swr: (region) => Promise.resolve(swrIn(region)), modelArts: nowhere, hss: nowhere },
    tags: new Map(Object.entries(tags)),
    jobs: [],
    requests,
  };
  return registry;
}
