/** The `sync-tags` step of scenarios, and its requests. */
import * as v from 'valibot';
import { digestOf } from '../../emulator/digest.ts';
import { NORTH, PROJECTS } from './scenario-cloud.ts';

type TargetRegion = keyof typeof PROJECTS;

/** The `with:` of a step that copies tags of `team/app/api` in `cn-north-4`. It has the project ids, so that IAM gets no request. */
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
    ...projectsOf(regions),
    ...more,
  };
}

/** The `with:` of a step that applies a plan of copies to these regions. It has the project ids, so that IAM gets no request. */
export function applyStep(
  plan: string | undefined,
  regions: readonly TargetRegion[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return { operation: 'apply', plan, region: undefined, ...projectsOf(regions), ...more };
}

function projectsOf(regions: readonly TargetRegion[]) {
  return {
    'project-id': PROJECTS[NORTH],
    'target-project-ids': regions.map((region) => `${region}=${PROJECTS[region]}`).join('\n'),
  };
}

const REPOSITORY = '/v2/manage/namespaces/team/repos/app$api';

/** The requests, in the form of `callsOf`. */
export const LIST = (region: string): string => `GET swr-api ${region} ${REPOSITORY}/tags`;
export const JOBS = `GET swr-api ${NORTH} ${REPOSITORY}/sync_job`;
export const TAG = `POST swr-api ${NORTH} ${REPOSITORY}/tags`;
export const SYNC = `POST swr-api ${NORTH} ${REPOSITORY}/sync_images`;

/** The digest of each tag, made from its name. */
export function tagged(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, digestOf(name)]));
}

/** A region whose organization `team` has the repository `app/api` with these tags. */
export function team(tags: Readonly<Record<string, string>>) {
  return { organizations: { team: { 'app/api': tags } } } as const;
}

/** A region whose organization `team` is empty. */
export const EMPTY_TEAM = { organizations: { team: {} } } as const;

/** The body of a synchronization request. Throws when it has no tags or no region. */
export function syncBodyOf(body: unknown): { readonly remoteRegionId: string; readonly imageTag: readonly string[] } {
  return v.parse(v.looseObject({ remoteRegionId: v.string(), imageTag: v.array(v.string()) }), body);
}
