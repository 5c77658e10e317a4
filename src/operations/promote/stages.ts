/** The stages of `promote` in their order, after the copies: one line each. */
import type { Permission } from '../../cloud/permission.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import type { Item } from '../../engine/item.ts';
import type { Step } from '../../engine/step.ts';
import type { InputReader } from '../../inputs/reader.ts';
import type { RunOptions } from '../../inputs/settings.ts';
import type { CopiesOfRegion } from '../copies.ts';
import type { Services } from '../operation.ts';
import { hssStage } from './hss.ts';
import { modelArtsStage } from './modelarts.ts';
import type { Stage } from './stage.ts';

const DEFINITIONS = {
  modelarts: modelArtsStage,
  hss: hssStage,
};

type Inputs = { [K in StageName]: (typeof DEFINITIONS)[K] extends Stage<infer I> ? I : never };
const STAGES: { readonly [K in StageName]: Stage<Inputs[K]> } = DEFINITIONS;
type StageName = keyof typeof DEFINITIONS;
const NAMES: readonly StageName[] = Object.keys(DEFINITIONS).filter((name): name is StageName => name in DEFINITIONS);

/** The inputs of the stages that the workflow wants. JSON-serialisable. */
export type StageInputs = { readonly [K in StageName]?: Inputs[K] };

/** Reads the inputs of every stage that the workflow wants. */
export function readStages(reader: InputReader): StageInputs {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const inputs = STAGES[name].readInputs(reader);
      return inputs === undefined ? [] : [[name, inputs]];
    }),
  );
}

/** What the wanted stages must be allowed to do in the targets. */
export function stagePermissions(stages: StageInputs, targets: readonly RepositoryRef[]): readonly Permission[] {
  const permissionsOf = <K extends StageName>(name: K, inputs: Inputs[K] | undefined): readonly Permission[] =>
    inputs === undefined ? [] : STAGES[name].permissions(inputs, targets);
  return NAMES.flatMap((name) => permissionsOf(name, stages[name]));
}

/** The copies of a region and the stages behind them; each stage needs the one before it. */
export function stageSteps(
  copies: CopiesOfRegion,
  stages: StageInputs,
  options: RunOptions,
): readonly Step<Services>[] {
  const all = [...copies.steps];
  let earlier = itemsOf(copies.steps);
  const add = <K extends StageName>(name: K, inputs: Inputs[K] | undefined): void => {
    if (inputs === undefined) return;
    const steps = STAGES[name].steps(copies, earlier, inputs, options);
    all.push(...steps);
    earlier = itemsOf(steps);
  };
  for (const name of NAMES) add(name, stages[name]);
  return all;
}

function itemsOf(steps: readonly Step<Services>[]): readonly Item[] {
  return steps.flatMap(({ items }) => items);
}
