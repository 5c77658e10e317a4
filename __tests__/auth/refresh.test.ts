/** Sessions that are shorter than the wait: the whole action against the emulator, in virtual time. */
import { expect, test } from '@jest/globals';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, KEY, NORTH } from '../support/scenario-cloud.ts';
import { conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep } from '../support/scenario-sync.ts';
import { AGENCY, BY_OIDC, REQUEST_TOKEN, trustingSeed } from '../support/scenario-trust.ts';

const LOOK_UP = { 'project-id': undefined, 'target-project-ids': undefined, region: NORTH } as const;
const LONG = { ...LOOK_UP, timeout: '20m', 'session-duration': '15m' } as const;

/** The copy ends after nineteen minutes. */
function slow(seed: Seed): Seed {
  const north = seed.regions[NORTH];
  return { ...seed, regions: { ...seed.regions, [NORTH]: { ...north, syncSeconds: 19 * 60 } } };
}

/** When requests to a service were made, in minutes after the first request of all. */
function minutesOf(requests: readonly LogEntry[], service: string, path: string): readonly number[] {
  const start = requests[0]?.at ?? 0;
  return requests
    .filter((request) => request.service === service && request.path.includes(path))
    .map(({ at }) => (at - start) / 60_000);
}

test('oidc: a session of 15 min in a wait of 20 min is refreshed once, with a new ID token', async () => {
  const { run, requests } = await runInProcess({
    seed: slow(trustingSeed()),
    with: syncStep('v1', [EAST], { ...LONG, ...BY_OIDC }),
    requestToken: REQUEST_TOKEN,
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  const exchanges = minutesOf(requests, 'sts', 'assume-with-oidc');
  expect(exchanges).toHaveLength(2);
  // Fewer than five minutes of the first session are left then, and it has not ended.
  expect(exchanges[1]).toBeGreaterThan(10);
  expect(exchanges[1]).toBeLessThan(15);
  // Each ID token is requested right before its exchange.
  const idTokens = minutesOf(requests, 'github', 'token');
  expect(idTokens.map((at, index) => Math.round(((exchanges[index] ?? 0) - at) * 60_000))).toEqual([20, 20]);
  expect(requests.filter(({ status }) => status === 401)).toEqual([]);
  expect(run.lines).toContain('  Renewed the temporary keys.');
});

test('agency: a session of 15 min in a wait of 20 min is refreshed once', async () => {
  const { run, requests } = await runInProcess({
    seed: slow(trustingSeed()),
    with: syncStep('v1', [EAST], {
      ...LONG,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      'assume-agency-urn': AGENCY,
    }),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(minutesOf(requests, 'sts', 'assume')).toHaveLength(2);
});

test('password: the token of each region is refreshed', async () => {
  const user = { name: 'robot', password: 'planted-password-9a' };
  const { run, requests } = await runInProcess({
    seed: slow(trustingSeed({ rest: { users: [user], userTokenSeconds: 900 } })),
    with: syncStep('v1', [EAST], {
      ...LONG,
      'session-duration': undefined,
      'iam-user': user.name,
      'iam-password': user.password,
      'iam-domain': 'emulated-account',
    }),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(minutesOf(requests, 'iam', 'auth/tokens')).toHaveLength(4);
  expect(requests.filter(({ status }) => status === 401)).toEqual([]);
});

test('a session that cannot be refreshed is used until it expires', async () => {
  const { run, requests } = await runInProcess({
    seed: slow(trustingSeed()),
    script: {
      rules: [
        {
          match: { service: 'sts' },
          skip: 1,
          times: 'always',
          fault: { kind: 'status', status: 403, body: { error_code: 'STS5.1001', error_msg: 'access denied' } },
        },
      ],
    },
    with: syncStep('v1', [EAST], { ...LONG, ...BY_OIDC }),
    requestToken: REQUEST_TOKEN,
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
  const [row] = rowsOf(run);
  expect(row?.message).toContain('The temporary keys have ended and could not be renewed');
  expect(row?.message).toContain('Does the trust policy still allow this workflow?');
  // Nothing was signed with keys that had ended.
  expect(requests.filter(({ status }) => status === 401)).toEqual([]);
  const last = requests.findLast(({ service }) => service === 'swr-api')?.at ?? 0;
  expect((last - (requests[0]?.at ?? 0)) / 60_000).toBeGreaterThan(14);
});

test.each([401, 'IAM.0011'])('a password that is refused at the refresh is sent once (code %j)', async (code) => {
  const user = { name: 'robot', password: 'planted-password-9a' };
  const body = { error: { code, message: 'The username or password is wrong.' } };
  const { run, requests } = await runInProcess({
    seed: slow(trustingSeed({ rest: { users: [user], userTokenSeconds: 900 } })),
    script: {
      rules: [
        {
          match: { service: 'iam', path: 'auth/tokens' },
          skip: 2,
          times: 'always',
          fault: { kind: 'status', status: 401, body },
        },
      ],
    },
    with: syncStep('v1', [EAST], {
      ...LONG,
      'session-duration': undefined,
      'iam-user': user.name,
      'iam-password': user.password,
      'iam-domain': 'emulated-account',
    }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
  expect(requests.filter(({ status }) => status === 401)).toHaveLength(1);
});

test('an ID token that expired while STS throttled is not sent: another region is asked with a new one', async () => {
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    script: {
      rules: [
        {
          match: { service: 'sts' },
          times: 7,
          fault: { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: 60 },
        },
      ],
    },
    with: syncStep('v1', [EAST], { ...LOOK_UP, ...BY_OIDC, 'max-attempts': '10' }),
    requestToken: REQUEST_TOKEN,
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  const [exchanges, tokens] = [minutesOf(requests, 'sts', 'assume-with-oidc'), minutesOf(requests, 'github', 'token')];
  expect(exchanges).toHaveLength(8);
  for (const at of exchanges) expect(tokens.some((got) => got <= at && at - got < 4)).toBe(true);
});

test('keys whose reply says that they expired before their issue are not refreshed for every request', async () => {
  const credentials = {
    access_key_id: KEY.accessKey,
    secret_access_key: KEY.secretKey,
    security_token: '',
    expiration: '2025-12-31T00:00:00Z',
  };
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    script: {
      rules: [
        {
          match: { service: 'sts' },
          times: 'always',
          fault: {
            kind: 'status',
            status: 201,
            body: { credentials },
            headers: { date: 'Fri, 02 Jan 2026 03:04:05 GMT' },
          },
        },
      ],
    },
    with: syncStep('v1', [EAST], { ...LOOK_UP, ...BY_OIDC }),
    requestToken: REQUEST_TOKEN,
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(minutesOf(requests, 'sts', 'assume-with-oidc')).toHaveLength(1);
});

test('a page of a proxy is not taken for a refusal of STS: another region is asked', async () => {
  const { run } = await runInProcess({
    seed: trustingSeed(),
    script: {
      rules: [
        {
          match: { service: 'sts' },
          times: 'always',
          fault: { kind: 'html', status: 403, body: '<title>Blocked</title>' },
        },
      ],
    },
    with: syncStep('v1', [EAST], { ...LOOK_UP, ...BY_OIDC }),
    requestToken: REQUEST_TOKEN,
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(rowsOf(run)[0]?.message).toContain("an HTML page titled 'Blocked'");
  expect(rowsOf(run)[0]?.message).not.toContain('trust policy');
});

/** A run whose requests to STS are answered so. */
async function signingIn(
  rule: Omit<NonNullable<Script['rules']>[number], 'match'> & { readonly region?: string },
  inputs: Readonly<Record<string, string>> = {},
) {
  const { region, ...rest } = rule;
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    script: { rules: [{ match: { service: 'sts', ...(region === undefined ? {} : { region }) }, ...rest }] },
    with: syncStep('v1', [EAST], { ...LOOK_UP, ...BY_OIDC, ...inputs }),
    requestToken: REQUEST_TOKEN,
  });
  const turns = minutesOf(requests, 'sts', 'assume-with-oidc').map((minute) => minute * 60);
  return {
    run,
    requests,
    turns,
    regions: requests.filter(({ service }) => service === 'sts').map((sent) => sent.region),
  };
}

const refusal = (message: string, status = 400): { kind: 'status'; status: number; body: unknown } => ({
  kind: 'status',
  status,
  body: { error_code: 'STS5.1001', error_msg: message },
});

test('the regions of STS take turns with growing pauses, for as long as the outage lasts, with a new ID token each', async () => {
  const { run, requests, turns, regions } = await signingIn(
    { times: 40, fault: { kind: 'status', status: 503 } },
    { 'max-attempts': '1' },
  );
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect([turns.length, minutesOf(requests, 'github', 'token').length]).toEqual([41, 41]);
  const gaps = turns.slice(1).map((second, index) => second - (turns[index] ?? 0));
  expect(gaps[0]).toBeLessThan(0.1);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(20.1);
  expect(new Set(regions).size).toBe(2);
  expect(run.lines.filter((line) => line.includes('HTTP 503')).length).toBeLessThan(20);
});

test('max-attempts bounds the attempts that STS answered with an error of its own, whatever the region', async () => {
  const { run, turns } = await signingIn({ times: 'always', fault: refusal('internal', 500) }, { 'max-attempts': '3' });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(turns).toHaveLength(3);
  const once = await signingIn({ times: 'always', fault: refusal('internal', 500) }, { 'max-attempts': '1' });
  expect(once.turns).toHaveLength(1);
});

test.each([
  'cannot fetch keys of the identity provider',
  'failed to get JWKS: connect timed out',
  'the OIDC provider does not exist',
  'the agency cannot be found',
])('STS says for 10 s that %j: the step signs in all the same', async (message) => {
  const { run, turns } = await signingIn({ times: 4, fault: refusal(message) });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(turns.map((second) => Math.round(second))).toEqual([0, 1, 3, 7, 15]);
});

test.each([
  ['the agency cannot be found', 'agency-missing', 5],
  ['failed to get JWKS', 'oidc-issuer', 5],
  ['failed to verify the signature', 'oidc-issuer', 1],
  ['the subject is not allowed by the trust policy', 'oidc-trust-policy', 1],
  ['invalid audience', 'oidc-audience', 1],
])('STS says always that %j: %s', async (message, code, sent) => {
  const { run, turns } = await signingIn({ times: 'always', fault: refusal(message) });
  expect([conclusionOf(run).kind, rowsOf(run)[0]?.code]).toEqual(['auth', code]);
  expect(turns).toHaveLength(sent);
});

const notKnown = {
  kind: 'status',
  status: 401,
  body: { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information: ak X not exist' },
} as const;

test.each([
  ['iam', 1, 'copied'],
  ['iam', 3, 'copied'],
  ['iam', 'always', 'refused'],
  ['swr-api', 1, 'copied'],
  ['swr-api', 3, 'copied'],
  ['swr-api', 'always', 'refused'],
] as const)('a key that was issued a moment ago is not known to %s %s times: %s', async (service, times, verdict) => {
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    script: { rules: [{ match: { service }, times, fault: notKnown }] },
    with: syncStep('v1', [EAST], { ...LOOK_UP, ...BY_OIDC }),
    requestToken: REQUEST_TOKEN,
  });
  expect(rowsOf(run).map((row) => row.verdict)).toEqual([verdict]);
  // Five failures in a row lock a key.
  expect(requests.filter(({ status }) => status === 401).length).toBe(times === 'always' ? 4 : times);
});

test('a key of the inputs that is not known is sent once', async () => {
  const { run, requests } = await runInProcess({
    seed: trustingSeed(),
    script: { rules: [{ match: { service: 'iam' }, times: 'always', fault: notKnown }] },
    with: syncStep('v1', [EAST], { ...LOOK_UP, 'access-key': KEY.accessKey, 'secret-key': KEY.secretKey }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'auth' });
  expect(requests).toHaveLength(1);
});
