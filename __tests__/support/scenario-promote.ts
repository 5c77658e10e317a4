/** The `promote` step of scenarios, and its requests to ModelArts and HSS. */
import { uuidOf } from '../../emulator/digest.ts';
import { PROJECTS } from './scenario-cloud.ts';
import { syncStep } from './scenario-sync.ts';

type Region = keyof typeof PROJECTS;

/** The `with:` of a step that promotes tags of `team/app/api` in `cn-north-4`. `more` has the stages after the copy. */
export function promoteStep(
  tags: string,
  regions: readonly Region[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return syncStep(tags, regions, { operation: 'promote', ...more });
}

const images = (region: Region): string => `modelarts ${region} /v1/${PROJECTS[region]}/images`;

/** The requests, in the form of `callsOf`. */
export const IMAGES = (region: Region): string => `GET ${images(region)}`;
export const REGISTER = (region: Region): string => `POST ${images(region)}`;
export const REFRESHING = (region: Region, word: string): string => `POST ${images(region)}/${uuidOf(word)}/sync`;
export const HSS = (region: Region): string => `POST hss ${region} /v5/${PROJECTS[region]}/image/synchronize`;

/** The address under which SWR lists a tag, and ModelArts registers it. */
export const pathOf = (region: Region, tag: string): string => `swr.${region}.myhuaweicloud.com/team/app/api:${tag}`;
