/** What a stage of `promote` is: work that follows the copies into each target region. */
import type { Permission } from '../../cloud/permission.ts';
import type { Registration } from '../../cloud/modelarts.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import type { Item } from '../../engine/item.ts';
import type { Step } from '../../engine/step.ts';
import type { InputReader } from '../../inputs/reader.ts';
import type { RunOptions } from '../../inputs/settings.ts';
import type { CopiesOfRegion } from '../copies.ts';
import type { Services } from '../operation.ts';
import type { ImageListRef } from '../sync-hss.ts';

/** The inputs of the stages that the workflow wants, as part of the plan: JSON-serialisable. */
export interface StageInputs {
  readonly modelarts?: {
    readonly workspace: string;
    /** What a registration says besides the address; undefined to register nothing. */
    readonly registration?: Omit<Registration, 'swrPath'>;
  };
  readonly hss?: ImageListRef;
}

/** Each stage looks at its own inputs only, and has no permissions and no steps where it is not wanted. */
export interface Stage {
  /** @returns its inputs where the workflow wants the stage. */
  readInputs(reader: InputReader): StageInputs;
  /** What it must be allowed to do in the targets. */
  permissions(inputs: StageInputs, targets: readonly RepositoryRef[]): readonly Permission[];
  /**
   * Its steps in one region.
   * @param earlier the items of the stage before it, which its steps need
   */
  steps(
    inputs: StageInputs,
    copies: CopiesOfRegion,
    earlier: readonly Item[],
    options: RunOptions,
  ): readonly Step<Services>[];
}
