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

export function readStages(reader: InputReader): StageInputs {
  const read = <K extends StageName>(name: K): StageInputs => {
    const inputs = STAGES[name].readInputs(reader);
    return inputs === undefined ? {} : { [name]: inputs };
  };
  return Object.assign({}, ...NAMES.map((name) => read(name)));
}

export function stagePermissions(stages: StageInputs, targets: readonly RepositoryRef[]): readonly Permission[] {
  const of = <K extends StageName>(name: K): readonly Permission[] => {
    const inputs: Inputs[K] | undefined = stages[name];
    return inputs === undefined ? [] : STAGES[name].permissions(inputs, targets);
  };
  return NAMES.flatMap((name) => of(name));
}

/** The copies of a region and the stages behind them; each stage needs the one before it. */
export function stageSteps(
  copies: CopiesOfRegion,
  stages: StageInputs,
  options: RunOptions,
): readonly Step<Services>[] {
  const stepsOf = <K extends StageName>(name: K, before: readonly Step<Services>[]): readonly Step<Services>[] => {
    const inputs: Inputs[K] | undefined = stages[name];
    const earlier = before.flatMap(({ items }) => items);
    return inputs === undefined ? [] : STAGES[name].steps(copies, earlier, inputs, options);
  };
  const all = [...copies.steps];
  let last = copies.steps;
  for (const name of NAMES) {
    const steps = stepsOf(name, last);
    all.push(...steps);
    if (steps.length > 0) last = steps;
  }
  return all;
}
