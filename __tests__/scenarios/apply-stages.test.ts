/** Plans of `promote` with stages: `apply` does them, with the token for deployments from its own inputs. */
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { TOKEN, variablesOf } from '../support/emulated-github.ts';
import { EAST, inCloud, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, rowsOf } from '../support/scenario-facts.ts';
import { HSS, promoteStep, REGISTER } from '../support/scenario-promote.ts';
import { applyStep, EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';

const TARGET = { ...EMPTY_TEAM, hss: { taskSeconds: 0 } } as const;
const SEED = seedOf(
  { [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: TARGET, [SOUTH]: TARGET },
  { github: { repository: 'owner/app', token: TOKEN } },
);

const STAGES = {
  modelarts: 'register',
  'image-description': 'the release',
  hss: 'true',
  'environment-prefix': 'prod-',
  'github-token': TOKEN,
} as const;

const stagesIn = (region: string, copy: string, image: string, scan: string): readonly string[] => [
  `sync-tags v1 → ${region}: ${copy}`,
  `register-image v1 → ${region}: ${image}`,
  `sync-hss v1 → ${region}: ${scan}`,
];

test('apply does the stages of a plan in every region, with a deployment each', async () => {
  await inCloud({ seed: SEED }, async ({ emulator, run }) => {
    const env = variablesOf(`${emulator.url}/_/github/api`);
    const dryRun = await run({ with: promoteStep('v1', [EAST, SOUTH], { ...STAGES, 'dry-run': 'true' }), env });
    const { plan = '' } = dryRun.outputs;
    expect(JSON.parse(plan)).toMatchObject({
      operation: 'promote',
      environmentPrefix: 'prod-',
      stages: {
        modelarts: { registration: { description: 'the release' } },
        hss: { imageType: 'private_image' },
      },
    });
    expect(plan).not.toContain(TOKEN);
    expect([changesOf(emulator.requests()), emulator.state().deployments]).toEqual([[], []]);
    // Only one of two sources and targets moves meanwhile.
    emulator.push({
      region: SOUTH,
      organization: 'team',
      repository: 'app/api',
      tag: 'v1',
      digest: digestOf('foreign'),
    });

    const apply = applyStep(plan, [EAST, SOUTH]);
    const withoutToken = await run({ with: apply, env });
    expect([withoutToken.exitCode, withoutToken.outputs['failure-kind']]).toEqual([1, 'input']);
    expect(withoutToken.stdout).toContain('`github-token` is required, because the plan has GitHub deployments');
    expect(changesOf(emulator.requests())).toEqual([]);

    const applied = await run({ with: { ...apply, 'github-token': TOKEN }, env });
    expect(
      rowsOf(applied).map(
        ({ operation, subject, region, verdict }) => `${operation} ${subject} → ${region}: ${verdict}`,
      ),
    ).toEqual([
      ...stagesIn(EAST, 'copied', 'active', 'synchronized'),
      ...stagesIn(SOUTH, 'moved', 'skipped', 'skipped'),
    ]);
    expect(JSON.parse(applied.outputs['ready-regions'] ?? '')).toEqual([EAST]);
    const calls = callsOf(emulator.requests());
    expect([REGISTER(EAST), HSS(EAST), REGISTER(SOUTH), HSS(SOUTH)].map((call) => calls.includes(call))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(
      emulator.state().deployments.map(({ environment, statuses }) => [environment, statuses.at(-1)?.state]),
    ).toEqual(
      expect.arrayContaining([
        [`prod-${EAST}`, 'success'],
        [`prod-${SOUTH}`, 'failure'],
      ]),
    );
    expect(applied.warnings).toEqual([]);
  });
});
