/** A registry of several regions in memory, behind the interface that the operations use. */
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Repository, Swr, SyncRequest } from '../../src/cloud/swr.ts';
import type { SyncJob } from '../../src/cloud/swr-jobs.ts';
import type { TagDigest } from '../../src/cloud/swr-tags.ts';
import type { CallResult } from '../../src/http/call.ts';

export type SyncAnswer = CallResult<undefined>;

export const ACCEPTED: SyncAnswer = { ok: true, value: undefined, afterUncertainTry: false };

/** A job of `v1` to the east that is under way, where nothing else is said. */
export function fakeJob(job: Partial<SyncJob>): SyncJob {
  const usual = { id: '1', tag: 'v1', status: 'running', region: 'cn-east-3', organization: 'team' };
  return { ...usual, override: false, ageMs: undefined, quietMs: undefined, ...job };
}

export interface FakeRegistry {
  readonly cloud: Cloud;
  /** Digest by `region/organization/repository:tag`. */
  readonly tags: Map<string, string>;
  /** Newest first. */
  readonly jobs: SyncJob[];
  /** What was asked for, in order. */
  readonly requests: readonly string[];
}

export interface Behaviours {
  /** May change the registry, now or later; throws what the client would throw. */
  readonly onSync?: (request: SyncRequest, registry: FakeRegistry) => SyncAnswer;
  /** Called before every list of tags; throws what the client would throw. */
  readonly onTags?: (region: string, repository: Repository) => void;
  /** Called before every list of jobs; throws, or says that there is no such list. */
  readonly onJobs?: (limit: number) => 'none' | undefined;
  /** As a service that has other thoughts about pages. */
  readonly pageSize?: number;
}

const nowhere = (): Promise<never> => Promise.reject(new Error('not part of this test'));

export function createFakeRegistry(tags: Readonly<Record<string, string>>, behaviours: Behaviours = {}): FakeRegistry {
  const requests: string[] = [];
  const swrIn = (region: string): Swr => ({
    async tagPage(repository, { offset, limit }) {
      const place = `${region}/${repository.namespace}/${repository.repository}`;
      requests.push(`tags ${place} from ${offset}`);
      behaviours.onTags?.(region, repository);
      const all = [...registry.tags].flatMap(([key, digest]): readonly TagDigest[] =>
        key.startsWith(`${place}:`) ? [{ name: key.slice(place.length + 1), digest }] : [],
      );
      if (all.length === 0)
        return Promise.resolve({ tags: [], absent: { what: 'repository', reason: 'HTTP 404 no such repository' } });
      return Promise.resolve({ tags: all.slice(offset, offset + Math.min(limit, behaviours.pageSize ?? limit)) });
    },
    async syncJobPage(_, { offset, limit }) {
      requests.push(`jobs ${region} from ${offset}`);
      if (behaviours.onJobs?.(limit) === 'none') return Promise.resolve(undefined);
      return Promise.resolve({ jobs: registry.jobs.slice(offset, offset + limit) });
    },
    async syncImages(request) {
      const { tags: wanted, targetRegion, targetNamespace, override } = request;
      requests.push(`sync ${wanted.join(',')} → ${targetRegion}/${targetNamespace}${override ? ' override' : ''}`);
      return Promise.resolve(behaviours.onSync?.(request, registry) ?? ACCEPTED);
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
