import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { records, createTestCloud } from './client.ts';

/** The path of the source repository. */
export const REPOSITORY = '/swr-api/cn-north-4/v2/manage/namespaces/team/repos/app$api';
/** The body of a synchronization request. */
export const BODY = { imageTag: ['v1'], remoteNamespace: 'team', remoteRegionId: 'cn-east-3' };
/** The digest of the source, and another one. */
export const [V1, OLD] = [digestOf('v1'), digestOf('old')];

/** A cloud with a source region that has a repository, and a target region that has an empty organization. */
export function createSyncCloud(
  north: Seed['regions'][string] = {},
  east: Seed['regions'][string] = { organizations: { team: {} } },
) {
  const subject = createTestCloud({
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

type SyncCloud = ReturnType<typeof createSyncCloud>;

/** The statuses of the listed jobs, the newest first. */
export const jobStatuses = (subject: SyncCloud) => records(subject.jobs().value).map((job) => job['status']);

/** The seed of a target region that already has the tag. */
export const withTarget = (digest: string) => ({ organizations: { team: { 'app/api': { v1: digest } } } });
