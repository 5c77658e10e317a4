import { expect, test } from '@jest/globals';
import { withProcessClock } from '../support/process-clock.ts';
import { EAST, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, verdictsOf } from '../support/scenario-facts.ts';
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
    : [
        {
          what: 'https_proxy, which takes precedence over HTTPS_PROXY',
          env: { https_proxy: 'http://PROXY/', HTTPS_PROXY: 'http://127.0.0.1:9' },
        },
      ]),
  { what: 'https_proxy without a scheme', env: { https_proxy: 'PROXY' } },
  { what: 'ALL_PROXY, where there is no https_proxy', env: { ALL_PROXY: 'http://PROXY' } },
  {
    what: 'HTTPS_PROXY, which takes precedence over ALL_PROXY',
    env: { HTTPS_PROXY: 'http://PROXY', ALL_PROXY: 'socks5://127.0.0.1:9' },
  },
  {
    what: 'https_proxy, with a no_proxy that does not match',
    env: { https_proxy: 'http://PROXY', no_proxy: 'other.test, test:80' },
  },
])('sync-tags: sends every request through the proxy of $what', async ({ env }) => {
  const { run, requests, asked, logins } = await proxied({ env });
  expect(verdictsOf(run)).toEqual(COPIED);
  expect(callsOf(requests)).toEqual(expect.arrayContaining([LIST(NORTH), LIST(EAST), JOBS, SYNC]));
  // The proxy is asked for tunnels only, and a tunnel is used for several requests.
  expect(new Set(asked)).toEqual(new Set([TUNNEL]));
  expect(asked.length).toBeLessThan(requests.length);
  expect(new Set(logins)).toEqual(new Set(['']));
});

test.concurrent('sync-tags: reaches the proxy over TLS when its URL has the scheme https', async () => {
  const { run, asked } = await proxied({ proxy: { overTls: true }, env: { HTTPS_PROXY: 'https://PROXY' } });
  expect([run.errors, verdictsOf(run), new Set(asked)]).toEqual([[], COPIED, new Set([TUNNEL])]);
});

const PASSWORD = 'p@ss/w:rd %41 é';
const WITH_LOGIN = `http://us%65r%40corp:${encodeURIComponent(PASSWORD)}@PROXY`;
const LOGIN = `us\u0065r@corp:${PASSWORD}`;

test.concurrent(
  'sync-tags: sends the percent-encoded user and password of the proxy URL, and shows the password nowhere',
  async () => {
    const { run, logins } = await proxied({ proxy: { login: LOGIN }, env: { HTTPS_PROXY: WITH_LOGIN } });
    expect([verdictsOf(run), new Set(logins)]).toEqual([COPIED, new Set([LOGIN])]);
    expectNoPassword(run);
  },
);

function expectNoPassword(run: Awaited<ReturnType<typeof proxied>>['run']): void {
  const written = [run.stdout, run.stderr, run.summary, run.reportText, ...Object.values(run.outputs)].join('\n');
  for (const form of [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(LOGIN).toString('base64')])
    expect(written).not.toContain(form);
}

