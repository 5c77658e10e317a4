/** Plans: a dry run makes one, and `apply` does exactly what it says. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { planHash } from '../../src/plan/plan-file.ts';
import { createVirtualCloud, EAST, inCloud, NORTH, PROJECTS, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep, tagged, team } from '../support/scenario-sync.ts';

const OTHER = digestOf('other');
const API = { organization: 'team', repository: 'app/api' } as const;
const TAGS = ['v1', 'v2', 'v3', 'v4'] as const;

/** `v1` and `v2` are in no target, `v3` has another digest in both, `v4` is there already. */
const SEED = seedOf({
  [NORTH]: team(tagged(...TAGS)),
  [EAST]: team({ v3: OTHER, ...tagged('v4') }),
  [SOUTH]: team({ v3: OTHER, ...tagged('v4') }),
});
const DRY_RUN = syncStep(TAGS.join(), [EAST, SOUTH], { override: 'true', 'dry-run': 'true' });

/** The `with:` of a step that applies a plan. It has the project ids, so that IAM gets no request. */
function applyStep(plan: string | undefined, more: Readonly<Record<string, string | undefined>> = {}) {
  const targets = `${EAST}=${PROJECTS[EAST]},${SOUTH}=${PROJECTS[SOUTH]}`;
  return {
    operation: 'apply',
    plan,
    region: undefined,
    'project-id': PROJECTS[NORTH],
    'target-project-ids': targets,
    ...more,
  };
}

describe('a dry run', () => {
  test('makes a plan that apply does, with the same hash, through the files of the runner', async () => {
    await inCloud({ seed: SEED }, async ({ emulator, run }) => {
      const dryRun = await run({ with: DRY_RUN });
      expect(dryRun.exitCode).toBe(0);
      const { plan = '', changes } = dryRun.outputs;
      expect(changes).toBe('6');
      expect(JSON.parse(plan)).toMatchObject({
        version: 1,
        operation: 'sync-tags',
        copies: expect.arrayContaining([
          expect.objectContaining({
            source: expect.objectContaining({ tag: 'v3', digest: digestOf('v3') }),
            target: expect.objectContaining({ region: EAST, tag: 'v3', present: OTHER }),
          }),
        ]),
      });
      const hash = planHash(plan);
      expect(dryRun.summary).toContain(hash);
      expect(changesOf(emulator.requests())).toEqual([]);

      const applied = await run({ with: applyStep(plan) });
      expect(verdictsOf(applied)).toEqual(
        [EAST, SOUTH].flatMap((region) => [
          `v1 → ${region}: copied`,
          `v2 → ${region}: copied`,
          `v3 → ${region}: overwritten`,
          `v4 → ${region}: unchanged`,
        ]),
      );
      expect(applied.summary).toContain(hash);
      expect(applied.outputs).toMatchObject({ changes: '6', plan: '', 'plan-file': '', status: 'succeeded' });
      expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual(tagged(...TAGS));
    });
  });
});

describe('apply', () => {
  test('reports what has moved since the plan, does the rest, and can be applied again', async () => {
    const cloud = createVirtualCloud({ seed: SEED });
    const { plan } = (await cloud.run({ with: DRY_RUN })).outputs;
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v1', digest: OTHER });
    cloud.emulator.push({ ...API, region: EAST, tag: 'v3', digest: digestOf('third') });

    const first = await cloud.run({ with: applyStep(plan) });
    expect(first.exitCode).toBe(1);
    expect(verdictsOf(first)).toEqual([
      `v1 → ${EAST}: moved`,
      `v2 → ${EAST}: copied`,
      `v3 → ${EAST}: moved`,
      `v4 → ${EAST}: unchanged`,
      `v1 → ${SOUTH}: moved`,
      `v2 → ${SOUTH}: copied`,
      `v3 → ${SOUTH}: overwritten`,
      `v4 → ${SOUTH}: unchanged`,
    ]);
    expect(first.outputs).toMatchObject({ status: 'partial', 'failure-kind': 'gate' });
    expect(rowsOf(first)[0]?.message).toContain('nothing was sent');

    // What was done is unchanged, also where the source has moved since.
    cloud.emulator.push({ ...API, region: NORTH, tag: 'v2', digest: OTHER });
    const sent = changesOf(cloud.emulator.requests()).length;
    const again = await cloud.run({ with: applyStep(plan) });
    expect(verdictsOf(again)).toEqual([
      `v1 → ${EAST}: moved`,
      `v2 → ${EAST}: unchanged`,
      `v3 → ${EAST}: moved`,
      `v4 → ${EAST}: unchanged`,
      `v1 → ${SOUTH}: moved`,
      `v2 → ${SOUTH}: unchanged`,
      `v3 → ${SOUTH}: unchanged`,
      `v4 → ${SOUTH}: unchanged`,
    ]);
    expect(changesOf(cloud.emulator.requests())).toHaveLength(sent);
  });
});
