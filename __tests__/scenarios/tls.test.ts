import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EAST, inCloud, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { callsOf, conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, SYNC, syncStep, tagged, team } from '../support/scenario-sync.ts';
import { type SelfSigned, selfSigned } from '../support/self-signed.ts';
import { startTlsFront } from '../support/tls-front.ts';

const SEED = seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0, images: [image('v1')] }, [EAST]: EMPTY_TEAM });

/** Runs a step against `https://localhost`, which has the certificate `shown`; NODE_EXTRA_CA_CERTS names `trusted`. */
function atHttps(
  shown: SelfSigned,
  trusted: SelfSigned | undefined,
  step = syncStep('v1', [EAST]),
  env: Readonly<Record<string, string>> = {},
) {
  return inCloud({ seed: SEED }, async ({ emulator, run }) => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const front = await startTlsFront(shown, emulator.port);
    try {
      const file = join(folder, 'trusted.pem');
      if (trusted !== undefined) await writeFile(file, trusted.cert);
      const transcript = await run({
        with: { ...step, endpoint: `https://localhost:${front.port}/{service}/{region}` },
        env: { ...env, ...(trusted === undefined ? {} : { NODE_EXTRA_CA_CERTS: file }) },
      });
      const { port, handshakes } = front;
      return { run: transcript, requests: emulator.requests(), port, handshakes, connections: front.connections() };
    } finally {
      await Promise.all([front.close(), rm(folder, { recursive: true, force: true })]);
    }
  });
}

test.concurrent(
  'a certificate in NODE_EXTRA_CA_CERTS is trusted; the loopback is reached without the proxy',
  async () => {
    const own = selfSigned();
    const { run, requests, handshakes } = await atHttps(own, own, syncStep('v1', [EAST]), {
      HTTPS_PROXY: 'http://localhost:9',
    });
    expect(run.outputs['status']).toBe('succeeded');
    expect(callsOf(requests)).toContain(SYNC);
    expect(new Set(handshakes)).toEqual(new Set(['localhost']));
  },
);

const EXPIRED = selfSigned({ until: '210101' });
const EARLY = selfSigned({ from: '480101' });
const OTHER = selfSigned({ host: 'other.example.test' });

test.concurrent.each([
  {
    what: 'is not in any file',
    shown: selfSigned(),
    trusted: undefined,
    says: 'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    hint: 'set NODE_EXTRA_CA_CERTS for the job',
  },
  {
    what: 'is not in NODE_EXTRA_CA_CERTS',
    shown: selfSigned(),
    trusted: selfSigned(),
    says: 'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    hint: 'set NODE_EXTRA_CA_CERTS for the job',
  },
  {
    what: 'has expired',
    shown: EXPIRED,
    trusted: EXPIRED,
    says: 'has expired (CERT_HAS_EXPIRED)',
    hint: 'It has to be renewed',
  },
  {
    what: 'is not valid yet',
    shown: EARLY,
    trusted: EARLY,
    says: 'is not valid yet (CERT_NOT_YET_VALID)',
    hint: 'clock of the runner',
  },
  {
    what: 'names another host',
    shown: OTHER,
    trusted: OTHER,
    says: 'was issued for other names (ERR_TLS_CERT_ALTNAME_INVALID)',
    hint: 'spelled right',
  },
])('a certificate that $what is reported after one connection', async ({ shown, trusted, says, hint }) => {
  const { run, requests, port, connections } = await atHttps(shown, trusted);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
  expect(run.errors[0]).toContain(`the certificate of localhost:${port} ${says}`);
  expect(run.errors[0]).toContain(hint);
  expect([connections, requests]).toEqual([1, []]);
});

test.concurrent.each(['wait-image', 'refresh-image', 'delete-image'] as const)(
  '%s: a certificate that is not trusted is reported after one connection',
  async (operation) => {
    const { run, connections } = await atHttps(selfSigned(), undefined, imageStep(operation, ['v1']));
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
    expect(connections).toBe(1);
  },
);

test.concurrent('https to a server of plain HTTP is reported as a failed TLS connection', async () => {
  const { run, requests } = await inCloud({ seed: SEED }, async ({ emulator, run: start }) => ({
    run: await start({
      with: syncStep('v1', [EAST], { endpoint: emulator.endpoint.replace('http:', 'https:'), timeout: '0' }),
    }),
    requests: emulator.requests(),
  }));
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
  expect(run.errors[0]).toMatch(/the TLS connection to 127\.0\.0\.1:\d+ failed \(\w+\)/);
  expect(requests).toEqual([]);
});

const LOCATIONS = [
  { what: 'another host', location: 'https://evil.example:444/take?it=all', host: 'evil.example:444' },
  { what: 'another host by the same scheme', location: '//evil.example/x', host: 'evil.example' },
  { what: 'a host behind a user name', location: 'https://me:word@evil.example/', host: 'evil.example' },
  { what: 'a path', location: '/elsewhere', host: '127.0.0.1:PORT' },
  { what: 'nothing', location: undefined, host: 'nowhere' },
  { what: 'no address', location: 'http://[', host: 'nowhere' },
  { what: 'a script', location: 'javascript:alert(1)', host: 'nowhere' },
  { what: 'a name with a command in it', location: 'https://##[error]x/', host: 'nowhere' },
];

test.concurrent.each(LOCATIONS)(
  'a redirect to $what is refused after one request, for every status',
  async ({ location, host }) => {
    const headers = location === undefined ? {} : { location };
    const results = await Promise.all(
      [301, 302, 303, 307, 308].map((status, index) =>
        runInCloud({
          seed: SEED,
          script: { rules: [{ match: {}, times: 'always', fault: { kind: 'status', status, headers } }] },
          with: imageStep(index % 2 === 0 ? 'wait-image' : 'refresh-image', ['v1']),
        }),
      ),
    );
    for (const { run, requests } of results) {
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
      const message = rowsOf(run)[0]
        ?.message?.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
        .replace(/30\d/, '30x');
      expect(message).toContain(`127.0.0.1:PORT redirects to '${host}' (HTTP 30x), which is never followed.`);
      expect(requests).toHaveLength(1);
      expect(run.stdout).not.toMatch(/take|word/);
    }
  },
);
