/** What an operation is: typed inputs → a plan as data → steps. */
import type { Cloud } from '../cloud/cloud.ts';
import type { Permission } from '../cloud/permission.ts';
import type { RepositoryRef } from '../copy/copy-spec.ts';
import type { Step } from '../engine/step.ts';
import type { Deployments } from '../github/deployment.ts';
import type { EventTag } from '../github/event-tag.ts';
import type { ImageDetails } from '../images/image-details.ts';
import type { InputReader } from '../inputs/reader.ts';
import type { RunOptions, Settings } from '../inputs/settings.ts';

/** What the steps of every operation work with. */
export interface Services {
  readonly cloud: Cloud;
  readonly imageDetails: ImageDetails;
  /** GitHub deployments of the repository that the workflow runs in. Throws where the inputs have no GitHub token. */
  openDeployments(): Deployments;
}

/** What started the workflow. */
export interface Event {
  /** The tag of the release, or the pushed git tag. */
  eventTag(): EventTag;
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

/** `I` are its inputs, `P` its plan. Reading, planning and permissions are pure: no request is sent before them. */
export interface Operation<I extends OperationInputs, P> {
  readonly name: string;
  /** Reads the inputs once. Errors stay in the reader; what was read beside an error is never used. */
  readInputs(reader: InputReader, event: Event): I;
  /** What is to be done, as JSON-serialisable data: no credentials, endpoints, time limits or options. */
  plan(inputs: I): P;
  /** What the steps must be allowed to do in Huawei Cloud. */
  permissions(plan: P): readonly Permission[];
  /** The steps of one run. What they learn while they run is kept in their closures, so call it once a run. */
  steps(plan: P, options: RunOptions): readonly Step<Services>[];
}

/** An operation with its inputs read and its plan made. */
export interface PlannedOperation {
  readonly operation: string;
  readonly inputs: OperationInputs;
  /** The plan, as JSON-serialisable data. */
  readonly plan: unknown;
  readonly permissions: readonly Permission[];
  /** See {@link Operation.steps}. */
  steps(): readonly Step<Services>[];
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
      return { operation: operation.name, inputs, plan, permissions, steps };
    },
  };
}
