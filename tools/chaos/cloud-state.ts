/** Reads the emulator's state, as far as the scenarios concern it. */
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { RecordedRequest } from './recording.ts';
import { HOME, REPOSITORY, TEAM } from './scenario/names.ts';

/** Digests by tag of the scenarios' repository in one region; empty where the repository does not exist. */
export function tagsOf(state: StateSnapshot, region: string): Readonly<Record<string, string>> {
  return state.regions[region]?.organizations[TEAM]?.[REPOSITORY] ?? {};
}

/** The tags of the source and of the target of a request that copies tags, or gives them in one region. */
export function shownBefore(
  state: StateSnapshot,
  { pathname }: URL,
  body: string,
): NonNullable<RecordedRequest['shown']> {
  const [, remote] = /"remoteRegionId":"([^"]+)"/.exec(body) ?? [];
  const own = Object.keys(state.regions).find((region) => pathname.includes(`/${region}/`)) ?? '';
  return { source: tagsOf(state, HOME), target: tagsOf(state, remote ?? own) };
}

/**
 * Adds the current state to `states`, one string per fact: `REGION TAG DIGEST` for a tag, `REGION IMAGE-ID STATUS` for a
 * ModelArts image, `REGION TAG STATUS` for an image registered from a tag of the repository,
 * and `REGION HSS ORGANIZATION/REPOSITORY:TAG DIGEST` for an image that HSS has imported.
 */
export function recordStates(state: StateSnapshot, states: Set<string>): void {
  for (const region of Object.keys(state.regions)) {
    for (const [tag, digest] of Object.entries(tagsOf(state, region))) states.add(`${region} ${tag} ${digest}`);
  }
  for (const [region, { images, hssImages }] of Object.entries(state.regions)) {
    for (const { name, digest } of hssImages) states.add(`${region} HSS ${name} ${digest}`);
    for (const { id, swr_path: path, status } of images) {
      states.add(`${region} ${id} ${status}`);
      const [place, tag] = path.split(':');
      if (place?.endsWith(`/${TEAM}/${REPOSITORY}`) === true) states.add(`${region} ${tag} ${status}`);
    }
  }
}
