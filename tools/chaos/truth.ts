/** What is true of the cloud, as far as the stories are about it. */
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import { REPOSITORY, TEAM } from './story/names.ts';

/** Digest by tag of the repository that every story is about. */
export function tagsOf(state: StateSnapshot, region: string): Readonly<Record<string, string>> {
  return state.regions[region]?.organizations[TEAM]?.[REPOSITORY] ?? {};
}

/** Notes what is true at this moment: `region tag digest`, `region image status`, `region tag status`. */
export function remember(state: StateSnapshot, seen: Set<string>): void {
  for (const region of Object.keys(state.regions)) {
    for (const [tag, digest] of Object.entries(tagsOf(state, region))) seen.add(`${region} ${tag} ${digest}`);
  }
  for (const [region, { images }] of Object.entries(state.regions)) {
    for (const { id, swr_path: path, status } of images) {
      seen.add(`${region} ${id} ${status}`);
      const [place, tag] = path.split(':');
      if (place?.endsWith(`/${TEAM}/${REPOSITORY}`) === true) seen.add(`${region} ${tag} ${status}`);
    }
  }
}