test.concurrent.each([
  {
    what: 'that requires a password',
    proxy: { login: LOGIN },
    env: {},
    tries: 1,
    says: 'answered HTTP 407 for',
    hint: 'HTTPS_PROXY, percent-encoded',
  },
  {
    what: 'that requires another password',
    proxy: { login: 'somebody:else' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 1,
    says: 'answered HTTP 407 for',
    hint: 'HTTPS_PROXY, percent-encoded',
  },
  {
    what: 'that replies 403',
    proxy: { manner: 403 },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 1,
    says: 'answered HTTP 403 for',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that replies 502',
    proxy: { manner: 502 },
    env: {},
    tries: 2,
    says: 'answered HTTP 502 for',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that closes the connection',
    proxy: { manner: 'break' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 2,
    says: 'opened no tunnel to',
    hint: 'belong into no_proxy',
  },
  {
    what: 'that never replies',
    proxy: { manner: 'hang' },
    env: { HTTPS_PROXY: WITH_LOGIN },
    tries: 2,
    says: 'opened no tunnel to',
    hint: 'belong into no_proxy',
  },
] as const)('a proxy $what is reported with its host', async ({ proxy, env, tries, says, hint }) => {
  const isHanging = 'manner' in proxy && proxy.manner === 'hang';
  const { run, requests, asked, at } = await withProcessClock((clock) =>
    proxied({
      proxy: {
        ...proxy,
        onConnect(count) {
          // A request timeout; or, after the second try, the time limit and a part of the last request's time.
          if (isHanging) clock.advance(300);
          else if (count === 2) clock.advance(30 * 60 + 100);
        },
      },
      env: { HTTPS_PROXY: 'http://PROXY', ...env, ...clock.env },
    }),
  );
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable', failed: ['v1'] });
  expect(run.errors[0]).toContain(`the proxy ${at} ${says} ${TUNNEL}`);
  expect(run.errors[0]).toContain(hint);
  // What may be over in a moment is asked until the time limit.
  expect(asked.length).toBeGreaterThanOrEqual(tries);
  expect(tries === 1 && asked.length > 1).toBe(false);
  expect([new Set(asked), requests]).toEqual([new Set([TUNNEL]), []]);
  expectNoPassword(run);
});

test.concurrent('a proxy that refuses connections is reported with its host', async () => {
  const { run, asked } = await proxied({
    env: { https_proxy: 'http://someone:hunter-22@localhost:9' },
    with: { timeout: '0' },
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(run.errors[0]).toContain(
    `the proxy localhost:9 opened no tunnel to ${TUNNEL}: no connection to localhost:9 (ECONNREFUSED). Look at https_proxy of the runner`,
  );
  expect([asked, run.stdout.includes('hunter-22')]).toEqual([[], false]);
});

test.concurrent.each([
  { what: 'by its name', env: { no_proxy: `a.test, ${CLOUD}` } },
  { what: 'by the end of its name, in upper case', env: { NO_PROXY: '.Example.TEST' } },
  { what: 'by *', env: { NO_PROXY: '*' } },
])('a host that no_proxy names ($what) is reached without the proxy', async ({ env }) => {
  const { run, asked } = await proxied({ env: { HTTPS_PROXY: 'http://PROXY', ...env }, with: { timeout: '0' } });
  // The host name cannot be resolved, so the error shows a direct connection.
  expect(run.errors[0]).toMatch(/no connection to cloud\.example\.test \((ENOTFOUND|EAI_AGAIN)\)/);
  expect(asked).toEqual([]);
});

test.concurrent.each([
  ['not a URL', 'http://user:pa ss@[proxy', 'is not the URL of a proxy (value not shown: it may hold a password)'],
  ['a password that cannot be decoded', 'http://user:hunter-22%zz@PROXY', 'is not the URL of a proxy'],
  ['a password without a host', 'http://user:hunter-22', 'is not the URL of a proxy'],
  ['SOCKS', 'socks5://user:hunter-22@PROXY', 'names a proxy of the kind socks5, and only those of http and https'],
])('HTTPS_PROXY that is %s is an input error before any request', async (_, value, says) => {
  const { run, requests, asked } = await proxied({ env: { HTTPS_PROXY: value }, with: { 'fail-on': 'never' } });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'input' });
  expect(run.errors[0]).toContain(`The environment variable HTTPS_PROXY ${says}`);
  expect(run.errors[0]).toContain('It takes http://HOST:PORT');
  expect([requests, asked]).toEqual([[], []]);
  expect(run.stdout).not.toMatch(/hunter|pa ss/);
});

test.concurrent('an endpoint on the loopback is reached without the proxy', async () => {
  const nowhere = 'http://localhost:9';
  const proxies = [
    { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere },
    { http_proxy: 'socks5://x', https_proxy: ':' },
  ];
  const runs = await Promise.all(proxies.map((env) => runInCloud({ seed: SEED, with: syncStep('v1', [EAST]), env })));
  expect(runs.map(({ run }) => verdictsOf(run))).toEqual([COPIED, COPIED]);
});
