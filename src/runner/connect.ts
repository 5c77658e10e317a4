/** Settings and credentials become a {@link Cloud}: who signs in which region, and for which project. */
import { createAccessKeyAuthorizer } from '../auth/access-key.ts';
import type { Authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/credentials.ts';
import { createRenewingAuthorizer } from '../auth/renewing.ts';
import { createTokenAuthorizer } from '../auth/token.ts';
import type { Budget } from '../budget.ts';
import type { Clock } from '../clock.ts';
import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { endpointOf, type Service, SERVICES, urlOf } from '../cloud/endpoints.ts';
import { createHss } from '../cloud/hss.ts';
import { createIam } from '../cloud/iam.ts';
import { createModelArts } from '../cloud/modelarts.ts';
import { createSwr } from '../cloud/swr.ts';
import { Failure } from '../failure.ts';
import { createClient } from '../http/client.ts';
import { describeRefusal } from '../http/refusal.ts';
import { createProxyFor } from '../http/proxy.ts';
import { createTransport, type Transport } from '../http/transport.ts';
import type { Settings } from '../inputs/settings.ts';
import { type Redactor, redactingTransport } from './redaction.ts';

export interface ConnectParts {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly mask: (secret: string) => void;
  readonly redactor: Redactor;
}

export interface Connection {
  readonly cloud: Cloud;
  /** Drops every connection, so that nothing keeps the process alive. */
  close(): void;
}

export type Connect = (parts: ConnectParts) => Connection;

/** How the action introduces itself, wherever it sends a request. */
export const USER_AGENT = 'huaweicloud-image-promotion';

/** Temporary keys outlive the budget by this much, for the last look and a slow clock. */
const KEY_MARGIN_S = 600;

/** Connects over the network, through the proxy that the environment names. */
export function connectThrough(env: (name: string) => string): Connect {
  return (parts) => {
    const proxyFor = createProxyFor(env);
    // A proxy that makes no sense is told before anything is sent.
    for (const service of SERVICES) {
      const proxy = proxyFor(new URL(endpointOf(parts.settings.endpoint, service, parts.settings.region)));
      if (proxy !== undefined) parts.redactor.add(decodeURIComponent(proxy.url.password));
    }
    return connectOver(createTransport(USER_AGENT, proxyFor), parts);
  };
}

/** {@link connectThrough}, over any transport. */
export function connectOver(wire: Transport, parts: ConnectParts): Connection {
  const { settings, credentials } = parts;
  const transport = redactingTransport(wire, parts.redactor);
  // After the end nothing is tried again: what is still under way, a hint that came too late, is of no use any more.
  const over = new AbortController();
  const signal = AbortSignal.any([parts.signal, over.signal]);
  const client = createClient({ ...parts, ...settings, signal, transport, onRetry: parts.say });

  const callerFor = (service: Service, region: string, authorizer: Authorizer, projectId?: string): Caller => {
    const base = endpointOf(settings.endpoint, service, region);
    const project: Record<string, string> = projectId === undefined ? {} : { 'x-project-id': projectId };
    return (call) =>
      client.send({ ...call, authorizer, url: urlOf(base, call), headers: { ...project, ...call.headers } });
  };

  const homeAuthorizer =
    credentials.mode === 'access-key'
      ? createAccessKeyAuthorizer(() => credentials, parts.clock)
      : createTokenAuthorizer(credentials.token);
  // IAM is one for all regions, and a token is accepted in its own region at any rate: so it is always asked at home.
  const iam = createIam(callerFor('iam', settings.region, homeAuthorizer));

  const awayAuthorizer = createRenewingAuthorizer(
    {
      async issue() {
        const seconds = Math.ceil((parts.budget.hardEnd - parts.clock.now()) / 1000) + KEY_MARGIN_S;
        const asked = Math.min(86_400, Math.max(900, seconds));
        const exchange = await iam.exchangeToken(asked);
        if ('refusal' in exchange) {
          throw new Failure(
            'auth',
            'The auth-token is bound to one project, so it cannot be used in another region, ' +
              `and IAM did not exchange it for temporary keys: ${describeRefusal(exchange.refusal)}.`,
            { hint: 'Give access-key and secret-key instead, or set wait to false so that no target region is read.' },
          );
        }
        const { key } = exchange;
        for (const secret of [key.secretKey, key.securityToken]) parts.mask(secret);
        parts.say('Exchanged the auth-token for temporary keys, to read the target regions.');
        return { key, lifetimeMs: key.lifetimeMs ?? asked * 1000 };
      },
      remedy: 'Give access-key and secret-key, or a token that lives longer than the step.',
      say: parts.say,
    },
    parts.clock,
  );

  const authorizerOf = (region: string): Authorizer =>
    credentials.mode === 'access-key' || region === settings.region ? homeAuthorizer : awayAuthorizer;

  const projectOf = perKey(async (region: string): Promise<string> => {
    const given = settings.projects.get(region);
    if (given !== undefined) return given;
    const ids = await iam.projectsNamed(region);
    const [id] = ids;
    if (id !== undefined && ids.length === 1) return id;
    const found = ids.length === 0 ? 'knows no project' : `knows ${ids.length} projects`;
    const input = region === settings.region ? 'project-id' : 'target-project-ids';
    throw new Failure('refused', `IAM ${found} named '${region}' that these credentials may use.`, {
      hint: `Is the region activated for the account? The id can be given with ${input}.`,
    });
  });

  const service = async (name: Service, region: string): Promise<{ call: Caller; projectId: string }> => {
    const projectId = await projectOf(region);
    return { call: callerFor(name, region, authorizerOf(region), projectId), projectId };
  };

  const cloud: Cloud = {
    async swr(region) {
      return createSwr((await service('swr-api', region)).call, region);
    },
    async modelArts(region) {
      const { call, projectId } = await service('modelarts', region);
      return createModelArts(call, projectId, region);
    },
    async hss(region, enterpriseProject) {
      const { call, projectId } = await service('hss', region);
      return createHss(call, projectId, { region, enterpriseProject });
    },
  };
  return {
    cloud,
    close() {
      over.abort();
      transport.close();
    },
  };
}

function perKey<T>(produce: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const outcomes = new Map<string, Promise<T>>();
  return (key) => {
    const outcome = outcomes.get(key) ?? produce(key);
    outcomes.set(key, outcome);
    return outcome;
  };
}
