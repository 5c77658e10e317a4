/** What an operation is: typed inputs → a plan as data → steps. */
import type { Access } from '../access.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Permission } from '../cloud/permission.ts';
import type { RepositoryRef } from '../copy/copy-spec.ts';
import type { CheckList } from '../engine/check.ts';
import type { Outcome } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import type { Deployments } from '../github/deployment.ts';
import type { EventTag } from '../github/event-tag.ts';
import type { ImageDetails } from '../images/image-details.ts';
import type { InputReader } from '../inputs/reader.ts';
import type { RunOptions, Settings } from '../inputs/settings.ts';
import type { PlanDraft } from '../plan/make-plan.ts';
import type { PlanFile } from '../plan/plan-file.ts';

/** What the steps of every operation work with. */
export interface Services {
  readonly cloud: Cloud;
  readonly access: Access;
  readonly imageDetails: ImageDetails;
  /** Where an operation without items records what it finds. */
  readonly checks: CheckList;
  /** GitHub deployments of the repository that the workflow runs in. Throws where the inputs have no GitHub token. */
  openDeployments(): Deployments;
}

/** What started the workflow. */
export interface Event {
  /** The tag of the release, or the pushed git tag. */
  eventTag(): EventTag;
  /** An environment variable of the job; empty when not set. */
  env(name: string): string;
}

/** The inputs that every operation has. */
export interface OperationInputs {
  readonly settings: Settings;
  readonly options: RunOptions;
  /** What the workflow author may not have intended although it works; shown with the plan. */
  readonly notes?: readonly string[];
  /** The repository of the source, whichever inputs name its parts; undefined where there is none. */
  readonly source?: RepositoryRef;
  /** A secret; undefined where nothing is reported to GitHub. */
  readonly githubToken?: string | undefined;
}

/** What reports say of a run besides its inputs. */
export interface Subject {
  /** The operation that the items belong to: in `apply`, that of the plan. */
  readonly performs: string;
  /** The plan that is applied or verified. */
  readonly given?: PlanFile | undefined;
}

/** `I` are its inputs, `P` its plan. Reading, planning and permissions are pure: no request is sent before them. */
export interface Operation<I extends OperationInputs, P> {
  readonly name: string;
  /** Whether its report is made to be shown to others; see {@link RunResult.isShareable}. False if not given. */
  readonly isShareable?: boolean;
  /** Reads the inputs once. Errors stay in the reader; what was read beside an error is never used. */
  readInputs(reader: InputReader, event: Event): I;
  /** What is to be done, as JSON-serialisable data: no credentials, endpoints, time limits or options. */
  plan(inputs: I): P;
  /** What the steps must be allowed to do in Huawei Cloud. */
  permissions(plan: P): readonly Permission[];
  /** The steps of one run. What they learn while they run is kept in their closures, so call it once a run. */
  steps(plan: P, options: RunOptions): readonly Step<Services>[];
  /** What can be applied after a dry run; undefined where there is nothing. Operations without it give no plan. */
  draft?(plan: P, outcomes: readonly Outcome[]): PlanDraft | undefined;
  /** Without it, the operation itself. */
  subject?(plan: P): Subject;
}

/** An operation with its inputs read and its plan made. */
export interface PlannedOperation {
  readonly operation: string;
  readonly isShareable: boolean;
  readonly inputs: OperationInputs;
  /** The plan, as JSON-serialisable data. */
  readonly plan: unknown;
  readonly permissions: readonly Permission[];
  /** See {@link Operation.steps}. */
  steps(): readonly Step<Services>[];
  /** See {@link Operation.draft}. */
  draft(outcomes: readonly Outcome[]): PlanDraft | undefined;
  readonly subject: Subject;
}

/** An operation whose types are known to itself alone, so that the registry can hold all of them. */
export interface AnyOperation {
  readonly name: string;
  /** Reads the inputs and plans. Errors stay in the reader. */
  prepare(reader: InputReader, event: Event): PlannedOperation;
}

/** Completes an operation. Its types are inferred. */
export function defineOperation<I extends OperationInputs, P>(
  operation: Operation<I, P>,
): Operation<I, P> & AnyOperation {
  return {
    ...operation,
    prepare(reader, event) {
      const inputs = operation.readInputs(reader, event);
      const plan = operation.plan(inputs);
      const permissions = operation.permissions(plan);
      const steps = (): readonly Step<Services>[] => operation.steps(plan, inputs.options);
      return {
        operation: operation.name,
        isShareable: operation.isShareable ?? false,
        inputs,
        plan,
        permissions,
        steps,
        draft: (outcomes) => operation.draft?.(plan, outcomes),
        subject: operation.subject?.(plan) ?? { performs: operation.name },
      };
    },
  };
}
