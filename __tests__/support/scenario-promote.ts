/** The usual `promote` step, and where its requests to ModelArts and HSS go. */
import { uuidOf } from '../../emulator/digest.ts';
import { PROJECTS } from './scenario-cloud.ts';
import { syncStep } from './scenario-sync.ts';

type Region = keyof typeof PROJECTS;

/** `with:` of a step that copies from `team/app/api` in the north, and takes the copies over as `more` says. */
export function promoteStep(
  tags: string,
  regions: readonly Region[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return syncStep(tags, regions, { operation: 'promote', ...more });
}

const images = (region: Region): string => `modelarts ${region} /v1/${PROJECTS[region]}/images`;

export const IMAGES = (region: Region): string => `GET ${images(region)}`;
export const REGISTER = (region: Region): string => `POST ${images(region)}`;
export const REFRESHING = (region: Region, word: string): string => `POST ${images(region)}/${uuidOf(word)}/sync`;
export const HSS = (region: Region): string => `POST hss ${region} /v5/${PROJECTS[region]}/image/synchronize`;

/** Where SWR says that a tag lies. */
export const pathOf = (region: Region, tag: string): string => `swr.${region}.myhuaweicloud.com/team/app/api:${tag}`;
