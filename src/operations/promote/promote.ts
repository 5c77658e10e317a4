/** `promote`: copies tags to every target region, then runs the stages there. No region waits for another. */
import { type CopySpec, groupCopies } from '../../copy/copy-spec.ts';
import type { InputReader } from '../../inputs/reader.ts';
import { ENVIRONMENT_PREFIX } from '../../inputs/rules.ts';
import { copyPermissions, copySteps, planCopies } from '../copies.ts';
import { readCopyInputs } from '../copy-inputs.ts';
import { draftPlan } from '../../plan/make-plan.ts';
import { defineOperation, type OperationInputs } from '../operation.ts';
import { withDeployment } from './deployment.ts';
import type { StageInputs } from './stage.ts';
import { readStages, stagePermissions, stageSteps } from './stages.ts';

/** What a promotion does. */
export interface Promotion {
  readonly copies: readonly CopySpec[];
  readonly stages: StageInputs;
  /** Of GitHub deployments; empty for none. */
  readonly environmentPrefix: string;
  /** What new names must have in the source before, by name; whatever they have where it is left out. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Its plan is the copies and the inputs of the stages. */
export const promote = defineOperation({
  name: 'promote',
  readInputs(reader, event) {
    const inputs = readCopyInputs(reader, event);
    const stages = readStages(reader);
    const environments = readEnvironments(reader);
    const hasStages = Object.keys(stages).length > 0;
    if (!inputs.options.wait && (hasStages || environments.environmentPrefix !== '')) {
      const reason = hasStages
        ? 'modelarts or hss, because each stage needs the proof of the one before'
        : 'environment-prefix, because a deployment says what was proved';
      reader.addError('wait', `must be true with ${reason}`, 'false');
    }
    return { ...inputs, stages, ...environments };
  },
  plan: ({ stages, environmentPrefix, ...inputs }): Promotion => ({
    copies: planCopies(inputs),
    stages,
    environmentPrefix,
  }),
  permissions({ copies, stages }) {
    const targets = groupCopies(copies).map(({ target }) => target);
    return [...copyPermissions(copies), ...stagePermissions(stages, targets)];
  },
  steps({ copies, stages, environmentPrefix, names = {} }, options) {
    const { naming, regions } = copySteps(copies, options, new Map(Object.entries(names)));
    const inRegions = regions.flatMap((region) => {
      const steps = stageSteps(stages, region, options);
      return environmentPrefix === '' || options.dryRun ? steps : withDeployment(region, environmentPrefix, steps);
    });
    return [...naming, ...inRegions];
  },
  draft: (promotion, outcomes) => draftPlan({ operation: 'promote', ...promotion }, outcomes),
});

interface Environments extends Pick<OperationInputs, 'githubToken'> {
  /** The region is appended; empty for no deployments. */
  readonly environmentPrefix: string;
}

function readEnvironments(reader: InputReader): Environments {
  const token = reader.secret('github-token');
  const environmentPrefix = reader.text('environment-prefix', ENVIRONMENT_PREFIX);
  if (token === '' && environmentPrefix !== '')
    reader.addError('github-token', 'is required with environment-prefix', '');
  if (token !== '' && environmentPrefix === '')
    reader.addError('environment-prefix', 'is required with github-token', '');
  return { githubToken: token === '' ? undefined : token, environmentPrefix };
}
