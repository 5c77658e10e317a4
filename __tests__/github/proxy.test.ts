/** The runner's host in a process of its own: the toolkit reads proxies and addresses once, when it is loaded. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from '../support/connect-proxy.ts';
import { FACTS, TOKEN, variablesOf } from '../support/github-world.ts';
import { selfSigned } from '../support/self-signed.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';

const GITHUB = 'api.github.example.test';
const IDENTITY = selfSigned({ host: GITHUB });
const SRC = resolve(import.meta.dirname, '../../src');

const SCRIPT = `
import { systemClock } from '${pathToFileURL(join(SRC, 'clock.ts')).href}';
import { actionsHost } from '${pathToFileURL(join(SRC, 'github/actions-host.ts')).href}';
const parts = { clock: systemClock, signal: new AbortController().signal, warn: (message) => console.log(message) };
const deployments = await actionsHost.deployments(${JSON.stringify(TOKEN)}, parts);
const open = await deployments.open(${JSON.stringify(FACTS)});
await open?.close({ good: true, description: 'There' });
process.on('exit', () => console.log('held for ' + (performance.now() - done > 1000 ? 'long' : 'no time')));
const done = performance.now();
`;

let folder: string;
let emulator: RunningEmulator;
let front: TlsFront;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'github-proxy-'));
  await writeFile(join(folder, 'trusted.pem'), IDENTITY.cert);
  emulator = await startEmulator({ seed: { regions: {}, github: { repository: 'owner/app', token: TOKEN } } });
  front = await startTlsFront(IDENTITY, emulator.port);
});

afterAll(async () => {
  await Promise.all([emulator.close(), front.close(), rm(folder, { recursive: true, force: true })]);
});

/** What the process printed: one deployment with these variables. */
function printed(variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const env = { PATH: '', NODE_EXTRA_CA_CERTS: join(folder, 'trusted.pem'), ...variables };
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', SCRIPT],
      { env, timeout: 50_000 },
      (error, out, err) => {
        if (error === null) done(out.trim().split('\n'));
        else fail(new Error(`${error.message}\n${err}`));
      },
    );
  });
}

/** The same through a proxy that leads to the emulated GitHub, by TLS. */
async function throughProxy(
  options: Omit<ProxyOptions, 'leadsTo'>,
  variables: (at: string) => Readonly<Record<string, string>>,
): Promise<{ readonly lines: readonly string[]; readonly asked: ConnectProxy['asked']; readonly made: number }> {
  const before = emulator.state().deployments.length;
  const proxy = await startConnectProxy({ ...options, leadsTo: front.port });
  try {
    const api = variablesOf(`https://${GITHUB}/_/github/api`);
    const lines = await printed({ ...api, ...variables(`localhost:${proxy.port}`) });
    return { lines, asked: [...new Set(proxy.asked)], made: emulator.state().deployments.length - before };
  } finally {
    await proxy.close();
  }
}

const MASK = `::add-mask::${TOKEN}`;
const ENDED = 'held for no time';

describe('the address of the API', () => {
  test('may be one of the loopback, in plain text and with a slash at its end, whatever the proxies are', async () => {
    const before = emulator.state().deployments.length;
    const proxies = { http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };
    const lines = await printed({ ...variablesOf(`${emulator.url}/_/github/api/`), ...proxies });
    expect(lines).toEqual([MASK, ENDED]);
    expect(emulator.state().deployments).toHaveLength(before + 1);
  });

  test('is that of a server of one’s own, as the runner names it', async () => {
    const api = `https://localhost:${front.port}/_/github/api`;
    const lines = await printed(variablesOf(api));
    // The certificate is for another name: so the request went there.
    expect(lines[1]).toMatch(/^No deployment .*: the certificate of localhost:\d+ was issued for other names/);
    expect(lines.slice(2)).toEqual([ENDED]);
  });
});

describe('a proxy of the runner', () => {
  test.each(['https_proxy', 'HTTPS_PROXY'])('is used as %s says', async (name) => {
    const story = await throughProxy({ login: 'me:word' }, (at) => ({ [name]: `http://me:word@${at}` }));
    expect(story).toEqual({ lines: [MASK, ENDED], asked: [`${GITHUB}:443`], made: 1 });
  });

  test('is gone around where no_proxy says so', async () => {
    const { asked, made, lines } = await throughProxy({}, (at) => ({ https_proxy: `http://${at}`, no_proxy: GITHUB }));
    expect({ asked, made }).toEqual({ asked: [], made: 0 });
    expect(lines[1]).toMatch(new RegExp(`: no connection to ${GITHUB} \\((ENOTFOUND|EAI_AGAIN)\\)`));
  });

  test.each([
    ['refuses', 403, 'answered HTTP 403'],
    ['breaks off', 'break', 'opened no tunnel'],
    ['says nothing', 'hang', 'opened no tunnel'],
  ] as const)('that %s is a warning, and holds up nothing', async (_, manner, told) => {
    const { lines, made } = await throughProxy({ manner }, (at) => ({ https_proxy: `http://me:secret-word@${at}` }));
    expect(lines[1]).toMatch(new RegExp(`^No deployment .*: the proxy localhost:\\d+ ${told}`));
    expect(lines.join()).not.toContain('secret-word');
    expect(lines.slice(2)).toEqual([ENDED]);
    expect(made).toBe(0);
  });

  test('whose variable makes no sense is a warning, too', async () => {
    const { lines, made } = await throughProxy({}, () => ({ https_proxy: 'http://me:secret-word@[' }));
    expect(lines[1]).toMatch(/^No deployment .*: The environment variable https_proxy is not the URL of a proxy/);
    expect(lines.join()).not.toContain('secret-word');
    expect(lines.slice(2)).toEqual([ENDED]);
    expect(made).toBe(0);
  });
});
