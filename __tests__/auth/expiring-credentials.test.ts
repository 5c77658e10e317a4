/** Credentials from the inputs that expire while the action waits: the whole action against the emulator, in virtual time. */
import { expect, test } from '@jest/globals';
import type { Seed } from '../../emulator/seed.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, KEY, NORTH, PROJECTS, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, JOBS, LIST, syncStep, tagged, team } from '../support/scenario-sync.ts';

const TEMPORARY = { ...KEY, securityToken: 'planted-security-token-77ab', expiresInSeconds: 30 } as const;
const TOKEN = { token: 'planted-token-5c20', project: PROJECTS[NORTH], expiresInSeconds: 30 } as const;

/** The copy never ends. */
const endless = (rest: Omit<Seed, 'regions'>): Seed =>
  seedOf(
    { [NORTH]: { ...team(tagged('v1')), syncOutcomes: [{ outcome: 'stuck' }] }, [EAST]: EMPTY_TEAM },
    { accessKeys: [], ...rest },
  );

test.each([
  {
    what: 'temporary keys',
    seed: endless({ accessKeys: [TEMPORARY] }),
    given: {
      'access-key': TEMPORARY.accessKey,
      'secret-key': TEMPORARY.secretKey,
      'security-token': TEMPORARY.securityToken,
    },
    // Two requests that were in flight together.
    refused: [LIST(EAST), JOBS],
  },
  {
    what: 'a token',
    seed: endless({ tokens: [TOKEN], issuedKeySeconds: 30 }),
    given: { 'auth-token': TOKEN.token },
    // The token in two requests that were in flight together, then the keys that it was exchanged for.
    refused: [`POST iam ${NORTH} /v3.0/OS-CREDENTIAL/securitytokens`, JOBS, LIST(EAST)],
  },
])('$what that end during a wait: told at once, with what was last seen', async ({ seed, given, refused }) => {
  const { run, requests } = await runInProcess({
    seed,
    with: syncStep('v1', [EAST], { region: NORTH, timeout: '10m', ...given }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'auth' });
  const [row] = rowsOf(run);
  expect(row?.seconds).toBeLessThan(60);
  expect(row?.message).toMatch(/accepted before and are not any more|have ended and could not be renewed/);
  expect(row?.message).toMatch(/live longer than its timeout|a token that lives longer than the step/);
  expect(row?.message).toContain('Last observed: job running');
  expect(callsOf(requests.filter(({ status }) => status === 401))).toEqual(refused);
});
