/** A region, or one API of it, that is unavailable for a long time, in virtual time. */
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, KEY, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

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

/** No document names it as a target. */
const NEW = 'cn-north-99';

test.each([
  ['the list of jobs', 1200, '/sync_job', EAST],
  ['the list of jobs', 3600, '/sync_job', EAST],
  ['the list of regions', 1200, '/manage/regions', NEW],
  ['the list of regions', 3600, '/manage/regions', NEW],
] as const)('sync-tags: %s asks for a pause of %d s, which holds up no copy', async (_, seconds, path, region) => {
  const { run, script } = await runInProcess({
    seed: seedOf(
      { [NORTH]: { ...team(tagged('v1')), syncSeconds: 60 }, [region]: EMPTY_TEAM },
      { projects: [NORTH, region].map((name) => ({ id: `p-${name}`, name })) },
    ),
    script: {
      rules: [
        {
          match: { path },
          times: 'always',
          fault: { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: seconds },
        },
      ],
    },
    with: {
      ...syncStep('v1', []),
      region: NORTH,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      'target-regions': region,
      'project-id': `p-${NORTH}`,
      'target-project-ids': `${region}=p-${region}`,
    },
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${region}: copied`]);
  expect(Number(rowsOf(run)[0]?.seconds)).toBeLessThan(100);
  // The list of jobs is asked for at every check, and not sent.
  expect(script.rules?.[0]?.hits).toBe(1);
});
