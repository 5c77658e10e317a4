import { expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({ [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM });

test.concurrent.each([
  { tags: 'v1,v2', failOn: 'any', exitCode: 0, status: 'succeeded' },
  { tags: 'v1,gone', failOn: 'any', exitCode: 1, status: 'partial' },
  { tags: 'gone', failOn: 'any', exitCode: 1, status: 'failed' },
  { tags: 'v1,v2', failOn: 'all', exitCode: 0, status: 'succeeded' },
  { tags: 'v1,gone', failOn: 'all', exitCode: 0, status: 'partial' },
  { tags: 'gone,away', failOn: 'all', exitCode: 1, status: 'failed' },
  { tags: 'v1,v2', failOn: 'never', exitCode: 0, status: 'succeeded' },
  { tags: 'v1,gone', failOn: 'never', exitCode: 0, status: 'partial' },
  { tags: 'gone,away', failOn: 'never', exitCode: 0, status: 'failed' },
])(
  'fail-on $failOn with the tags $tags: status $status, exit code $exitCode',
  async ({ tags, failOn, exitCode, status }) => {
    const { run } = await runInCloud({ seed: SEED, with: syncStep(tags, [EAST], { 'fail-on': failOn }) });
    expect(conclusionOf(run)).toMatchObject({ exitCode, status });
    // Failures are reported as a warning when they do not fail the step.
    expect([run.errors.length, run.warnings.length]).toEqual(
      status === 'succeeded' ? [0, 0] : exitCode === 1 ? [1, 0] : [0, 1],
    );
    expect(run.summary.startsWith(exitCode === 1 ? '### ❌' : '### ')).toBe(true);
  },
);

test.concurrent.each([
  { what: 'wrong inputs', given: { timeout: 'soon' }, kind: 'input' },
  { what: 'refused credentials', given: { 'secret-key': 'planted-wrong-secret' }, kind: 'auth' },
])('$what fail the step for every value of fail-on', async ({ given, kind }) => {
  for (const failOn of ['all', 'never']) {
    const { run } = await runInCloud({ seed: SEED, with: syncStep('v1', [EAST], { ...given, 'fail-on': failOn }) });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind });
  }
});
