/** `promote`: copies tags to every target region, then runs the stages there. No region waits for another. */
import type { CopySpec } from '../../copy/copy-spec.ts';
import { groupCopies } from '../../copy/copy-spec.ts';
import type { InputReader } from '../../inputs/reader.ts';
import { ENVIRONMENT_PREFIX } from '../../inputs/rules.ts';
import { copyPermissions, type CopyInputs, copyRegions, planCopies, readCopyInputs } from '../copies.ts';
import type { Operation } from '../operation.ts';
import { withDeployment } from './deployment.ts';
import { readStages, type StageInputs, stagePermissions, stageSteps } from './stages.ts';

interface PromoteInputs extends CopyInputs {
  readonly stages: StageInputs;
  /** The region is appended; empty for no deployments. */
  readonly environmentPrefix: string;
}

interface PromotePlan {
  readonly copies: readonly CopySpec[];
  readonly stages: StageInputs;
  readonly environmentPrefix: string;
}

/** Its plan is the copies and the inputs of the stages. */
export const promote: Operation<PromoteInputs, PromotePlan> = {
  name: 'promote',
  readInputs(reader, event) {
    const inputs = readCopyInputs(reader, event);
    const stages = readStages(reader);
    const environments = readEnvironments(reader);
    const { wait } = inputs.options;
    if (!wait && Object.keys(stages).length > 0) {
      reader.addError(
        'wait',
        'must be true with modelarts or hss, because each stage needs the proof of the one before',
        'false',
      );
    } else if (!wait && environments.environmentPrefix !== '') {
      reader.addError(
        'wait',
        'must be true with environment-prefix, because a deployment says what was proved',
        'false',
      );
    }
    return { ...inputs, stages, ...environments };
  },
  plan: (inputs) => ({
    copies: planCopies(inputs),
    stages: inputs.stages,
    environmentPrefix: inputs.environmentPrefix,
  }),
  permissions({ copies, stages }) {
    const targets = groupCopies(copies).map(({ target }) => target);
    return [...copyPermissions(copies), ...stagePermissions(stages, targets)];
  },
  steps: ({ copies, stages, environmentPrefix }, options) =>
    copyRegions(copies, options).flatMap((region) => {
      const steps = stageSteps(region, stages, options);
      return environmentPrefix === '' || options.dryRun ? steps : withDeployment(region, environmentPrefix, steps);
    }),
};

function readEnvironments(reader: InputReader): Pick<PromoteInputs, 'githubToken' | 'environmentPrefix'> {
  const token = reader.secret('github-token');
  const environmentPrefix = reader.text('environment-prefix', ENVIRONMENT_PREFIX);
  if (token === '' && environmentPrefix !== '')
    reader.addError('github-token', 'is required with environment-prefix', '');
  if (token !== '' && environmentPrefix === '')
    reader.addError('environment-prefix', 'is required with github-token', '');
  return { githubToken: token === '' ? undefined : token, environmentPrefix };
}
