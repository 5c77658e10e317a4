/** SWR, the registry: management API v2 of the basic edition. One function for each API call. */
import { type Call, type CallResult, ReplyFormatError } from '../http/call.ts';
import { describeReason } from '../http/service-error.ts';
import type { Caller } from './caller.ts';
import { pageLimits, type PageRequest, refusedPage } from './pages.ts';
import { isPageRefusal, refusedFailure } from './reply-rules.ts';
import { createSwrAccount, type SwrAccount } from './swr-account.ts';
import { type JobPage, jobsOf } from './swr-jobs.ts';
import { isAbsent, totalOf } from './swr-replies.ts';
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
  readonly confirm?: Call<undefined>['confirm'];
}

/** A further tag for an image of a repository. */
export interface NewTag {
  /** A tag that the image has. */
  readonly from: string;
  readonly to: string;
  /** Whether `to` is replaced where it exists. */
  readonly override: boolean;
  readonly confirm?: Call<undefined>['confirm'];
}

/** SWR in one region. Rejects with a {@link Failure}. */
export interface Swr extends SwrAccount {
  /**
   * A page of at most 1000 tags; for {@link createPageReader}. With `name`, of the tags whose names contain or equal it: the
   * documents leave open which.
   */
  tagPage(repository: Repository, page: PageRequest, name?: string): Promise<TagPage>;
  /** The details of one tag; undefined where it does not exist, or where the credentials may not read it. */
  showTag(repository: Repository, name: string): Promise<readonly TagDigest[] | undefined>;
  /**
   * A page of jobs; for {@link createPageReader}. The documents name no largest page.
   * @returns undefined where the region does not offer the list.
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
    ...createSwrAccount(call, region),

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
      const failure = refusedFailure(doing, answer.error, 'Listing jobs needs swr:repo:getSyncRepoJobInfo.');
      if (failure.code === 'permission-denied') throw failure;
      // Jobs never decide; without them, the digests alone are polled.
      return undefined;
    },

    /** SWR, "Manually Synchronizing Images". */
    syncImages({ namespace, repository, tags, targetRegion, targetNamespace, override, confirm }) {
      return call({
        doing: `synchronize ${tags.length === 1 ? `tag ${tags[0]}` : `${tags.length} tags`} to ${targetRegion}`,
        method: 'POST',
        path: inRepository({ namespace, repository }, 'sync_images'),
        body: { imageTag: tags, override, remoteNamespace: targetNamespace, remoteRegionId: targetRegion },
        // With another copy on its way, a second request might overwrite what was pushed in between.
        repeatable: false,
        confirm,
        read(body) {
          if (body !== undefined && body !== null && !Array.isArray(body))
            throw new ReplyFormatError('', `must be Array, not ${typeof body}`);
          return undefined;
        },
      });
    },

    /** SWR, "Creating an Image Tag" (CreateRepoTag). */
    createTag: (repository, { from, to, override, confirm }) =>
      call({
        doing: `give ${describe(repository)}:${from} in ${region} the tag ${to}`,
        method: 'POST',
        path: inRepository(repository, 'tags'),
        body: { source_tag: from, destination_tag: to, override },
        // With a reply that is lost, a second request might replace what was pushed in between.
        repeatable: false,
        confirm,
        read: () => undefined,
      }),
  };
}
