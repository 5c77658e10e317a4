/** The action's bundle as a `sync-tags` step against an emulator with the seed of the simulation. */
import { KEY, ORGANIZATION, REPOSITORY, SOURCE } from '../simulation/simulation.ts';
import { ACTION } from './bare-bundle.ts';
import type { Bundle } from './bundle-process.ts';

/** `endpoint` is the emulator's template, with `{service}` and `{region}`. */
export function syncStep(tags: readonly string[], targets: readonly string[], endpoint: string): Bundle {
  return {
    entry: ACTION,
    inputs: {
      operation: 'sync-tags',
      region: SOURCE,
      namespace: ORGANIZATION,
      repository: REPOSITORY,
      tags: tags.join('\n'),
      'target-regions': targets.join('\n'),
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      endpoint,
    },
  };
}
