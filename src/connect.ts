/** From settings and credentials to the services of the cloud and of GitHub. */
import { type Access, createAccess } from './access.ts';
import type { CredentialProvider } from './auth/credential-provider.ts';
import { createCredentialProvider } from './auth/providers/index.ts';
import type { Caller } from './cloud/caller.ts';
import type { Cloud } from './cloud/cloud.ts';
import { endpointOf, globalIamOf, type Service, SERVICES, urlOf } from './cloud/endpoints.ts';
import { createHss } from './cloud/hss.ts';
import { createIam, type Iam } from './cloud/iam.ts';
import { createModelArts } from './cloud/modelarts.ts';
import { rulesOf } from './cloud/reply-rules.ts';
import { createSwr } from './cloud/swr.ts';
import { Failure } from './errors.ts';
import type { Deployments } from './github/deployment.ts';
import { createGitHubDeployments } from './github/deployments.ts';
import { requestIdToken } from './github/id-token.ts';
import type { JobContext } from './github/job-context.ts';
import type { Authorizer } from './http/authorizer.ts';
import { type ClientOptions, createClient } from './http/client.ts';
import { createProxyFor, type ProxyFor, proxySecrets } from './http/proxy.ts';
import { createTransport, type Transport } from './http/transport.ts';
import type { Credentials } from './inputs/credentials.ts';
import type { Settings } from './inputs/settings.ts';
import type { Redactor } from './redaction.ts';
import { oncePerKey } from './share.ts';

/** What a connection is made from. */
export interface ConnectOptions extends Pick<ClientOptions, 'clock' | 'deadline' | 'signal' | 'random'> {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly job: JobContext;
  /** JSON of the session policy that limits the keys of an agency to the plan. */
  readonly policy: string;
  readonly log: (line: string) => void;
  /** Receives what goes wrong with GitHub deployments. */
  readonly warn: (message: string) => void;
  readonly mask: (secret: string) => void;
  readonly redactor: Redactor;
}

/** The services of one run. */
export interface Connection {
  readonly cloud: Cloud;
  readonly access: Access;
  /** Deployments of the commit that the workflow runs on; see {@link Deployments}. */
  openDeployments(token: string): Deployments;
  /** Closes every connection and ends all retries, so that nothing keeps the process alive. */
  close(): void;
}

/** Connects, without sending anything yet. */
export type Connect = (options: ConnectOptions) => Connection;

const USER_AGENT = 'huaweicloud-image-promotion';

/**
 * Connects over the network, through the proxy that the environment names.
 * @throws Failure `proxy-invalid` where a variable names a proxy that cannot be used for the cloud
 */
export function connectThrough(env: (name: string) => string): Connect {
  return (options) => {
    for (const secret of proxySecrets(env)) options.redactor.add(secret);
    const proxyFor = createProxyFor(env);
    for (const service of SERVICES)
      proxyFor(new URL(endpointOf(options.settings.endpoint, service, options.settings.region)));
    return connectOver(createTransport(USER_AGENT, proxyFor), options, proxyFor);
  };
}

/** Connects over any transport; see {@link connectThrough}. `proxyFor` says which proxies it goes through. */
export function connectOver(
  transport: Transport,
  options: ConnectOptions,
  proxyFor: ProxyFor = () => undefined,
): Connection {
  const { settings, credentials, job, redactor, log, mask } = options;
  if (job.idTokenRequest !== undefined) redactor.add(job.idTokenRequest.token);
  const closed = new AbortController();
  const signal = AbortSignal.any([options.signal, closed.signal]);
  const client = createClient({ ...options, ...settings, signal, transport, onRetry: log });

  const callerAt = (base: string, service: Service, authorizer: Authorizer, projectId?: string): Caller => {
    const project = projectId === undefined ? {} : { 'x-project-id': projectId };
    const rules = rulesOf(service);
    return (call) => {
      const headers = { ...project, ...call.headers };
      return client.send({ ...call, authorizer, rules, url: urlOf(base, call), headers });
    };
  };
  const callerFor = (service: Service, region: string, authorizer: Authorizer, projectId?: string): Caller =>
    callerAt(endpointOf(settings.endpoint, service, region), service, authorizer, projectId);

  const globalIam = globalIamOf(settings.endpoint, settings.region);
  const provider = createCredentialProvider(credentials, {
    ...options,
    ...settings,
    homeRegion: settings.region,
    callerFor,
    globalIam: globalIam === undefined ? undefined : (authorizer) => callerAt(globalIam, 'iam', authorizer),
    signal,
    async idToken(audience) {
      const token = await requestIdToken(client, job.idTokenRequest, audience);
      // Services quote its parts as well: what is signed, and the signature.
      for (const secret of new Set([token, ...token.split('.')])) if (secret !== '') mask(secret);
      return token;
    },
    sessionName: job.sessionName,
  });
  // Projects of all regions are asked for in the home region: IAM is global, and every credential is valid there.
  const iam = createIam(callerFor('iam', settings.region, provider.authorizerFor(settings.region)));
  const projectOf = createProjectLookup(settings, provider, iam);

  const service = async (name: Service, region: string): Promise<{ call: Caller; projectId: string }> => {
    const projectId = await projectOf(region);
    return { call: callerFor(name, region, provider.authorizerFor(region), projectId), projectId };
  };

  return {
    cloud: {
      async swr(region) {
        return createSwr((await service('swr-api', region)).call, region);
      },
      async modelArts(region) {
        const { call, projectId } = await service('modelarts', region);
        return createModelArts(call, projectId, { region, endpoint: settings.endpoint });
      },
      async hss(region, enterpriseProject) {
        const { call, projectId } = await service('hss', region);
        return createHss(call, projectId, { region, enterpriseProject });
      },
    },
    access: createAccess({ ...options, provider, projectOf, client, proxyFor }),
    openDeployments: (token) => createGitHubDeployments(token, { ...options, signal, transport }),
    close() {
      closed.abort();
      transport.close();
    },
  };
}

/** The id of a region's project: given, bound to the credential, or looked up in IAM once. */
function createProjectLookup(settings: Settings, provider: CredentialProvider, iam: Iam) {
  return oncePerKey(async (region: string): Promise<string> => {
    const known = settings.projects.get(region) ?? (await provider.boundProject?.(region));
    if (known !== undefined) return known;
    const ids = await iam.projectsNamed(region);
    const [id] = ids;
    if (id !== undefined && ids.length === 1) return id;
    const found = ids.length === 0 ? 'knows no project' : `knows ${ids.length} projects`;
    const input = region === settings.region ? 'project-id' : 'target-project-ids';
    throw new Failure('project-missing', `IAM ${found} named '${region}' that these credentials may use.`, {
      hint: `Is the region activated for the account? The id can be given with ${input}.`,
    });
  });
}
