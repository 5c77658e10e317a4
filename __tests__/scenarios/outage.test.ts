/** A region that is unavailable for a long time, in virtual time. */
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, KEY, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { verdictsOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';

test('promote: an outage of one region uses no retries of another', async () => {
  const { run } = await runInProcess({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 300 }, [EAST]: EMPTY_TEAM, [SOUTH]: EMPTY_TEAM }),
    script: {
      rules: [
        {
          match: { service: 'swr-api', region: SOUTH },
          skip: 1,
          times: 'always',
          fault: { kind: 'status', status: 503 },
        },
        { match: { service: 'modelarts', region: EAST }, fault: { kind: 'status', status: 502 } },
      ],
    },
    with: promoteStep('v1', [EAST, SOUTH], {
      region: NORTH,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      endpoint: 'https://{service}.{region}.example.com/{service}/{region}',
      modelarts: 'register',
    }),
  });
  expect(verdictsOf(run)).toEqual([
    `v1 → ${EAST}: copied`,
    `v1 → ${EAST}: active`,
    `v1 → ${SOUTH}: timeout`,
    `v1 → ${SOUTH}: skipped`,
  ]);
});
