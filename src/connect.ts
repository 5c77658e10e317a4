/** Settings and credentials become a {@link Cloud}: who signs in which region, and for which project. */
import type { Authorizer } from './http/authorizer.ts';
import type { Credentials } from './inputs/credentials.ts';
import type { Deadline } from './deadline.ts';
import type { Clock } from './clock.ts';
import type { Caller } from './cloud/caller.ts';
import type { Cloud } from './cloud/cloud.ts';
import { endpointOf, globalIamOf, type Service, SERVICES, urlOf } from './cloud/endpoints.ts';
import { createHss } from './cloud/hss.ts';
import { createIam } from './cloud/iam.ts';
import { createModelArts } from './cloud/modelarts.ts';
import { CLOUD_RULES } from './cloud/reply-rules.ts';
import { createSwr } from './cloud/swr.ts';
import { Failure } from './errors.ts';
import { createClient } from './http/client.ts';
import { createProxyFor } from './http/proxy.ts';
import { redactingTransport } from './http/redacting-transport.ts';
import { createTransport, type Transport } from './http/transport.ts';
import type { Settings } from './inputs/settings.ts';
import { signIn } from './auth/sign-in.ts';
import type { Redactor } from './redaction.ts';

export interface ConnectParts {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly mask: (secret: string) => void;
  readonly redactor: Redactor;
  /** Gets an ID token of GitHub's; undefined where the job may not have one. */
  readonly idToken: ((audience: string) => Promise<string>) | undefined;
  /** JSON of the policy that narrows the keys of an agency down to the plan. */
  readonly policy: string;
  /** Names this run in the audit log of the cloud. */
  readonly sessionName: string;
}

export interface Connection {
  readonly cloud: Cloud;
  /** Drops every connection, so that nothing keeps the process alive. */
  close(): void;
}

export type Connect = (parts: ConnectParts) => Connection;

/** How the action introduces itself, wherever it sends a request. */
export const USER_AGENT = 'huaweicloud-image-promotion';

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

  const callerAt = (base: string, authorizer: Authorizer, projectId?: string): Caller => {
    const project: Record<string, string> = projectId === undefined ? {} : { 'x-project-id': projectId };
    return (call) =>
      client.send({
        ...call,
        authorizer,
        rules: CLOUD_RULES,
        url: urlOf(base, call),
        headers: { ...project, ...call.headers },
      });
  };
  const callerFor = (service: Service, region: string, authorizer: Authorizer, projectId?: string): Caller =>
    callerAt(endpointOf(settings.endpoint, service, region), authorizer, projectId);

  const globalIam = globalIamOf(settings.endpoint, settings.region);
  const identity = signIn(credentials, {
    ...parts,
    ...settings,
    home: settings.region,
    callerOf: callerFor,
    globalIam: globalIam === undefined ? undefined : (authorizer) => callerAt(globalIam, authorizer),
    signal,
  });
  // IAM is one for all regions, and every identity is accepted in its own region at any rate: so it is asked at home.
  const iam = createIam(callerFor('iam', settings.region, identity.authorizerOf(settings.region)));

  const projectOf = perKey(async (region: string): Promise<string> => {
    const given = settings.projects.get(region);
    if (given !== undefined) return given;
    const bound = await identity.boundProject?.(region);
    if (bound !== undefined) return bound;
    const ids = await iam.projectsNamed(region);
    const [id] = ids;
    if (id !== undefined && ids.length === 1) return id;
    const found = ids.length === 0 ? 'knows no project' : `knows ${ids.length} projects`;
    const input = region === settings.region ? 'project-id' : 'target-project-ids';
    throw new Failure('project-missing', `IAM ${found} named '${region}' that these credentials may use.`, {
      hint: `Is the region activated for the account? The id can be given with ${input}.`,
    });
  });

  const service = async (name: Service, region: string): Promise<{ call: Caller; projectId: string }> => {
    const projectId = await projectOf(region);
    return { call: callerFor(name, region, identity.authorizerOf(region), projectId), projectId };
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
