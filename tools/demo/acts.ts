/** The acts of the demo: what a workflow would ask for, and how it must end. */
import { NEXT_TAG, OLD_IMAGE, SOURCE, STALE_IMAGE, TARGETS } from './cloud.ts';

export interface Act {
  readonly title: string;
  /** The `with:` block, without the credentials and the endpoint, which are the same everywhere. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** Verdicts in the order of the plan. */
  readonly verdicts: readonly string[];
  /** Whether anything is sent that changes the cloud. */
  readonly changes: boolean;
}

const PROMOTION = {
  operation: 'sync-tags',
  region: SOURCE,
  namespace: 'team',
  repository: 'app/api',
  'target-regions': TARGETS.join(', '),
} as const;

export const ACTS: readonly Act[] = [
  {
    title: 'Promote two tags of a release to two regions',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v1.4.0-gpu' },
    exitCode: 0,
    verdicts: ['copied', 'copied', 'copied', 'copied'],
    changes: true,
  },
  {
    title: 'Correct the status of a ModelArts image, and wait until it is ACTIVE',
    inputs: { operation: 'refresh-image', region: TARGETS[0], 'image-ids': STALE_IMAGE },
    exitCode: 0,
    verdicts: ['active'],
    changes: true,
  },
  {
    title: 'Gate a deployment: wait until the image is ACTIVE, reading only',
    inputs: { operation: 'wait-image', region: TARGETS[0], 'image-ids': STALE_IMAGE },
    exitCode: 0,
    verdicts: ['active'],
    changes: false,
  },
  {
    title: 'Tell HSS about the new images',
    inputs: { operation: 'sync-hss', region: TARGETS[0] },
    exitCode: 0,
    verdicts: ['synchronized'],
    changes: true,
  },
  {
    title: 'Delete an old ModelArts image',
    inputs: { operation: 'delete-image', region: TARGETS[0], 'image-ids': OLD_IMAGE },
    exitCode: 0,
    verdicts: ['deleted'],
    changes: true,
  },
  {
    title: 'All of it at once: copy to two regions, register in ModelArts, tell HSS',
    inputs: { ...PROMOTION, operation: 'promote', tags: NEXT_TAG, modelarts: 'register', hss: 'true' },
    exitCode: 0,
    verdicts: ['copied', 'active', 'synchronized', 'copied', 'active', 'synchronized'],
    changes: true,
  },
  {
    title: 'Run the promotion again: everything is there, nothing is sent',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v1.4.0-gpu' },
    exitCode: 0,
    verdicts: ['unchanged', 'unchanged', 'unchanged', 'unchanged'],
    changes: false,
  },
  {
    title: 'What red looks like: one tag is missing, and one would replace other bytes',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v9.9.9, latest', 'target-regions': TARGETS[0] },
    exitCode: 1,
    verdicts: ['unchanged', 'missing', 'conflict'],
    changes: false,
  },
];
