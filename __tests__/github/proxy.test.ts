/** Deployments over real sockets, in a process of its own: certificates are read once, when Node starts. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from '../support/connect-proxy.ts';
import { FACTS, TOKEN, variablesOf } from '../support/emulated-github.ts';
import { withProcessClock } from '../support/process-clock.ts';
import { selfSigned } from '../support/self-signed.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';

const GITHUB = 'api.github.example.test';
const TUNNEL = `${GITHUB}:443`;
const IDENTITY = selfSigned({ host: GITHUB });

const SCRIPT = `
import { systemClock as clock } from '${urlOf('clock.ts')}';
import { connectThrough } from '${urlOf('connect.ts')}';
import { createDeadline } from '${urlOf('deadline.ts')}';
import { readJobContext } from '${urlOf('github/job-context.ts')}';
import { createRedactor } from '${urlOf('redaction.ts')}';
const env = (name) => process.env[name] ?? '';
const settings = { region: 'cn-north-4', projects: new Map(), endpoint: { kind: 'template', template: 'http://127.0.0.1:9' }, timeoutMs: 60_000, requestTimeoutMs: 30_000, maxAttempts: 5, concurrency: 8, failOn: 'any' };
const connection = connectThrough(env)({
  settings,
  credentials: { mode: 'access-key', accessKey: 'A', secretKey: 'S', securityToken: '', origin: 'a test' },
  job: readJobContext(env),
  policy: '',
  clock,
  deadline: createDeadline(clock, 60_000, 30_000),
  signal: new AbortController().signal,
  random: Math.random,
  log: (line) => console.log(line),
  warn: (message) => console.log(message),
  mask: () => undefined,
  redactor: createRedactor(),
});
const open = await connection.openDeployments(${JSON.stringify(TOKEN)}).open(${JSON.stringify(FACTS)});
await open?.close({ good: true, description: 'There' });
connection.close();
`;

function urlOf(file: string): string {
  return pathToFileURL(resolve(import.meta.dirname, '../../src', file)).href;
}

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
      { env, timeout: 240_000 },
      (error, out, err) => {
        if (error === null) done(out.split('\n').filter((line) => line !== ''));
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
    return { lines, asked: proxy.asked, made: emulator.state().deployments.length - before };
  } finally {
    await proxy.close();
  }
}

describe('the address of the API', () => {
  test('may be plain http to the loopback, with a slash at the end; proxies are not used for it', async () => {
    const before = emulator.state().deployments.length;
    const proxies = { http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };
    const lines = await printed({ ...variablesOf(`${emulator.url}/_/github/api/`), ...proxies });
    expect(lines).toEqual([]);
    expect(emulator.state().deployments).toHaveLength(before + 1);
  });

  test('is the one that the runner names', async () => {
    const api = `https://localhost:${front.port}/_/github/api`;
    const lines = await printed(variablesOf(api));
    // The certificate is for another name: so the request went there.
    expect(lines).toEqual([
      expect.stringMatching(/^Could not create .*: the certificate of localhost:\d+ was issued for other names/),
    ]);
  });
});

describe('a proxy of the runner', () => {
  test.each(['https_proxy', 'HTTPS_PROXY'])('is used as %s says', async (name) => {
    const { lines, asked, made } = await throughProxy({ login: 'me:word' }, (at) => ({
      [name]: `http://me:word@${at}`,
    }));
    expect({ lines, made, asked: new Set(asked) }).toEqual({ lines: [], made: 1, asked: new Set([TUNNEL]) });
    // One for the deployment, and one at most for each of its statuses.
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  test('is not used for the hosts of no_proxy', async () => {
    const { asked, made, lines } = await throughProxy({}, (at) => ({ https_proxy: `http://${at}`, no_proxy: GITHUB }));
    expect({ asked, made }).toEqual({ asked: [], made: 0 });
    expect(lines[0]).toMatch(new RegExp(`: no connection to ${GITHUB} \\((ENOTFOUND|EAI_AGAIN)\\)`));
  });

  test.each([
    ['refuses', 403, 'answered HTTP 403', 1],
    ['breaks off', 'break', 'opened no tunnel', 2],
    ['does not answer', 'hang', 'opened no tunnel', 1],
  ] as const)('that %s is one warning, and is called once an attempt', async (_, manner, told, attempts) => {
    const { lines, made, asked } = await withProcessClock(({ env, advance }) =>
      throughProxy({ manner, ...(manner === 'hang' ? { onConnect: () => advance(10) } : {}) }, (at) => ({
        ...env,
        https_proxy: `http://me:secret-word@${at}`,
      })),
    );
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^Could not create .*: the proxy localhost:\\d+ ${told}`)),
    ]);
    expect(lines.join()).not.toContain('secret-word');
    expect([made, asked]).toEqual([0, Array.from({ length: attempts }, () => TUNNEL)]);
  });

  test('whose variable is invalid is a warning', async () => {
    const { lines, made } = await throughProxy({}, () => ({ https_proxy: 'http://me:secret-word@[' }));
    expect(lines).toEqual([
      expect.stringMatching(/^Could not create .*: The environment variable https_proxy is not the URL of a proxy/),
    ]);
    expect(lines.join()).not.toContain('secret-word');
    expect(made).toBe(0);
  });
});
