/** Who `doctor` signs in as, and what it does not ask once the credential was refused. */
import { describe, expect, test } from '@jest/globals';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, inCloud, KEY, NORTH, PROJECTS, resultOf } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf } from '../support/scenario-facts.ts';
import { doctorStep, GIVEN_PROJECTS, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import { BY_OIDC, jobOf, trustingSeed } from '../support/scenario-trust.ts';

const NO_KEY = { 'access-key': undefined, 'secret-key': undefined } as const;
const USER = { name: 'robot', password: 'planted pass-word é 9a' } as const;
const TOKEN = 'planted-token-0a7b';
const BY_PASSWORD = {
  ...NO_KEY,
  'iam-user': USER.name,
  'iam-password': USER.password,
  'iam-domain': 'emulated-account',
};

/** Runs the bundle as a job that may have ID tokens. */
function signIn(given: Readonly<Record<string, string | undefined>>, seed: Seed = trustingSeed()) {
  return inCloud({ seed }, async ({ emulator, run }) => {
    const transcript = await run({ with: doctorStep({ tags: 'v1', ...given }), env: jobOf(emulator) });
    return resultOf(emulator, transcript);
  });
}

/** Requests that carry a credential to a service: not those that only reach for an endpoint. */
const signed = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => !call.endsWith(' /') && !call.includes(' github '));

describe('the credential is named, with its end', () => {
  const END = /It ends in 1h 00m, at \d{4}-\d\d-\d\d \d\d:\d\d UTC; steps renew it before\.$/;

  test.concurrent.each<[string, Readonly<Record<string, string | undefined>>, RegExp, Seed?]>([
    ['an access key', {}, /^Access key SCEN…-KEY \(the inputs .*\), accepted\. It does not expire\.$/],
    ["GitHub's ID token", BY_OIDC, /^Temporary keys \(OIDC: GitHub's ID token, as the agency iam::0d0a…d7e8:agency:/],
    ["the end of an agency's keys", BY_OIDC, END],
    [
      'a password',
      BY_PASSWORD,
      /^IAM token \(the password of the IAM user 'robot' .*It ends in 24h 00m/,
      trustingSeed({ rest: { users: [USER] } }),
    ],
    [
      'a temporary key that is given',
      { 'security-token': 'planted-security-token-5c1d' },
      /^Temporary access key SCEN…-KEY .* The action does not know when it ends/,
      trustingSeed({ rest: { accessKeys: [{ ...KEY, securityToken: 'planted-security-token-5c1d' }] } }),
    ],
  ])('%s', async (_, given, says, seed) => {
    const { run } = await signIn(given, seed);
    expect(saidOf(run, 'runner', 'sign-in')).toMatch(says);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  });

  test.concurrent('a token is one credential at home, and another one elsewhere', async () => {
    const seed = trustingSeed({ rest: { tokens: [{ token: TOKEN, project: PROJECTS[NORTH] }] } });
    const { run } = await signIn({ ...NO_KEY, 'auth-token': TOKEN, ...GIVEN_PROJECTS }, seed);
    const said = run.report.checks?.filter(({ name }) => name === 'sign-in').map(({ message }) => message) ?? [];
    expect(said).toEqual([
      'IAM token (the input auth-token), accepted. The action does not know when it ends: it must live longer than a step takes.',
      expect.stringMatching(/^Temporary keys in exchange for the IAM token .* It ends in \d\dm/),
    ]);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0 });
  });
});

describe('a credential that is refused is not asked with again', () => {
  const NOTHING = [
    '✗ runner sign-in',
    ...[NORTH, EAST].flatMap((region) => [
      `? ${region} project`,
      `? ${region} organization`,
      `? ${region} repository`,
      `? ${region} tags`,
      ...(region === NORTH ? [`? ${NORTH} jobs`] : [`? ${EAST} synchronization`]),
      `? ${region} quotas`,
    ]),
    ...['ModelArts', 'HSS images', 'HSS tasks'].map((name) => `? ${EAST} ${name}`),
  ];

  test.concurrent('a secret of another key is sent once', async () => {
    const { run, requests, state } = await signIn({ 'secret-key': 'planted-wrong-secret' });
    expect(troublesOf(run)).toEqual(NOTHING);
    expect(saidOf(run, 'runner', 'sign-in')).toMatch(/HTTP 401 APIGW\.0301 .*Check the credentials/);
    expect(saidOf(run, EAST, 'project')).toBe('Not asked: the credentials are not accepted.');
    expect(saidOf(run, EAST, 'HSS tasks')).toBe('Not asked: the credentials are not accepted.');
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(signed(callsOf(requests))).toEqual([`GET iam ${NORTH} /v3/projects`]);
    expect(state.accessKeys).toMatchObject([{ failures: 1 }]);
  });

  test.concurrent('with given projects as well, whatever fail-on says', async () => {
    const { run, requests } = await signIn({
      ...GIVEN_PROJECTS,
      'secret-key': 'planted-wrong-secret',
      'fail-on': 'never',
    });
    expect(marksOf(run)).toContain('✗ runner sign-in');
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(signed(callsOf(requests))).toHaveLength(1);
  });

  test.concurrent('an agency that does not trust the job', async () => {
    const { run, requests } = await signIn(BY_OIDC, trustingSeed({ agency: { trust: [{ principals: ['nobody'] }] } }));
    expect(troublesOf(run)).toEqual(NOTHING);
    expect(saidOf(run, 'runner', 'sign-in')).toContain("oidc:sub 'repo:octo-org/octo-app:ref:refs/tags/v1'");
    expect(saidOf(run, NORTH, 'project')).toBe('Not asked: there are no credentials.');
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(signed(callsOf(requests))).toEqual([`POST sts ${NORTH} /v5/agencies/assume-with-oidc`]);
  });

  test.concurrent('a token that is not exchanged leaves the home region', async () => {
    const tokens = [{ token: TOKEN, project: PROJECTS[NORTH], exchange: false }];
    const { run } = await signIn(
      { ...NO_KEY, 'auth-token': TOKEN, ...GIVEN_PROJECTS },
      trustingSeed({ rest: { tokens } }),
    );
    expect(marksOf(run)).toContain(`✓ ${NORTH} tags`);
    expect(marksOf(run).slice(2, 4)).toEqual(['✓ runner sign-in', '✗ runner sign-in']);
    expect(saidOf(run, EAST, 'repository')).toBe('Not asked: there are no credentials.');
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'auth' });
  });
});

test.concurrent('the keys of an agency are narrowed down to reads', async () => {
  const { run, requests } = await signIn(BY_OIDC);
  const exchange = requests.find(({ path }) => path.endsWith('/assume-with-oidc'));
  const { policy }: { policy: string } = JSON.parse(JSON.stringify(exchange?.body));
  const { Statement }: { Statement: { Action: string[] }[] } = JSON.parse(policy);
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(list|get)\w*\*?$/i.test(action))).toEqual([]);
  expect(actions).toContain('swr:repo:listRepoTags');
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
});
