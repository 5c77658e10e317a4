/** A case of a recipe: what starts its workflow, and how it must end. */
import type { Seed } from '../../emulator/seed.ts';

/** One run of a recipe. */
export interface RecipeCase {
  /** The `name:` of the recipe. */
  readonly recipe: string;
  readonly title: string;
  readonly event: Event;
  /** In place of the tag of the release. */
  readonly tags?: string;
  /** `vars` of the repository. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Files of the repository besides the workflow. Such a case is not in rehearse.yml. */
  readonly files?: Readonly<Record<string, string>>;
  /** Makes another seed from cloud.json. Such a case is not in rehearse.yml. */
  readonly cloud?: (usual: Seed) => Seed;
  /** Whether a job needs what another one has changed in the cloud. Such a recipe is not in rehearse.yml, whose jobs have a cloud each. */
  readonly sharesCloud?: true;
  /** How every run of every job ends; an empty list for a job that is skipped. */
  readonly jobs: Readonly<Record<string, readonly Conclusion[]>>;
  /** Outputs by `job.step.output`, as later steps see them. */
  readonly steps?: Readonly<Record<string, string>>;
  /** Outputs by `job.output`, as later jobs see them. */
  readonly needs?: Readonly<Record<string, string>>;
  /** The states of each deployment, `environment: state, state`; not in rehearse.yml, which the real GitHub runs. */
  readonly deployments?: readonly string[];
  /** Texts that steps of the recipe must print. */
  readonly lines: readonly string[];
}

/** How a job ends. */
export type Conclusion = 'success' | 'failure';

/** What starts the workflow. */
export interface Event {
  readonly name: 'release' | 'push' | 'pull_request' | 'workflow_dispatch';
  readonly payload: Readonly<Record<string, unknown>>;
  /** The `inputs` of a workflow that is started by hand. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The tag on the commit. */
  readonly tag?: string;
}

/** The tag of every release. */
export const TAG = 'v1.4.0';

/** A release was published that is no pre-release. */
export const RELEASED: Event = {
  name: 'release',
  payload: { action: 'released', release: { tag_name: TAG } },
  tag: TAG,
};

/** A tag was pushed. */
export const TAG_PUSHED: Event = { name: 'push', payload: { ref: `refs/tags/${TAG}` }, tag: TAG };

/** A pull request was opened. */
export const PULL_REQUEST: Event = {
  name: 'pull_request',
  payload: { pull_request: { number: 7, head: { ref: 'branch' }, base: { ref: 'main' } } },
};

/** The workflow was started by hand with these inputs. */
export function startedByHand(inputs: Readonly<Record<string, string>>): Event {
  return { name: 'workflow_dispatch', payload: { inputs }, inputs };
}
