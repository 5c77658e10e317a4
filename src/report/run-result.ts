/** What a run came to, as it is handed to the report. */
import type { Image } from '../cloud/modelarts.ts';
import type { Check } from '../engine/check.ts';
import type { Item, Outcome } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import type { Failure } from '../errors.ts';
import type { JobContext } from '../github/job-context.ts';
import type { FailOn } from '../inputs/settings.ts';
import type { PlanFile } from '../plan/plan-file.ts';

/** A step of the plan without its code. */
export type PlannedStep = Pick<Step<never>, 'title' | 'items' | 'needs'>;

/** Everything that a report is made from. */
export interface RunResult {
  /** Empty where the input `operation` names none. */
  readonly operation: string;
  /** The operation that the items belong to: in `apply`, that of the plan. */
  readonly performs: string;
  /** What a dry run has planned, or what was given; undefined where there is no plan. */
  readonly plan?: PlanFile | undefined;
  readonly failOn: FailOn;
  /** The inputs that were used, without credentials; none where they could not be read. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  /** Whether the report is made to be shown to others: ids are shortened in its file, which names no run. */
  readonly isShareable: boolean;
  /** Whether the registries of the regions have their public addresses. */
  readonly isPublicCloud: boolean;
  readonly job: Pick<JobContext, 'owner' | 'repository' | 'runUrl' | 'attempt' | 'actor'>;
  readonly steps: readonly PlannedStep[];
  readonly outcomes: readonly Outcome[];
  /** What was checked, where that is all that was done. */
  readonly checks: readonly Check[];
  /** What ended the run outside any item, such as inputs that could not be read. */
  readonly failure: Failure | undefined;
  /** The details that were read of ModelArts images, by the item that they were read for. */
  readonly images: ReadonlyMap<Item, readonly Image[]>;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}
