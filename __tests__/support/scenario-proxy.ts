/** An emulated cloud that only a proxy can reach: behind TLS, under a host name that cannot be resolved. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from './connect-proxy.ts';
import { EAST, inCloud, NORTH, seedOf } from './scenario-cloud.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from './scenario-sync.ts';
import { selfSigned } from './self-signed.ts';
import { startTlsFront } from './tls-front.ts';

export const CLOUD = 'cloud.example.test';
const IDENTITY = selfSigned({ host: CLOUD });
const PROXY_IDENTITY = selfSigned();

/** A run behind a proxy. */
export interface ProxiedRun {
  /** Opens every tunnel if left out. */
  readonly proxy?: Omit<ProxyOptions, 'leadsTo' | 'identity'> & { readonly overTls?: boolean };
  /** The variables of the runner. `PROXY` in a value is replaced by host and port of the proxy. */
  readonly env: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

/** What the run came to. `asked` and `logins` are those of {@link ConnectProxy}. */
export interface ProxiedResult {
  readonly run: Transcript;
  readonly requests: readonly LogEntry[];
  readonly asked: ConnectProxy['asked'];
  readonly logins: ConnectProxy['logins'];
  /** Host and port of the proxy. */
  readonly at: string;
}

/** Copies the tag `v1` to `cn-east-3` through the proxy. */
export function proxied({ proxy: { overTls = false, ...manner } = {}, env, with: given }: ProxiedRun) {
  const seed = seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM });
  return inCloud({ seed }, async ({ emulator, run }): Promise<ProxiedResult> => {
    const folder = await mkdtemp(join(tmpdir(), 'proxied-'));
    const front = await startTlsFront(IDENTITY, emulator.port);
    const identity = overTls ? { identity: PROXY_IDENTITY } : {};
    const proxy = await startConnectProxy({ ...manner, ...identity, leadsTo: front.port });
    try {
      const trusted = join(folder, 'trusted.pem');
      await writeFile(trusted, IDENTITY.cert + PROXY_IDENTITY.cert);
      const at = `localhost:${proxy.port}`;
      const variables = Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', at)] as const);
      const transcript = await run({
        with: syncStep('v1', [EAST], {
          endpoint: `https://${CLOUD}/{service}/{region}`,
          'max-attempts': '2',
          ...given,
        }),
        env: { NODE_EXTRA_CA_CERTS: trusted, ...Object.fromEntries(variables) },
      });
      return { run: transcript, requests: emulator.requests(), asked: proxy.asked, logins: proxy.logins, at };
    } finally {
      await Promise.all([proxy.close(), front.close(), rm(folder, { recursive: true, force: true })]);
    }
  });
}
