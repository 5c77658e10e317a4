/** The inputs of the stages after the copy. */
import type { Registration } from '../../cloud/modelarts.ts';
import type { InputReader } from '../../inputs/reader.ts';
import { ENVIRONMENT_PREFIX, IMAGE_DESCRIPTION, IMAGE_FLAVOR, IMAGE_SERVICE, WORKSPACE } from '../../inputs/rules.ts';
import type { Waiting } from '../../inputs/settings.ts';
import { type HssScope, readHssScope } from '../sync-hss.ts';

export interface Images {
  readonly workspace: string;
  /** What a registration says besides the path; undefined where nothing is to be registered. */
  readonly registration: Omit<Registration, 'swrPath'> | undefined;
}

export interface Environments {
  readonly token: string;
  /** The region follows. */
  readonly prefix: string;
}

/** Each undefined where it is not wanted. */
export interface Stages {
  readonly images: Images | undefined;
  readonly hss: HssScope | undefined;
  readonly environments: Environments | undefined;
}

export function readStages(inputs: InputReader, { wait }: Waiting): Stages {
  const images = readImages(inputs);
  const hss = inputs.flag('hss') ? readHssScope(inputs) : undefined;
  const environments = readEnvironments(inputs);
  if (!wait && (images !== undefined || hss !== undefined)) {
    inputs.complain(
      'wait',
      'must be true with modelarts or hss, because each stage needs the proof of the one before',
      'false',
    );
  } else if (!wait && environments !== undefined) {
    inputs.complain('wait', 'must be true with environment-prefix, because a deployment says what was proved', 'false');
  }
  return { images, hss, environments };
}

function readImages(inputs: InputReader): Images | undefined {
  const mode = inputs.choice('modelarts', ['skip', 'refresh', 'register']);
  if (mode === 'skip') return undefined;
  const workspace = inputs.text('workspace-id', WORKSPACE);
  if (mode === 'refresh') return { workspace, registration: undefined };
  const registration = {
    arch: inputs.choice('image-arch', ['X86_64', 'AARCH64']),
    flavors: inputs.requiredList('image-flavors', IMAGE_FLAVOR),
    services: inputs.requiredList('image-services', IMAGE_SERVICE),
    visibility: inputs.choice('image-visibility', ['PRIVATE', 'PUBLIC']),
    description: inputs.text('image-description', IMAGE_DESCRIPTION),
    workspace,
  };
  return { workspace, registration };
}

function readEnvironments(inputs: InputReader): Environments | undefined {
  const token = inputs.secret('github-token');
  const prefix = inputs.text('environment-prefix', ENVIRONMENT_PREFIX);
  if (token === '' && prefix !== '') inputs.complain('github-token', 'is required with environment-prefix', '');
  if (token !== '' && prefix === '') inputs.complain('environment-prefix', 'is required with github-token', '');
  return token === '' || prefix === '' ? undefined : { token, prefix };
}
