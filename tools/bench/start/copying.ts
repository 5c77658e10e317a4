/** The bundle of the action, told to copy tags out of the world of the benchmark. */
import { KEY, REPOSITORY, SOURCE, TEAM } from '../world/world.ts';
import { ACTION } from './bare.ts';
import type { Bundle } from './spawned.ts';

/** `endpoint` is the template of the emulator. */
export function copying(tags: readonly string[], targets: readonly string[], endpoint: string): Bundle {
  return {
    entry: ACTION,
    inputs: {
      operation: 'sync-tags',
      region: SOURCE,
      namespace: TEAM,
      repository: REPOSITORY,
      tags: tags.join('\n'),
      'target-regions': targets.join('\n'),
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      endpoint,
    },
  };
}
