/** SWR, the registry: management API v2 of the basic edition. One function for each API call. */
import { type CallResult, ReplyFormatError } from '../http/call.ts';
import { describeReason, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import type { Caller } from './caller.ts';
import { pageRetries, type PageRequest, refusedPage } from './pages.ts';
import { isNotFound, isPageRefusal } from './reply-rules.ts';
import { jobsOf, type SyncJob } from './swr-jobs.ts';
import { type TagDigest, tagsOf } from './swr-tags.ts';

/** A page of the list of tags. */
export interface TagPage {
  readonly tags: readonly TagDigest[];
  /** How many tags there are on all pages; undefined where the service does not tell. */
  readonly total?: number | undefined;
  /** Set when the organization or the repository does not exist. */
  readonly absent?: Absence;
}

/** What does not exist, and the service's reply. */
export interface Absence {
  readonly what: 'organization' | 'repository';
  readonly reason: string;
}

/** A page of the list of jobs. */
export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly SyncJob[];
  readonly total?: number | undefined;
}

/** Tags to copy to one target; the source repository is in the region that the request is sent to. */
export interface SyncRequest {
  readonly namespace: string;
  readonly repository: string;
  readonly tags: readonly string[];
  readonly targetRegion: string;
  readonly targetNamespace: string;
  /** Whether a tag of the target that differs is replaced. */
  readonly override: boolean;
}

/** A further tag for an image of a repository. */
export interface NewTag {
  /** A tag that the image has. */
  readonly from: string;
  readonly to: string;
  /** Whether `to` is replaced where it exists. */
  readonly override: boolean;
}

/** SWR in one region. Rejects with a {@link Failure}. */
export interface Swr {
  /** A page of at most 1000 tags; for {@link createPageReader}. */
  tagPage(repository: Repository, page: PageRequest): Promise<TagPage>;
  /**
   * A page of jobs; for {@link createPageReader}. The documents name no largest page.
   * @returns undefined where the region does not offer the list or the credentials may not read it.
   */
  syncJobPage(repository: Repository, page: PageRequest): Promise<JobPage | undefined>;
  /**
   * Requests copies; the result only says whether SWR accepted the request. The array in a 200 is not read, because it is
   * documented in two opposite ways; the array of an error has the failed tags, as {@link ServiceError.names}.
   */
  syncImages(request: SyncRequest): Promise<CallResult<undefined>>;
  /** Requests a further tag for an image; 409 where it exists. Not repeatable: a reply that is lost rejects with an `uncertain` failure. */
  createTag(repository: Repository, tag: NewTag): Promise<CallResult<undefined>>;
}

/** A repository of the region. */
export interface Repository {
  /** The organization. */
  readonly namespace: string;
  readonly repository: string;
}

/**
 * What does not exist is answered with 404, and with 400 and one of these codes: image 4040010 and 4040113, tag 4040048, 4040115 and
 * 4041056, organization 4040058 and 4041061, and 4000014, which also says that a parameter is wrong.
 */
function isAbsent(error: ServiceError): boolean {
  if (isNotFound(error, 'SVCSTG')) return true;
  return error.status === 400 && /^SVCSTG\.SWR\.(404\d{4}|4000014)$/.test(error.code) && !isPageRefusal(error);
}

/** From `Content-Range: <offset>-<count>/<total>`, which is not that of RFC 7233 and not always sent. */
function totalOf({ headers }: ReplyHead): number | undefined {
  const total = /\/(\d{1,9})$/.exec(headers['content-range'] ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

function inRepository({ namespace, repository }: Repository, ...rest: string[]): readonly string[] {
  // "Replace a slash (/) with a dollar sign ($) before you send the request."
  return ['v2', 'manage', 'namespaces', namespace, 'repos', repository.split('/').join('$'), ...rest];
}

function describe({ namespace, repository }: Repository): string {
  return `${namespace}/${repository}`;
}

/** `region` is named in messages. */
export function createSwr(call: Caller, region: string): Swr {
  return {
    /** SWR, "Querying the Tag List of an Image Repository". */
    async tagPage(repository, page) {
      const { offset, limit } = page;
      const doing = `list the tags of ${repository.namespace}/${repository.repository} in ${region}`;
      const answer = await call({
        doing,
        method: 'GET',
        path: inRepository(repository, 'tags'),
        // Some documents have only the plain parameters, some only the filter, which takes precedence.
        query: { filter: `offset::${offset}|limit::${limit}`, limit: String(limit), offset: String(offset) },
        repeatable: true,
        ...pageRetries(page),
        read: (body, reply) => ({ tags: tagsOf(body), total: totalOf(reply) }),
      });
      if (answer.ok) return answer.value;
      if (isAbsent(answer.error)) {
        const isOrganization = /^SVCSTG\.SWR\.(4040058|4041061)$/.test(answer.error.code);
        return {
          tags: [],
          absent: { what: isOrganization ? 'organization' : 'repository', reason: describeReason(answer.error) },
        };
      }
      const hint = 'Reading tags needs swr:repo:listRepoTags, or at least read permission in the organization.';
      throw refusedPage(doing, answer.error, hint);
    },

    /** SWR, "Querying Image Synchronization Task Information". The filter and both of its numbers are compulsory. */
    async syncJobPage(repository, page) {
      const { offset, limit } = page;
      const doing = `list the synchronization jobs of ${repository.namespace}/${repository.repository} in ${region}`;
      const answer = await call({
        doing,
        method: 'GET',
        path: inRepository(repository, 'sync_job'),
        query: { filter: `limit::${limit}|offset::${offset}|order::desc` },
        repeatable: true,
        ...pageRetries(page),
        read: (body, reply) => ({ jobs: jobsOf(body, reply), total: totalOf(reply) }),
      });
      if (answer.ok) return answer.value;
      if (page.canShrink === true && isPageRefusal(answer.error)) throw refusedPage(doing, answer.error);
      // Jobs never decide; without them, the digests alone are polled.
      return undefined;
    },

    /** SWR, "Manually Synchronizing Images". */
    syncImages({ namespace, repository, tags, targetRegion, targetNamespace, override }) {
      return call({
        doing: `synchronize ${tags.length === 1 ? `tag ${tags[0]}` : `${tags.length} tags`} to ${targetRegion}`,
        method: 'POST',
        path: inRepository({ namespace, repository }, 'sync_images'),
        body: { imageTag: tags, override, remoteNamespace: targetNamespace, remoteRegionId: targetRegion },
        // With another copy on its way, a second request might overwrite what was pushed in between.
        repeatable: false,
        read(body) {
          if (body !== undefined && body !== null && !Array.isArray(body))
            throw new ReplyFormatError('', `must be Array, not ${typeof body}`);
          return undefined;
        },
      });
    },

    /** SWR, "Creating an Image Tag" (CreateRepoTag). */
    createTag: (repository, { from, to, override }) =>
      call({
        doing: `give ${describe(repository)}:${from} in ${region} the tag ${to}`,
        method: 'POST',
        path: inRepository(repository, 'tags'),
        body: { source_tag: from, destination_tag: to, override },
        // With a reply that is lost, a second request might replace what was pushed in between.
        repeatable: false,
        read: () => undefined,
      }),
  };
}
