/** A story: what happens to a recipe, and how it must end. */
import type { Seed } from '../../emulator/seed.ts';

export interface Story {
  /** The `name:` of the recipe. */
  readonly recipe: string;
  readonly title: string;
  readonly event: Event;
  /** `vars` of the repository. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Files of the repository besides the workflow. Such a story is told to the recipe alone, not in rehearse.yml. */
  readonly files?: Readonly<Record<string, string>>;
  /** The cloud, where it is another than cloud.json. Such a story is told to the recipe alone as well. */
  readonly cloud?: (usual: Seed) => Seed;
  /** How every run of every job ends; none for a job that is skipped. */
  readonly jobs: Readonly<Record<string, readonly Conclusion[]>>;
  /** Outputs by `job.step.output`, as later steps see them. */
  readonly steps?: Readonly<Record<string, string>>;
  /** Outputs by `job.output`, as later jobs see them. */
  readonly needs?: Readonly<Record<string, string>>;
  /** What GitHub shows of each deployment, `environment: states`; not in rehearse.yml, where it is the real GitHub. */
  readonly deployments?: readonly string[];
  /** Lines that steps of the recipe must print. */
  readonly lines: readonly string[];
}

export type Conclusion = 'success' | 'failure';

/** What starts the workflow. */
export interface Event {
  readonly name: 'release' | 'push' | 'pull_request' | 'workflow_dispatch';
  readonly payload: Readonly<Record<string, unknown>>;
  /** What `inputs` are, of a workflow that is started by hand. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The tag that the event brings along. */
  readonly tag?: string;
}

export const TAG = 'v1.4.0';

export const RELEASED: Event = { name: 'release', payload: { release: { tag_name: TAG } }, tag: TAG };
export const TAG_PUSHED: Event = { name: 'push', payload: { ref: `refs/tags/${TAG}` }, tag: TAG };
export const PULL_REQUEST: Event = {
  name: 'pull_request',
  payload: { pull_request: { number: 7, head: { ref: 'branch' }, base: { ref: 'main' } } },
};

export function startedByHand(inputs: Readonly<Record<string, string>>): Event {
  return { name: 'workflow_dispatch', payload: { inputs }, inputs };
}
