/** The steps of the demo: inputs of the action, and the expected result. */
import { NEXT_TAG, OLD_IMAGE, SOURCE, STALE_IMAGE, TARGETS } from './cloud.ts';

/** One run of the action. */
export interface DemoStep {
  readonly title: string;
  /** The `with:` block, without credentials and endpoint. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** Verdicts in the order of the plan. */
  readonly verdicts: readonly string[];
  /** Whether a request that changes something is sent. */
  readonly changes: boolean;
}

const PROMOTION = {
  operation: 'sync-tags',
  region: SOURCE,
  namespace: 'team',
  repository: 'app/api',
  'target-regions': TARGETS.join(', '),
} as const;

/** They run one after the other in the same cloud. */
export const STEPS: readonly DemoStep[] = [
  {
    title: 'Promote two tags of a release to two regions',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v1.4.0-gpu' },
    exitCode: 0,
    verdicts: ['copied', 'copied', 'copied', 'copied'],
    changes: true,
  },
  {
    title: 'Refresh the status of a ModelArts image, and wait until it is ACTIVE',
    inputs: { operation: 'refresh-image', region: TARGETS[0], 'image-ids': STALE_IMAGE },
    exitCode: 0,
    verdicts: ['active'],
    changes: true,
  },
  {
    title: 'Gate a deployment: wait until the image is ACTIVE, without changing it',
    inputs: { operation: 'wait-image', region: TARGETS[0], 'image-ids': STALE_IMAGE },
    exitCode: 0,
    verdicts: ['active'],
    changes: false,
  },
  {
    title: 'Synchronize the image list of HSS',
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
    title: 'All in one step: copy to two regions, register in ModelArts, synchronize HSS',
    inputs: { ...PROMOTION, operation: 'promote', tags: NEXT_TAG, modelarts: 'register', hss: 'true' },
    exitCode: 0,
    verdicts: ['copied', 'active', 'synchronized', 'copied', 'active', 'synchronized'],
    changes: true,
  },
  {
    title: 'Run the promotion again: nothing has changed, nothing is sent',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v1.4.0-gpu' },
    exitCode: 0,
    verdicts: ['unchanged', 'unchanged', 'unchanged', 'unchanged'],
    changes: false,
  },
  {
    title: 'A step that fails: one tag is missing, and one exists in the target with another digest',
    inputs: { ...PROMOTION, tags: 'v1.4.0, v9.9.9, latest', 'target-regions': TARGETS[0] },
    exitCode: 1,
    verdicts: ['unchanged', 'missing', 'conflict'],
    changes: false,
  },
];
