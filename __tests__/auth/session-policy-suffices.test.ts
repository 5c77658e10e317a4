/** Keys with a session policy suffice for everything that is in the plan. */
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, NORTH } from '../support/scenario-cloud.ts';
import { verdictsOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { BY_OIDC, REQUEST_TOKEN, trustingSeed } from '../support/scenario-trust.ts';

test('a promotion with all stages needs no permission that the session policy lacks', async () => {
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    with: promoteStep('v1', [EAST], {
      ...BY_OIDC,
      region: NORTH,
      'project-id': undefined,
      'target-project-ids': undefined,
      modelarts: 'register',
      hss: 'true',
    }),
    requestToken: REQUEST_TOKEN,
  });
  expect(run.stdout).toContain('narrowed down to what this step needs');
  expect(requests.filter(({ status }) => status === 403)).toEqual([]);
  expect(verdictsOf(run).map((line) => line.split(': ')[1])).toEqual(['copied', 'active', 'synchronized']);
});
