import { expect, test } from '@jest/globals';
import { EAST, KEY, NORTH, PROJECTS, runInCloud, runInVirtualTime, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { image, imageStep, SHOW } from '../support/scenario-images.ts';
import { EMPTY_TEAM, LIST, SYNC, syncStep, tagged, team } from '../support/scenario-sync.ts';

const REGIONS = { [NORTH]: { ...team(tagged('v1')), syncSeconds: 0, images: [image('v1')] }, [EAST]: EMPTY_TEAM };
const TOKEN = { token: 'planted-token-5c20', project: PROJECTS[NORTH] } as const;
const TEMPORARY = { ...KEY, securityToken: 'planted-security-token-77ab' } as const;

const NO_KEYS = { 'access-key': undefined, 'secret-key': undefined } as const;
const BY_TOKEN = { ...NO_KEYS, 'auth-token': TOKEN.token } as const;
const LOOK_UP = { 'project-id': undefined, 'target-project-ids': undefined } as const;

const PROJECT_OF = `GET iam ${NORTH} /v3/projects`;
const OWN_PROJECTS = `GET iam ${NORTH} /v3/auth/projects`;
const EXCHANGE = `POST iam ${NORTH} /v3.0/OS-CREDENTIAL/securitytokens`;

test.concurrent('an access key signs in to both regions, and both projects are looked up', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf(REGIONS, {
      projects: [
        { id: PROJECTS[NORTH], name: NORTH },
        { id: 'p-sub', name: `${NORTH}_sub` },
        { id: PROJECTS[EAST], name: EAST },
      ],
    }),
    with: syncStep('v1', [EAST], LOOK_UP),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.lines).toContain('Signing in with the inputs access-key and secret-key.');
  expect(requests.filter(({ service }) => service === 'iam').map(({ region, query }) => ({ region, query }))).toEqual([
    { region: NORTH, query: { name: NORTH } },
    { region: NORTH, query: { name: EAST } },
  ]);
  expect(requests.map(({ status }) => status).filter((status) => status === 401 || status === 403)).toEqual([]);
  expect(state.accessKeys.map(({ failures }) => failures)).toEqual([0]);
  expect(run.masks).toEqual([KEY.secretKey]);
});

test.concurrent('a temporary key needs its security token, and both are masked', async () => {
  const seed = seedOf(REGIONS, { accessKeys: [TEMPORARY] });
  const [good, withoutToken] = await Promise.all([
    runInCloud({ seed, with: syncStep('v1', [EAST], { 'security-token': TEMPORARY.securityToken }) }),
    runInCloud({ seed, with: syncStep('v1', [EAST]) }),
  ]);
  expect(verdictsOf(good.run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(good.run.masks.toSorted()).toEqual([KEY.secretKey, TEMPORARY.securityToken].toSorted());
  expect(conclusionOf(withoutToken.run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'auth' });
  expect(rowsOf(withoutToken.run)[0]?.message).toContain('security-token');
  expect(withoutToken.requests.map(({ status }) => status)).toEqual([401]);
});

test.concurrent('a wrong secret key is sent once, for any number of items and regions', async () => {
  const words = Array.from({ length: 8 }, (_, index) => `i${index}`);
  const wrong = { 'secret-key': 'planted-wrong-secret' };
  const results = await Promise.all([
    runInCloud({
      seed: seedOf({ [NORTH]: { images: words.map((word) => image(word)) } }),
      with: imageStep('wait-image', words, wrong),
    }),
    runInCloud({
      seed: seedOf({ [NORTH]: { images: words.map((word) => image(word)) } }),
      with: imageStep('delete-image', words, { ...wrong, 'project-id': undefined, 'fail-on': 'never' }),
    }),
    runInCloud({ seed: seedOf({ ...REGIONS, [SOUTH]: EMPTY_TEAM }), with: syncStep('v1', [EAST, SOUTH], wrong) }),
  ]);
  for (const { run, requests, state } of results) {
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'auth', ready: [] });
    expect(new Set(rowsOf(run).map(({ verdict }) => verdict))).toEqual(new Set(['refused']));
    for (const { message } of rowsOf(run)) {
      // The text of a 401 is not shown: it may quote keys and signatures.
      expect(message).toContain('(HTTP 401 APIGW.0301 (request id ');
      expect(message).toContain('Check the credentials');
    }
    expect(requests.map(({ status }) => status)).toEqual([401]);
    expect(state.accessKeys).toEqual([expect.objectContaining({ failures: 1, lockedUntil: null })]);
  }
});

