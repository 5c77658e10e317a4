/** What an operation is: a reader of inputs that makes a plan, without touching the network. */
import type { Permission } from '../cloud/permission.ts';
import type { InputReader } from '../inputs/reader.ts';
import type { Settings } from '../inputs/settings.ts';
import type { Step } from '../engine/step.ts';

export interface Plan {
  readonly settings: Settings;
  readonly steps: readonly Step[];
  /** What the steps must be allowed to do in the cloud. */
  readonly permissions: readonly Permission[];
  /** What the workflow author may not have meant, although it can be worked with; shown with the plan. */
  readonly notes?: readonly string[];
}

export interface Planning {
  readonly inputs: InputReader;
  /** The tag of the release or the pushed tag that started the workflow. */
  releaseTag(): Promise<string | undefined>;
}

export interface Operation {
  readonly name: string;
  /** Complaints stay in the reader; the plan of a run with complaints is never executed. */
  plan(planning: Planning): Promise<Plan> | Plan;
}
