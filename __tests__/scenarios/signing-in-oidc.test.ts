import { expect, test } from '@jest/globals';
import { EAST, NORTH, runInVirtualTime } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { LIST, SYNC, syncStep } from '../support/scenario-sync.ts';
import {
  AGENCY,
  AUDIENCE,
  BY_OIDC,
  PROVIDER,
  REQUEST_TOKEN,
  signIn,
  SUBJECT,
  trustingSeed,
} from '../support/scenario-trust.ts';

const ID_TOKEN = 'GET github oidc /token';
const EXCHANGE = (region: string): string => `POST sts ${region} /v5/agencies/assume-with-oidc`;

test.concurrent(
  'an ID token is exchanged for temporary keys that are valid in every region and limited to the step',
  async () => {
    const { run, requests, state } = await signIn({});
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    expect(callsOf(requests).slice(0, 3)).toEqual([ID_TOKEN, EXCHANGE(NORTH), `GET iam ${NORTH} /v3/projects`]);
    expect(callsOf(requests).filter((call) => call === ID_TOKEN || call.includes(' sts '))).toHaveLength(2);
    expect(callsOf(requests)).toEqual(expect.arrayContaining([LIST(NORTH), LIST(EAST), SYNC]));
    expect(requests.filter(({ status }) => status === 401 || status === 403)).toEqual([]);

    expect(run.lines).toEqual(
      expect.arrayContaining([
        `Signing in with OIDC: GitHub's ID token, as the agency ${AGENCY} (inputs agency-urn and provider-urn).`,
        `  GitHub's ID token: subject '${SUBJECT}', audience '${AUDIENCE}', issuer 'https://token.actions.githubusercontent.com'.`,
        `  STS in ${NORTH} gave temporary keys of ${AGENCY}, narrowed down to what this step needs.`,
      ]),
    );
    // The ID token and its three parts, the secret key and the security token.
    expect(run.masks).toHaveLength(6);
    const [session] = state.sessions;
    expect(session).toMatchObject({ agency: AGENCY, name: 'github-1001-2' });
    const narrowed = JSON.stringify(session?.policies);
    for (const word of ['swr:*:*:repo:team/app/api', NORTH, EAST]) expect(narrowed).toContain(word);
  },
);

