/** The stages of `promote` in their order, after the copies: one line each. */
import type { Permission } from '../../cloud/permission.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import type { Step } from '../../engine/step.ts';
import type { InputReader } from '../../inputs/reader.ts';
import type { RunOptions } from '../../inputs/settings.ts';
import type { CopiesOfRegion } from '../copies.ts';
import type { Services } from '../operation.ts';
import { hssStage } from './hss.ts';
import { modelArtsStage } from './modelarts.ts';
import type { Stage, StageInputs } from './stage.ts';

const STAGES: readonly Stage[] = [modelArtsStage, hssStage];

/** Reads the inputs of every stage that the workflow wants. */
export function readStages(reader: InputReader): StageInputs {
  const inputs: StageInputs = {};
  for (const stage of STAGES) Object.assign(inputs, stage.readInputs(reader));
  return inputs;
}

/** What the wanted stages must be allowed to do in the targets. */
export function stagePermissions(inputs: StageInputs, targets: readonly RepositoryRef[]): readonly Permission[] {
  return STAGES.flatMap((stage) => stage.permissions(inputs, targets));
}

/** The copies of a region and the stages behind them; each stage needs the one before it. */
export function stageSteps(
  inputs: StageInputs,
  copies: CopiesOfRegion,
  options: RunOptions,
): readonly Step<Services>[] {
  const all = [copies.step];
  let earlier = copies.step.items;
  for (const stage of STAGES) {
    const steps = stage.steps(inputs, copies, earlier, options);
    if (steps.length === 0) continue;
    all.push(...steps);
    earlier = steps.flatMap(({ items }) => items);
  }
  return all;
}
