/** The usual `sync-tags` step, and where its requests go. */
import * as v from 'valibot';
import { digestOf } from '../../emulator/digest.ts';
import { NORTH, PROJECTS } from './scenario-cloud.ts';

type TargetRegion = keyof typeof PROJECTS;

/** `with:` of a step that copies from `team/app/api` in the north; the projects are given, so that IAM is not asked. */
export function syncStep(
  tags: string,
  regions: readonly TargetRegion[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return {
    operation: 'sync-tags',
    namespace: 'team',
    repository: 'app/api',
    tags,
    'target-regions': regions.join(','),
    'project-id': PROJECTS[NORTH],
    'target-project-ids': regions.map((region) => `${region}=${PROJECTS[region]}`).join('\n'),
    ...more,
  };
}

const REPOSITORY = '/v2/manage/namespaces/team/repos/app$api';

export const LIST = (region: string): string => `GET swr-api ${region} ${REPOSITORY}/tags`;
export const JOBS = `GET swr-api ${NORTH} ${REPOSITORY}/sync_job`;
export const SYNC = `POST swr-api ${NORTH} ${REPOSITORY}/sync_images`;

/** Tags with a digest each, made from their names. */
export function tagged(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, digestOf(name)]));
}

/** An organization `team` with the repository `app/api` that has these tags. */
export function team(tags: Readonly<Record<string, string>>) {
  return { organizations: { team: { 'app/api': tags } } } as const;
}

/** A region where the organization `team` is empty. */
export const EMPTY_TEAM = { organizations: { team: {} } } as const;

/** What a request to synchronize has asked for. */
export function syncBodyOf(body: unknown): { readonly remoteRegionId: string; readonly imageTag: readonly string[] } {
  return v.parse(v.looseObject({ remoteRegionId: v.string(), imageTag: v.array(v.string()) }), body);
}
