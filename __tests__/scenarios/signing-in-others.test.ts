/** An agency that a key assumes, and the password of an IAM user. */
import { describe, expect, test } from '@jest/globals';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, KEY, NORTH, PROJECTS, SOUTH, runInCloud } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncStep } from '../support/scenario-sync.ts';
import { AGENCY, signIn, trustingSeed } from '../support/scenario-trust.ts';

const ASSUME = `POST sts ${NORTH} /v5/agencies/assume`;
const signInAt = (region: string) => `POST iam ${region} /v3/auth/tokens`;
const USER = { name: 'robot', password: 'planted pass-word é 9a' } as const;

const BY_AGENCY = { 'assume-agency-urn': AGENCY } as const;
const BY_PASSWORD = {
  'access-key': undefined,
  'secret-key': undefined,
  'iam-user': USER.name,
  'iam-password': USER.password,
  'iam-domain': 'emulated-account',
} as const;

const seed = (rest: Omit<Seed, 'regions'> = {}): Seed =>
  trustingSeed({ rest: { users: [USER], userTokenLength: 40_000, ...rest } });

describe('an access key with assume-agency-urn', () => {
  test.concurrent('signs in as the agency', async () => {
    const { run, requests, state } = await signIn({ with: BY_AGENCY });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    expect(callsOf(requests).slice(0, 2)).toEqual([ASSUME, `GET iam ${NORTH} /v3/projects`]);
    expect(state.sessions).toMatchObject([{ agency: AGENCY, name: 'github-1001-2' }]);
    expect(run.lines).toContain(
      `Signing in with the inputs access-key and secret-key, as the agency ${AGENCY} (input assume-agency-urn).`,
    );
    expect(run.masks).toHaveLength(3);
    expect(run.masks[0]).toBe(KEY.secretKey);
  });

  test.concurrent('sends external-id', async () => {
    const agency = { trust: [{ principals: [KEY.accessKey], externalId: 'ours' }] };
    const [without, given] = await Promise.all([
      signIn({ seed: trustingSeed({ agency }), with: BY_AGENCY }),
      signIn({ seed: trustingSeed({ agency }), with: { ...BY_AGENCY, 'external-id': 'ours' } }),
    ]);
    expect(conclusionOf(without.run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(rowsOf(without.run)[0]?.message).toContain('external-id');
    expect(verdictsOf(given.run)).toEqual([`v1 → ${EAST}: copied`]);
  });

  test.concurrent('that is wrong is sent once', async () => {
    const { run, requests, state } = await signIn({ with: { ...BY_AGENCY, 'secret-key': 'planted-wrong-secret' } });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(callsOf(requests)).toEqual([ASSUME]);
    expect(state.accessKeys).toMatchObject([{ failures: 1 }]);
  });

  test.concurrent('reports an agency that does not exist', async () => {
    const { run } = await signIn({ with: { 'assume-agency-urn': `${AGENCY}-2`, timeout: '0' } });
    expect(rowsOf(run)[0]?.message).toContain('Check assume-agency-urn');
  });
});

describe('user name and password of an IAM user', () => {
  test.concurrent('get one token per region from its own IAM, of any length, with the project', async () => {
    const { run, requests, state } = await signIn({ seed: seed(), with: BY_PASSWORD });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    expect(callsOf(requests).filter((call) => call.includes(' iam '))).toEqual([signInAt(NORTH), signInAt(EAST)]);
    expect(state.tokens.map(({ project }) => project).toSorted()).toEqual([PROJECTS[EAST], PROJECTS[NORTH]].toSorted());
    expect(run.masks).toHaveLength(3);
    expect(run.masks[0]).toBe(USER.password);
  });

  test.concurrent('may begin and end with a space; line breaks at the end are no part of them', async () => {
    const password = ' planted pass-word 9a ';
    const { run } = await signIn({
      seed: seed({ users: [{ ...USER, password }] }),
      with: { ...BY_PASSWORD, 'iam-password': `${password}\r\n` },
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    expect(run.masks).toEqual(expect.arrayContaining([password, password.trim()]));
  });

  test.concurrent('that are wrong are sent once, for any number of regions', async () => {
    const { regions, ...rest } = seed();
    const { run, requests, state } = await runInCloud({
      seed: { ...rest, regions: { ...regions, [SOUTH]: EMPTY_TEAM } },
      with: syncStep('v1', [EAST, SOUTH], {
        'target-project-ids': undefined,
        ...BY_PASSWORD,
        'iam-password': 'planted-wrong-password',
      }),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth', failed: ['v1'] });
    expect(callsOf(requests)).toEqual([signInAt(NORTH)]);
    expect(state.users).toMatchObject([{ wrongPasswords: 1, lockedUntil: null }]);
    for (const { message } of rowsOf(run)) expect(message).toContain("IAM did not accept the password of 'robot'");
  });

  test.concurrent('of a user with a second factor are refused after one request', async () => {
    const { run, requests } = await signIn({ seed: seed({ users: [{ ...USER, mfa: true }] }), with: BY_PASSWORD });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(callsOf(requests)).toEqual([signInAt(NORTH)]);
  });

  test.concurrent(
    'are refused for a region in which the user has no role (HTTP 401), and the other region goes on',
    async () => {
      const { regions, projects = [], ...rest } = seed();
      const body = { error: { code: 401, message: 'The user has no role in the project', title: 'Unauthorized' } };
      const rule = { match: { service: 'iam', region: SOUTH }, fault: { kind: 'status', status: 401, body } } as const;
      const { run } = await runInCloud({
        seed: {
          ...rest,
          projects: [...projects, { id: PROJECTS[SOUTH], name: SOUTH }],
          regions: { ...regions, [SOUTH]: EMPTY_TEAM },
        },
        script: { rules: [rule] },
        with: syncStep('v1', [SOUTH, EAST], { 'target-project-ids': undefined, ...BY_PASSWORD }),
      });
      expect(verdictsOf(run)).toEqual([`v1 → ${SOUTH}: refused`, `v1 → ${EAST}: copied`]);
      expect(conclusionOf(run)).toMatchObject({ status: 'partial', kind: 'refused', ready: [EAST] });
    },
  );

  test.concurrent('are refused for a region that the user may not use, and the other region goes on', async () => {
    const {
      regions,
      projects = [],
      ...rest
    } = seed({ users: [{ ...USER, projects: [PROJECTS[NORTH], PROJECTS[EAST]] }] });
    const { run } = await runInCloud({
      seed: {
        ...rest,
        projects: [...projects, { id: PROJECTS[SOUTH], name: SOUTH }],
        regions: { ...regions, [SOUTH]: EMPTY_TEAM },
      },
      with: syncStep('v1', [EAST, SOUTH], { 'target-project-ids': undefined, ...BY_PASSWORD }),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v1 → ${SOUTH}: refused`]);
    expect(conclusionOf(run)).toMatchObject({ status: 'partial', kind: 'refused', ready: [EAST] });
    expect(rowsOf(run)[1]?.message).toContain(`IAM gave 'robot' no token for ${SOUTH}`);
  });
});

test.concurrent(
  'several ways to sign in are an input error before any request, and every secret is masked',
  async () => {
    const { run, requests } = await signIn({
      with: {
        'agency-urn': AGENCY,
        'iam-user': USER.name,
        'iam-password': USER.password,
        'auth-token': 'planted-token-5c20',
      },
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
    expect(requests).toEqual([]);
    expect(run.errors[0]).toContain('are two ways to sign in');
    expect(run.masks).toEqual(expect.arrayContaining([KEY.secretKey, USER.password, 'planted-token-5c20']));
  },
);
