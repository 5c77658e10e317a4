import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { records, world } from './client.ts';

/** The source. */
export const REPOSITORY = '/swr-api/cn-north-4/v2/manage/namespaces/team/repos/app$api';
/** What to copy where. */
export const BODY = { imageTag: ['v1'], remoteNamespace: 'team', remoteRegionId: 'cn-east-3' };
/** The source's digest, and another one. */
export const [V1, OLD] = [digestOf('v1'), digestOf('old')];

/** A source region with a repository, a target region with an empty organization. */
export function pair(
  north: Seed['regions'][string] = {},
  east: Seed['regions'][string] = { organizations: { team: {} } },
) {
  const subject = world({
    'cn-north-4': { organizations: { team: { 'app/api': { v1: V1, v2: digestOf('v2') } } }, ...north },
    'cn-east-3': east,
  });
  const { call, emulator } = subject;
  return {
    ...subject,
    sync: (body: Record<string, unknown> = {}) =>
      call('POST', `${REPOSITORY}/sync_images`, { body: { ...BODY, ...body } }),
    jobs: (filter = 'limit::100|offset::0|order::desc') => call('GET', `${REPOSITORY}/sync_job`, { query: { filter } }),
    target: (): Record<string, string> =>
      emulator.state().regions['cn-east-3']?.organizations['team']?.['app/api'] ?? {},
  };
}

type Pair = ReturnType<typeof pair>;

/** The states of the listed jobs, newest first. */
export const states = (subject: Pair) => records(subject.jobs().value).map((job) => job['status']);

/** A target that has the tag already. */
export const withTarget = (digest: string) => ({ organizations: { team: { 'app/api': { v1: digest } } } });
