/** What a stage of `promote` is: work that follows the copies into each target region. */
import type { Permission } from '../../cloud/permission.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import type { Item } from '../../engine/item.ts';
import type { Step } from '../../engine/step.ts';
import type { InputReader } from '../../inputs/reader.ts';
import type { RunOptions } from '../../inputs/settings.ts';
import type { CopiesOfRegion } from '../copies.ts';
import type { Services } from '../operation.ts';

/** `I` are its inputs, JSON-serialisable, which are part of the plan. */
export interface Stage<I> {
  /** @returns undefined where the workflow does not want the stage. */
  readInputs(reader: InputReader): I | undefined;
  /** What it must be allowed to do in the targets. */
  permissions(inputs: I, targets: readonly RepositoryRef[]): readonly Permission[];
  /**
   * Its steps in one region.
   * @param earlier the items of the stage before it, which its steps need
   */
  steps(copies: CopiesOfRegion, earlier: readonly Item[], inputs: I, options: RunOptions): readonly Step<Services>[];
}
