/** Plans as texts, for the input `plan`. */
import { completePlan, serializePlan } from '../../src/plan/plan-file.ts';

const [NEW, PRESENT] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);

/** A plan that replaces `v1` by what `sha-1` of cn-north-4 is, in these regions; made outside of GitHub. */
export function planTextOf(
  repository: { readonly namespace: string; readonly repository: string },
  targetNamespace: string,
  regions: readonly string[],
  more: object = {},
): string {
  return serializePlan(
    completePlan({
      operation: 'promote',
      github: { repository: '', run: '' },
      proof: 'digest',
      stages: { modelarts: { workspace: '0' }, hss: { imageType: 'private_image', enterpriseProject: '' } },
      environmentPrefix: '',
      names: [{ tag: 'v1', present: 'none' }],
      copies: regions.map((region) => ({
        source: { region: 'cn-north-4', ...repository, tag: 'sha-1', digest: NEW },
        target: { region, ...repository, namespace: targetNamespace, tag: 'v1', present: PRESENT },
        policy: 'replace',
        backup: false,
      })),
      ...more,
    }),
  );
}
