/** The permissions that each operation needs, as IAM policies to paste: made from the plans of the operations. */
import { createInputReader } from '../../src/inputs/reader.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { completePlan, serializePlan } from '../../src/plan/plan-file.ts';
import { sessionPolicy } from '../../src/auth/session-policy.ts';

/** Inputs from which an operation can be planned. */
export function exampleOf(operation: string): Readonly<Record<string, string>> {
  if (operation === 'retag') return { ...EXAMPLE, tags: 'sha-abc123 => v1.4.0' };
  if (operation === 'apply') return { plan: EXAMPLE_PLAN };
  return operation === 'rollback' ? { ...EXAMPLE, report: EXAMPLE_REPORT } : EXAMPLE;
}

const EXAMPLE: Readonly<Record<string, string>> = {
  region: 'cn-north-4',
  namespace: 'team',
  repository: 'app/api',
  tags: 'v1.4.0',
  'target-regions': 'cn-east-3, ap-southeast-1',
  'image-ids': '278e88d1-5b71-4766-8502-b3ba72e824d9',
  modelarts: 'register',
  hss: 'true',
};

const [NEW, OLD] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);
const REPOSITORY = { namespace: 'team', repository: 'app/api', tag: 'v1.4.0' };

/** A plan of the same promotion. */
const EXAMPLE_PLAN = serializePlan(
  completePlan({
    operation: 'promote',
    github: { repository: '', run: '' },
    proof: 'digest',
    stages: {
      modelarts: {
        workspace: '0',
        registration: {
          arch: 'X86_64',
          flavors: ['CPU'],
          services: ['SSH'],
          visibility: 'PRIVATE',
          description: '',
          workspace: '0',
        },
      },
      hss: { imageType: 'private_image', enterpriseProject: '' },
    },
    environmentPrefix: '',
    names: [],
    copies: ['cn-east-3', 'ap-southeast-1'].map((region) => ({
      source: { region: 'cn-north-4', ...REPOSITORY, digest: NEW },
      target: { region, ...REPOSITORY, present: OLD },
      policy: 'replace',
      backup: false,
    })),
  }),
);
/** The report of a run that replaced `latest` in both regions. */
const EXAMPLE_REPORT = JSON.stringify({
  version: 1,
  github: null,
  inputs: { region: 'cn-north-4' },
  results: ['cn-east-3', 'ap-southeast-1'].map((region) => ({
    operation: 'sync-tags',
    region,
    namespace: 'team',
    repository: 'app/api',
    subject: 'latest',
    verdict: 'overwritten',
    tag: 'latest',
    digest: NEW,
    previousDigest: OLD,
    backup: `backup-${'b'.repeat(16)}-latest`,
  })),
});

/** Markdown lines: a heading and a policy per operation. */
export async function permissionLines(): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const operation of OPERATIONS) {
    const example = exampleOf(operation.name);
    const inputs = createInputReader({ input: (name) => example[name] ?? '', mask: () => undefined });
    const { permissions } = operation.prepare(inputs, {
      eventTag: () => ({ tag: undefined, event: 'the event push' }),
      env: () => '',
    });
    inputs.check();
    const policy: unknown = JSON.parse(sessionPolicy(permissions));
    lines.push(
      `### \`${operation.name}\``,
      '',
      '```json',
      ...JSON.stringify(policy, undefined, 2).split('\n'),
      '```',
      '',
    );
  }
  return lines;
}
