/** What is true of the cloud, as far as the stories are about it. */
import type { StateDump } from '../emulator/dump.ts';
import { HOME, REPOSITORY, TEAM } from './story/names.ts';

/** Digest by tag of the repository that every story is about. */
export function tagsOf(state: StateDump, region: string): Readonly<Record<string, string>> {
  return state.regions[region]?.organizations[TEAM]?.[REPOSITORY] ?? {};
}

/** Notes what is true at this moment: `region tag digest`, `region image status`. */
export function remember(state: StateDump, seen: Set<string>): void {
  for (const region of Object.keys(state.regions)) {
    for (const [tag, digest] of Object.entries(tagsOf(state, region))) seen.add(`${region} ${tag} ${digest}`);
  }
  for (const { id, status } of state.regions[HOME]?.images ?? []) seen.add(`${HOME} ${id} ${status}`);
}
