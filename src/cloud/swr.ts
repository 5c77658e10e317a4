/** SWR, the registry: management API v2 of the basic edition. One function for each API call. */
import { type CallResult, ReplyFormatError } from '../http/call.ts';
import { describeReason, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import type { Caller } from './caller.ts';
import { statusOf } from './error-bodies.ts';
import { pageLimits, type PageRequest, refusedPage } from './pages.ts';
import { isNotFound, isPageRefusal } from './reply-rules.ts';
import { type JobPage, jobsOf } from './swr-jobs.ts';
import { regionsOf } from './swr-regions.ts';
import { type TagDigest, tagOf, type TagPage, tagsOf } from './swr-tags.ts';

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

/** SWR in one region. Rejects with a {@link Failure}. */
export interface Swr {
  /**
   * A page of at most 1000 tags; for {@link createPageReader}. With `name`, of the tags whose names contain or equal it: the
   * documents leave open which.
   */
  tagPage(repository: Repository, page: PageRequest, name?: string): Promise<TagPage>;
  /** The details of one tag; undefined where it does not exist, or where the credentials may not read it. */
  showTag(repository: Repository, name: string): Promise<readonly TagDigest[] | undefined>;
  /** Whether SWR says itself that the organization does not exist; false where it says anything else. */
  isOrganizationMissing(namespace: string): Promise<boolean>;
  /** The regions that images can be synchronized to; undefined where the region does not say. */
  syncRegions(): Promise<readonly string[] | undefined>;
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
  if (statusOf(error) !== 400) return false;
  const isOfPage = /\blimit\b|\bfilter\b|page.?size/i.test(error.message);
  return /^SVCSTG\.SWR\.404\d{4}$/.test(error.code) || (error.code === 'SVCSTG.SWR.4000014' && !isOfPage);
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

/** `region` is named in messages. */
export function createSwr(call: Caller, region: string): Swr {
  return {
    /** SWR, "Querying the Tag List of an Image Repository". */
    async tagPage(repository, page, name) {
      const { offset, limit } = page;
      const doing = `list the tags of ${repository.namespace}/${repository.repository} in ${region}`;
      const answer = await call({
        doing,
        method: 'GET',
        path: inRepository(repository, 'tags'),
        // Some documents have only the plain parameters, some only the filter, which takes precedence.
        query: {
          filter: `offset::${offset}|limit::${limit}${name === undefined ? '' : `|tag::${name}`}`,
          limit: String(limit),
          offset: String(offset),
          ...(name === undefined ? {} : { tag: name }),
        },
        repeatable: true,
        ...pageLimits(page),
        read: (body, reply) => ({ ...tagsOf(body, { ...repository, region }), total: totalOf(reply) }),
      });
      if (answer.ok) return answer.value;
      // Before anything else, because 4000014 may be about the size or about the repository.
      if (page.canShrink === true && isPageRefusal(answer.error)) throw refusedPage(doing, answer.error);
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

    /** SWR, "Querying Details of an Image Tag". */
    async showTag(repository, name) {
      const answer = await call({
        doing: `show the tag ${name} of ${repository.namespace}/${repository.repository} in ${region}`,
        method: 'GET',
        path: inRepository(repository, 'tags', name),
        repeatable: true,
        read: (body) => tagOf(body, { ...repository, region }),
      });
      return answer.ok ? answer.value : undefined;
    },

    /** SWR, "Obtaining Organization Details". */
    async isOrganizationMissing(namespace) {
      const answer = await call({
        doing: `show the organization ${namespace} in ${region}`,
        method: 'GET',
        path: ['v2', 'manage', 'namespaces', namespace],
        repeatable: true,
        read: () => undefined,
      });
      return !answer.ok && isNotFound(answer.error, 'SVCSTG');
    },

    /** SWR, "Querying Regions for Image Synchronization". */
    async syncRegions() {
      const answer = await call({
        doing: `list the regions that ${region} can synchronize to`,
        method: 'GET',
        path: ['v2', 'manage', 'regions'],
        repeatable: true,
        read: regionsOf,
      });
      return answer.ok ? answer.value : undefined;
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
        ...pageLimits(page),
        read: (body, reply) => ({ ...jobsOf(body, reply, repository), total: totalOf(reply) }),
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
  };
}