test.concurrent.each([
  {
    what: 'an expired key',
    seed: { accessKeys: [{ ...TEMPORARY, expiresInSeconds: 0 }] },
    says: 'Check the credentials',
  },
  { what: 'an unknown key', seed: { accessKeys: [] }, says: 'HTTP 401 APIGW.0301' },
])('$what is reported after one request', async ({ seed, says }) => {
  const { run, requests } = await runInCloud({
    seed: seedOf(REGIONS, seed),
    with: syncStep('v1', [EAST], { 'security-token': TEMPORARY.securityToken }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
  expect(run.errors).toHaveLength(1);
  expect(rowsOf(run)[0]?.message).toContain(says);
  expect(requests.map(({ status }) => status)).toEqual([401]);
});

test.concurrent.each([600, -600, 1200, -1200, 36_000, -36_000])(
  'a clock that is off by %d seconds costs at most one request, and is reported',
  async (clockSkewSeconds) => {
    const { run, requests } = await runInCloud({
      seed: seedOf(REGIONS, { clockSkewSeconds }),
      with: syncStep('v1', [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    const refusals = Math.abs(clockSkewSeconds) > 900 ? [401] : [];
    expect(requests.map(({ status }) => status).filter((status) => status === 401)).toEqual(refusals);
    const reported = run.lines.filter((line) => line.includes('The clock of this machine'));
    const minutes = `${Math.abs(clockSkewSeconds) / 60} minutes ${clockSkewSeconds > 0 ? 'slow' : 'fast'}`;
    expect(reported).toEqual(
      refusals.map(() => `  The clock of this machine is ${minutes}; signing with the cloud's time from here on.`),
    );
  },
);

test.concurrent('a token is used in its own region without an exchange', async () => {
  const seed = seedOf(REGIONS, { accessKeys: [], tokens: [{ ...TOKEN, exchange: false }] });
  const [waiting, notWaiting] = await Promise.all([
    runInCloud({ seed, with: imageStep('wait-image', ['v1'], BY_TOKEN) }),
    runInCloud({ seed, with: syncStep('v1', [EAST], { ...BY_TOKEN, wait: 'false' }) }),
  ]);
  expect(waiting.run.outputs['status']).toBe('succeeded');
  expect(callsOf(waiting.requests)).toEqual([SHOW('v1')]);
  expect(verdictsOf(notWaiting.run)).toEqual([`v1 → ${EAST}: accepted`]);
  expect(callsOf(notWaiting.requests)).toEqual([LIST(NORTH), SYNC]);
});

test.concurrent('for other regions a token is exchanged once for temporary keys, which are masked', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf({ ...REGIONS, [SOUTH]: EMPTY_TEAM }, { accessKeys: [], tokens: [TOKEN] }),
    with: syncStep('v1', [EAST, SOUTH], BY_TOKEN),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v1 → ${SOUTH}: copied`]);
  expect(callsOf(requests).filter((call) => call.includes(' iam '))).toEqual([EXCHANGE]);
  expect(requests.filter(({ status }) => status >= 400).map(({ status }) => status)).toEqual([404, 404]);
  expect(state.accessKeys).toHaveLength(1);
  // The token, and secret and security token of the keys.
  expect(run.masks).toHaveLength(3);
});

test.concurrent('a token that may not be exchanged is refused, and the message names other inputs', async () => {
  const { run, requests } = await runInCloud({
    seed: seedOf(REGIONS, { accessKeys: [], tokens: [{ ...TOKEN, exchange: false }] }),
    with: syncStep('v1', [EAST], { ...BY_TOKEN, 'fail-on': 'never' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'auth' });
  expect(rowsOf(run)[0]?.message).toContain('iam:tokens:createSecurityToken');
  expect(rowsOf(run)[0]?.message).toContain('Give access-key and secret-key instead, or set wait to false');
  expect(callsOf(changesOf(requests))).toEqual([]);
});

test.concurrent('an unknown or expired token is refused after one request', async () => {
  const results = await Promise.all(
    [[], [{ ...TOKEN, expiresInSeconds: 0 }]].map((tokens) =>
      runInCloud({
        seed: seedOf(REGIONS, { accessKeys: [], tokens }),
        with: imageStep('wait-image', ['v1'], BY_TOKEN),
      }),
    ),
  );
  for (const { run, requests } of results) {
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
    expect(requests.map(({ status }) => status)).toEqual([401]);
  }
});

test.concurrent.each([
  {
    what: 'no project of that name',
    projects: [{ id: 'p-sub', name: `${NORTH}_sub` }],
    says: "IAM knows no project named 'cn-north-4'",
  },
  {
    what: 'two projects of that name',
    projects: [
      { id: 'p-1', name: NORTH },
      { id: 'p-2', name: NORTH },
    ],
    says: "IAM knows 2 projects named 'cn-north-4'",
  },
])('$what: reports refused and names the input project-id', async ({ projects, says }) => {
  const { run, requests } = await runInCloud({
    seed: seedOf({ [NORTH]: { images: [image('v1')] } }, { projects }),
    with: imageStep('wait-image', ['v1'], { 'project-id': undefined }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
  expect(run.errors[0]).toContain(says);
  expect(run.errors[0]).toContain('can be given with project-id');
  expect(callsOf(requests)).toEqual([PROJECT_OF]);
});

test.concurrent(
  'a target region without a project is refused, names target-project-ids, and does not delay the other region',
  async () => {
    const { run } = await runInCloud({
      seed: seedOf(
        { ...REGIONS, [SOUTH]: EMPTY_TEAM },
        {
          projects: [
            { id: PROJECTS[NORTH], name: NORTH },
            { id: PROJECTS[SOUTH], name: SOUTH },
          ],
        },
      ),
      with: syncStep('v1', [EAST, SOUTH], LOOK_UP),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: refused`, `v1 → ${SOUTH}: copied`]);
    expect(rowsOf(run)[0]?.message).toContain('can be given with target-project-ids');
  },
);

test.concurrent(
  'without the permission to list projects the own ones are read; with project-id none are read',
  async () => {
    const seed = seedOf(REGIONS, { accessKeys: [{ ...KEY, iamList: false }] });
    const [asked, given] = await Promise.all([
      runInCloud({ seed, with: imageStep('wait-image', ['v1'], { 'project-id': undefined }) }),
      runInCloud({ seed, with: imageStep('wait-image', ['v1']) }),
    ]);
    expect(asked.run.outputs['status']).toBe('succeeded');
    expect(callsOf(asked.requests)).toEqual([PROJECT_OF, OWN_PROJECTS, SHOW('v1')]);
    expect(given.run.outputs['status']).toBe('succeeded');
    expect(callsOf(given.requests)).toEqual([SHOW('v1')]);
  },
);

test.concurrent.each([
  {
    names: 'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK',
    env: {
      HUAWEICLOUD_SDK_AK: TEMPORARY.accessKey,
      HUAWEICLOUD_SDK_SK: TEMPORARY.secretKey,
      HUAWEICLOUD_SDK_SECURITY_TOKEN: TEMPORARY.securityToken,
      HW_ACCESS_KEY: 'OTHER',
      HW_SECRET_KEY: 'planted-other-secret',
    },
  },
  {
    names: 'HW_ACCESS_KEY and HW_SECRET_KEY',
    env: {
      HW_ACCESS_KEY: TEMPORARY.accessKey,
      HW_SECRET_KEY: TEMPORARY.secretKey,
      HW_SECURITY_TOKEN: TEMPORARY.securityToken,
    },
  },
])('without inputs the keys come from the environment and are masked ($names)', async ({ names, env }) => {
  const { run } = await runInCloud({
    seed: seedOf(REGIONS, { accessKeys: [TEMPORARY] }),
    with: syncStep('v1', [EAST], NO_KEYS),
    env,
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.lines).toContain(`Signing in with the environment variables ${names}.`);
  expect(run.masks.toSorted()).toEqual([TEMPORARY.secretKey, TEMPORARY.securityToken].toSorted());
});

test.concurrent('keys that were exchanged for a token are renewed during the wait', async () => {
  const { run, requests, state } = await runInVirtualTime({
    seed: seedOf(
      { ...REGIONS, [NORTH]: { ...REGIONS[NORTH], syncSeconds: 9 } },
      { accessKeys: [], tokens: [TOKEN], issuedKeySeconds: 6 },
    ),
    with: syncStep('v1', [EAST], { ...BY_TOKEN, timeout: '60s' }),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.lines).toContain('  Renewed the temporary keys.');
  expect(state.accessKeys.length).toBeGreaterThan(1);
  expect(requests.filter(({ status }) => status === 401)).toEqual([]);
  // The token, and secret and security token of all the keys.
  expect(run.masks).toHaveLength(1 + 2 * state.accessKeys.length);
});

test.concurrent('with keys in the inputs no security token is taken from the environment', async () => {
  const { run } = await runInCloud({
    seed: seedOf(REGIONS),
    with: syncStep('v1', [EAST]),
    env: { HUAWEICLOUD_SDK_AK: 'OTHER', HUAWEICLOUD_SDK_SK: 'other', HUAWEICLOUD_SDK_SECURITY_TOKEN: 'other-token' },
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
});

test.concurrent.each([
  { what: 'no credentials', with: NO_KEYS, env: {}, says: 'no credentials were given' },
  { what: 'half a key', with: { 'secret-key': undefined }, env: {}, says: '`secret-key` is missing' },
  { what: 'the other half', with: { 'access-key': undefined }, env: {}, says: '`access-key` is missing' },
  {
    what: 'a key and a token',
    with: { 'auth-token': TOKEN.token },
    env: {},
    says: '`auth-token` and `access-key` are two ways to sign in',
  },
  { what: 'a broken secret', with: { 'secret-key': 'planted broken\nsecret' }, env: {}, says: 'value not shown' },
  {
    what: 'half a key in the environment',
    with: NO_KEYS,
    env: { HUAWEICLOUD_SDK_AK: 'A' },
    says: 'HUAWEICLOUD_SDK_SK',
  },
])('$what is an input error, before any request', async ({ with: given, env, says }) => {
  const { run, requests } = await runInCloud({ seed: seedOf(REGIONS), with: syncStep('v1', [EAST], given), env });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'input' });
  expect(run.errors[0]).toContain(says);
  expect(requests).toEqual([]);
});
