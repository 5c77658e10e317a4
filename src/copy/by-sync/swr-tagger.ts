/** Gives tags by SWR's management API. */
import type { Cloud } from '../../cloud/cloud.ts';
import { refusedFailure } from '../../cloud/reply-rules.ts';
import type { Swr } from '../../cloud/swr.ts';
import { failureOf } from '../../errors.ts';
import { describeRepository } from '../copy-spec.ts';
import type { Tagger } from '../tagger.ts';

const PERMISSION_HINT = 'Giving a tag needs swr:repo:createRepoTag, or permission to edit in the organization.';
const QUOTA_HINT = 'Is the quota of tags used up? SWR allows 300 in a repository unless it was raised.';

/** Tags in any region of the cloud. */
export function createSwrTagger(cloud: Pick<Cloud, 'swr'>): Tagger {
  return {
    async tag(repository, request) {
      let reply: Awaited<ReturnType<Swr['createTag']>>;
      try {
        reply = await (await cloud.swr(repository.region)).createTag(repository, request);
      } catch (error) {
        const failure = failureOf(error);
        if (!['unavailable', 'refused', 'timeout'].includes(failure.kind)) throw failure;
        return { state: failure.uncertain ? 'unknown' : 'refused', failure };
      }
      if (reply.ok) return { state: 'accepted' };
      const { error } = reply;
      const doing = `give ${describeRepository(repository)}:${request.from} in ${repository.region} the tag ${request.to}`;
      const hint = error.status === 403 ? PERMISSION_HINT : error.code.endsWith('4000099') ? QUOTA_HINT : undefined;
      const failure = refusedFailure(doing, error, hint);
      return { state: error.status === 409 ? 'exists' : 'refused', failure };
    },
  };
}