test.concurrent(
  'the inputs audience, session-duration and session-policy are sent, and subjects with ids are accepted',
  async () => {
    const { run, state } = await signIn({
      seed: trustingSeed({
        github: { subjectShape: 'ids' },
        clientIds: ['ours'],
        agency: {
          trust: [
            { provider: PROVIDER, audiences: ['ours'], subjects: ['repo:octo-org@65/octo-app@74:ref:refs/tags/v1'] },
          ],
        },
      }),
      with: { ...BY_OIDC, audience: 'ours', 'session-duration': '15m', 'session-policy': 'false' },
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    const [session] = state.sessions;
    expect(session?.policies).toEqual([]);
    expect(Number(session?.expiresAt) - Number(session?.beganAt)).toBe(900_000);
  },
);

test.concurrent(
  'an ID token request whose reply breaks is sent again, and another region is asked when STS of one is unavailable',
  async () => {
    const { run, requests } = await signIn({
      script: {
        rules: [
          { match: { service: 'github', path: '/token' }, fault: { kind: 'cut', bytes: 10 } },
          { match: { service: 'sts', region: NORTH }, times: 'always', fault: { kind: 'status', status: 503 } },
        ],
      },
      with: { ...BY_OIDC, 'max-attempts': '2' },
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    expect(callsOf(requests).slice(0, 5)).toEqual([
      ID_TOKEN,
      ID_TOKEN,
      EXCHANGE(NORTH),
      // A new ID token, because they are valid for minutes only.
      ID_TOKEN,
      EXCHANGE(EAST),
    ]);
    expect(run.lines.join('\n')).toContain(`Asking STS in ${EAST} instead.`);
  },
);

test.concurrent('an ID token endpoint that stays unavailable is reported, and no STS is asked', async () => {
  const { run, requests } = await runInVirtualTime({
    seed: trustingSeed(),
    script: {
      rules: [
        {
          match: { service: 'github', path: '/token' },
          times: 'always',
          fault: { kind: 'status', status: 500, body: { message: `broken, says ${REQUEST_TOKEN}`, id: 403 } },
        },
      ],
    },
    with: syncStep('v1', [EAST], { ...BY_OIDC, 'project-id': undefined, timeout: '1s' }),
    requestToken: REQUEST_TOKEN,
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(new Set(callsOf(requests))).toEqual(new Set([ID_TOKEN]));
  expect(rowsOf(run)[0]?.message).toContain(
    `Could not get an ID token of GitHub for the audience '${AUDIENCE}': HTTP 500 broken, says *** (after`,
  );
});

test.concurrent('the next region is asked when a region has no STS', async () => {
  const { run, requests } = await signIn({ with: { ...BY_OIDC, 'sts-regions': `cn-north-9, ${EAST}` } });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(callsOf(requests).filter((call) => call.includes(' sts '))).toEqual([EXCHANGE('cn-north-9'), EXCHANGE(EAST)]);
});

test.concurrent('the next region is asked when STS of a region does not support the call', async () => {
  const body = { error_code: 'STS5.1007', error_msg: 'this API is not supported in this region' };
  const rule = { match: { service: 'sts', region: NORTH }, fault: { kind: 'status', status: 400, body } } as const;
  const { run, requests } = await signIn({ script: { rules: [rule] } });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(callsOf(requests).filter((call) => call.includes(' sts '))).toEqual([EXCHANGE(NORTH), EXCHANGE(EAST)]);
});

test.concurrent.each<[string, Parameters<typeof signIn>[0], readonly string[], readonly string[]]>([
  [
    'no permission for ID tokens',
    { env: { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' } },
    [],
    ['id-token: write', 'forks'],
  ],
  [
    'a request token that is refused',
    { env: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'planted-other-token-55' } },
    [ID_TOKEN],
    ["Could not get an ID token of GitHub for the audience 'sts.myhuaweicloud.com': HTTP 401", 'id-token: write'],
  ],
  [
    'an audience that is not registered',
    { with: { ...BY_OIDC, audience: 'elsewhere' } },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ["The audience that was sent is 'elsewhere'", `a client id of ${PROVIDER}`],
  ],
  [
    'a token that has expired',
    { seed: trustingSeed({ github: { tokenSeconds: -60 } }) },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ['An ID token lives for five minutes'],
  ],
  [
    'an agency that does not exist',
    { with: { ...BY_OIDC, 'agency-urn': `${AGENCY}-2`, timeout: '0' } },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ['Check agency-urn', `${AGENCY}-2`],
  ],
  [
    'a provider that does not exist',
    { with: { ...BY_OIDC, 'provider-urn': `${PROVIDER}-2`, timeout: '0' } },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ['Check provider-urn', `${PROVIDER}-2`],
  ],
  [
    'a subject that is not trusted',
    { seed: trustingSeed({ github: { environment: 'production' } }) },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ["oidc:sub 'repo:octo-org/octo-app:environment:production'", 'sts:agencies:assumeWithOIDC'],
  ],
  [
    'a signature of somebody else',
    { seed: trustingSeed({ github: { foreignKey: true } }) },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ["must have the URL 'https://token.actions.githubusercontent.com'"],
  ],
  [
    'a session that is too long',
    { with: { ...BY_OIDC, 'session-duration': '12h' } },
    [ID_TOKEN, EXCHANGE(NORTH)],
    ['session-duration must not be longer'],
  ],
])('%s is reported as auth with its cause, and not tried again', async (_, settings, calls, words) => {
  const { run, requests } = await signIn(settings);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'auth', failed: ['v1'], ready: [] });
  expect(callsOf(requests)).toEqual(calls);
  const [row] = rowsOf(run);
  expect(row?.verdict).toBe('refused');
  for (const word of words) expect(row?.message).toContain(word);
  expect(run.stdout).toContain(words[0]);
});

test.concurrent('keys with too few permissions are refused, and the missing permission is named', async () => {
  const policy = {
    Version: '5.0' as const,
    Statement: [{ Effect: 'Allow' as const, Action: ['iam:projects:list', 'swr:repo:listRepoTags'] }],
  };
  const { run } = await signIn({ seed: trustingSeed({ agency: { policy } }) });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'refused' });
  expect(rowsOf(run)[0]?.message).toContain('swr:repo:createManualSyncRepoJob');
});
