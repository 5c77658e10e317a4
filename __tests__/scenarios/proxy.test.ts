import { expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, tell } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { CLOUD, proxied } from '../support/scenario-proxy.ts';
import { EMPTY_TEAM, JOBS, LIST, SYNC, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM });
const COPIED = [`v1 → ${EAST}: copied`];
const TUNNEL = `${CLOUD}:443`;

test.concurrent.each([
  { what: 'HTTPS_PROXY', env: { HTTPS_PROXY: 'http://PROXY' } },
  // On Windows the two are one variable.
  ...(process.platform === 'win32'
    ? []
    : [{ what: 'https_proxy, which wins', env: { https_proxy: 'http://PROXY/', HTTPS_PROXY: 'http://127.0.0.1:9' } }]),
  { what: 'a host without a scheme', env: { https_proxy: 'PROXY' } },
  { what: 'exceptions that do not concern it', env: { https_proxy: 'http://PROXY', no_proxy: 'other.test, test:80' } },
])('the whole story through $what', async ({ env }) => {
  const { run, requests, asked, logins } = await proxied({ env });
  expect(verdictsOf(run)).toEqual(COPIED);
  expect(callsOf(requests)).toEqual(expect.arrayContaining([LIST(NORTH), LIST(EAST), JOBS, SYNC]));
  // Nothing but tunnels was asked for, and a kept one serves several requests.
  expect(new Set(asked)).toEqual(new Set([TUNNEL]));
  expect(asked.length).toBeLessThan(requests.length);
  expect(new Set(logins)).toEqual(new Set(['']));
});

test.concurrent('through a proxy that is spoken to by TLS', async () => {
  const { run, asked } = await proxied({ proxy: { overTls: true }, env: { HTTPS_PROXY: 'https://PROXY' } });
  expect([run.errors, verdictsOf(run), new Set(asked)]).toEqual([[], COPIED, new Set([TUNNEL])]);
});

const PASSWORD = 'p@ss/w:rd %41 é';
const WITH_LOGIN = `http://us%65r%40corp:${encodeURIComponent(PASSWORD)}@PROXY`;
const LOGIN = `us\u0065r@corp:${PASSWORD}`;

test.concurrent('with a user and a password, percent-encoded, which is written nowhere', async () => {
  const { run, logins } = await proxied({ proxy: { login: LOGIN }, env: { HTTPS_PROXY: WITH_LOGIN } });
  expect([verdictsOf(run), new Set(logins)]).toEqual([COPIED, new Set([LOGIN])]);
  expectNoPassword(run);
});

function expectNoPassword(run: Awaited<ReturnType<typeof proxied>>['run']): void {
  const written = [run.stdout, run.stderr, run.summary, run.reportText, ...Object.values(run.outputs)].join('\n');
  for (const form of [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(LOGIN).toString('base64')])
    expect(written).not.toContain(form);
}

test.concurrent.each([
  {
    what: 'that wants a password',
    proxy: { login: LOGIN },
    env: {},
    tries: 1,
    says: 'answered HTTP 407 for',
    hint: 'HTTPS_PROXY, percent-encoded',
  },
  {
    what: 'that wants another one',
    proxy: { login: 'somebody:else' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 1,
    says: 'answered HTTP 407 for',
    hint: 'HTTPS_PROXY, percent-encoded',
  },
  {
    what: 'that forbids',
    proxy: { manner: 403 },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 1,
    says: 'answered HTTP 403 for',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that does not reach the other side',
    proxy: { manner: 502 },
    env: {},
    tries: 2,
    says: 'answered HTTP 502 for',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that breaks off',
    proxy: { manner: 'break' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 2,
    says: 'opened no tunnel to',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that never answers',
    proxy: { manner: 'hang' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 2,
    says: 'opened no tunnel to',
    hint: 'belong into no_proxy',
  },
] as const)('a proxy $what is told, by its host', async ({ proxy, env, tries, says, hint }) => {
  const { run, requests, asked, at } = await proxied({
    proxy,
    env: { HTTPS_PROXY: 'http://PROXY', ...env },
    with: { 'request-timeout': '2s' },
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable', failed: ['v1'] });
  expect(run.errors[0]).toContain(`the proxy ${at} ${says} ${TUNNEL}`);
  expect(run.errors[0]).toContain(hint);
  expect([asked, requests]).toEqual([Array.from({ length: tries }, () => TUNNEL), []]);
  // Two tries of two seconds each, and a pause of a quarter of one: far from the deadline of twenty.
  for (const { seconds } of rowsOf(run)) expect(seconds).toBeLessThan(10);
  expectNoPassword(run);
});

test.concurrent('a proxy that is not there is told, by its host', async () => {
  const { run, asked } = await proxied({ env: { https_proxy: 'http://someone:hunter-22@localhost:9' } });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(run.errors[0]).toContain(
    `the proxy localhost:9 opened no tunnel to ${TUNNEL}: no connection to localhost:9 (ECONNREFUSED) (after 2 tries). Look at https_proxy of the runner`,
  );
  expect([asked, run.stdout.includes('hunter-22')]).toEqual([[], false]);
});

test.concurrent.each([
  { what: 'its name', env: { no_proxy: `a.test, ${CLOUD}` } },
  { what: 'the end of its name, in capitals', env: { NO_PROXY: '.Example.TEST' } },
  { what: 'everything', env: { NO_PROXY: '*' } },
])('what no_proxy excepts by $what is reached without the proxy', async ({ env }) => {
  const { run, asked } = await proxied({ env: { HTTPS_PROXY: 'http://PROXY', ...env }, with: { 'max-attempts': '1' } });
  // No resolver knows the name: it was asked for directly.
  expect(run.errors[0]).toMatch(/no connection to cloud\.example\.test \((ENOTFOUND|EAI_AGAIN)\)/);
  expect(asked).toEqual([]);
});

test.concurrent.each([
  ['not a URL', 'http://user:pa ss@[proxy', 'is not the URL of a proxy (value not shown: it may hold a password)'],
  ['a password that cannot be decoded', 'http://user:hunter-22%zz@PROXY', 'is not the URL of a proxy'],
  ['a password without a host', 'http://user:hunter-22', 'is not the URL of a proxy'],
  ['SOCKS', 'socks5://user:hunter-22@PROXY', 'names a proxy of the kind socks5, and only those of http and https'],
])('%s is a complaint before any request', async (_, value, says) => {
  const { run, requests, asked } = await proxied({ env: { HTTPS_PROXY: value }, with: { 'fail-on': 'never' } });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'input' });
  expect(run.errors[0]).toContain(`The environment variable HTTPS_PROXY ${says}`);
  expect(run.errors[0]).toContain('It takes http://HOST:PORT');
  expect([requests, asked]).toEqual([[], []]);
  expect(run.stdout).not.toMatch(/hunter|pa ss/);
});

test.concurrent('a loopback endpoint is reached directly, whatever proxy there is', async () => {
  const nowhere = 'http://localhost:9';
  const proxies = [
    { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere },
    { http_proxy: 'socks5://x', https_proxy: ':' },
  ];
  const runs = await Promise.all(proxies.map((env) => tell({ seed: SEED, with: syncStep('v1', [EAST]), env })));
  expect(runs.map(({ run }) => verdictsOf(run))).toEqual([COPIED, COPIED]);
});
