/** The way to the cloud as `doctor` sees it: proxy, DNS and TLS, over real sockets. */
import { describe, expect, test } from '@jest/globals';
import { EAST, inCloud, NORTH, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf } from '../support/scenario-facts.ts';
import { doctorStep, GIVEN_PROJECTS, healthySeed, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import { CLOUD, proxied, type ProxiedRun } from '../support/scenario-proxy.ts';
import { selfSigned } from '../support/self-signed.ts';
import { startTlsFront } from '../support/tls-front.ts';

/** Nothing but the endpoints is found out. */
const UNREACHED = [
  '? runner clock',
  '? runner sign-in',
  `✗ ${NORTH} network`,
  ...['organization', 'repository', 'tags', 'jobs', 'quotas'].map((name) => `? ${NORTH} ${name}`),
  ...['network', 'network', 'network'].map((name) => `✗ ${EAST} ${name}`),
  ...['organization', 'repository', 'tags', 'synchronization', 'quotas', 'ModelArts', 'HSS images', 'HSS tasks'].map(
    (name) => `? ${EAST} ${name}`,
  ),
];

const throughProxy = (proxy: ProxiedRun['proxy'] = {}) =>
  proxied({ proxy, env: { https_proxy: 'http://PROXY' }, with: { operation: 'doctor' } });

describe('a proxy', () => {
  test.concurrent('that opens tunnels is named, with what it leads to', async () => {
    const { run, at } = await throughProxy();
    expect(saidOf(run, 'runner', 'proxy')).toBe(`${at} (https_proxy) leads to 4 of 4 endpoints, and opens tunnels.`);
    expect(saidOf(run, EAST, 'network')).toMatch(
      new RegExp(`^${CLOUD}/swr-api/cn-east-3 answers, by TLS, through ${at}, in \\d+ ms\\.$`),
    );
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  });

  test.concurrent.each([
    [{ manner: 403 }, / answered HTTP 403 for cloud\.example\.test:443\. Look at https_proxy of the runner/],
    [{ login: 'user:planted-password' }, /It asks for a user name and a password/],
  ] as const)('that opens none is ✗, and so are the endpoints behind it: %j', async (proxy, says) => {
    const { run, requests } = await throughProxy(proxy);
    expect(troublesOf(run)).toEqual(['✗ runner proxy', ...UNREACHED]);
    expect(saidOf(run, 'runner', 'proxy')).toMatch(says);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
    expect(requests).toEqual([]);
  });

  test.concurrent('of another kind is an input error, before anything is sent', async () => {
    const { run, requests } = await runInCloud({
      seed: healthySeed(),
      with: doctorStep({ endpoint: `https://${CLOUD}/{service}/{region}` }),
      env: { https_proxy: 'socks5://localhost:9' },
    });
    expect(run.errors).toEqual([expect.stringContaining('https_proxy names a proxy of the kind socks5')]);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
    expect(requests).toEqual([]);
  });
});

test.concurrent('a host whose name is not known', async () => {
  const { run } = await runInCloud({
    seed: healthySeed(),
    with: doctorStep({ ...GIVEN_PROJECTS, tags: 'v1', endpoint: 'https://{service}.{region}.cloud.invalid' }),
  });
  expect(troublesOf(run)).toEqual(UNREACHED);
  expect(saidOf(run, EAST, 'network')).toMatch(
    /^Could not reach swr-api\.cn-east-3\.cloud\.invalid: no connection to .* \((ENOTFOUND|EAI_AGAIN)\)/,
  );
  expect(saidOf(run, EAST, 'repository')).toBe('Not asked: swr-api.cn-east-3.cloud.invalid was not reached.');
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
});

test.concurrent('a certificate that is not trusted', async () => {
  await inCloud({ seed: healthySeed() }, async ({ emulator, run }) => {
    const front = await startTlsFront(selfSigned(), emulator.port);
    try {
      const transcript = await run({
        with: doctorStep({
          ...GIVEN_PROJECTS,
          tags: 'v1',
          endpoint: `https://localhost:${front.port}/{service}/{region}`,
        }),
      });
      expect(troublesOf(transcript)).toEqual(UNREACHED);
      expect(saidOf(transcript, NORTH, 'network')).toMatch(/is not trusted .* set NODE_EXTRA_CA_CERTS for the job\.$/);
      expect(marksOf(transcript)).toContain('✓ runner proxy');
      expect(emulator.requests()).toEqual([]);
    } finally {
      await front.close();
    }
  });
});
