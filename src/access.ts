/** The way to the cloud: proxies, endpoints, credentials and projects, as far as services themselves do not show them. */
import type { CredentialProvider } from './auth/credential-provider.ts';
import type { Clock } from './clock.ts';
import { endpointOf, type Service } from './cloud/endpoints.ts';
import { type Probe, probe } from './cloud/probe.ts';
import type { Authorizer } from './http/authorizer.ts';
import type { Client } from './http/client.ts';
import type { ProxyFor } from './http/proxy.ts';
import type { Credentials } from './inputs/credentials.ts';
import type { Settings } from './inputs/settings.ts';
import { stsRegionsNear } from './auth/sts-regions.ts';
import { shortId } from './ids.ts';

/** What a run can say of its way to the cloud. */
export interface Access {
  /** The services that signing in and projects need of some regions, besides the service that is asked. */
  signInEndpoints(regions: readonly string[]): readonly Endpoint[];
  /** The host of an endpoint, and what leads to it. */
  describeEndpoint(endpoint: Endpoint): EndpointFacts;
  /** See {@link probe}. */
  probe(endpoint: Endpoint): Promise<Probe>;
  /** The credentials for some regions, each with the regions that it is for. */
  signIns(regions: readonly string[]): readonly SignIn[];
  /** The id of a region's project, where an input gives it. */
  givenProject(region: string): string | undefined;
  /** The project of a region, from the credential or from IAM. Rejects with the {@link Failure} that says why there is none. */
  findProject(region: string): Promise<Project>;
}

/** A service in a region. */
export interface Endpoint {
  readonly service: Service;
  readonly region: string;
}

/** Where an endpoint is. */
export interface EndpointFacts {
  /** Host and path. */
  readonly address: string;
  readonly host: string;
  readonly isSecure: boolean;
  /** Undefined for a direct connection. */
  readonly proxy: { readonly host: string; readonly variable: string } | undefined;
}

/** One credential. */
export interface SignIn {
  readonly regions: readonly string[];
  /** What it is and where it was given, in words. */
  readonly description: string;
  /** Gets it, where it has to be requested. Rejects with the {@link Failure} that says why there is none. */
  prepare(): Promise<void>;
  /** Milliseconds until it ends: Infinity for one that does not, undefined where nobody said. */
  leftMs(): number | undefined;
}

/** The project of a region, as the cloud gives it. */
export interface Project {
  readonly id: string;
  /** Whether it is the one that the credential belongs to. */
  readonly isBound: boolean;
}

/** What a connection has. */
export interface AccessParts {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly provider: CredentialProvider;
  /** The id of a region's project, looked up once. */
  readonly projectOf: (region: string) => Promise<string>;
  readonly client: Client;
  readonly clock: Clock;
  readonly proxyFor: ProxyFor;
}

/** Sends nothing yet. */
export function createAccess(parts: AccessParts): Access {
  const { settings, credentials, provider, client, clock } = parts;
  const baseOf = ({ service, region }: Endpoint): string => endpointOf(settings.endpoint, service, region);
  return {
    signInEndpoints(regions) {
      const home = settings.region;
      const isIamAsked = regions.some((region) => !settings.projects.has(region));
      const iam = credentials.mode === 'password' ? regions : isIamAsked ? [home] : [];
      const sts = 'stsRegions' in credentials ? credentials.stsRegions : [];
      const isByAgency = credentials.mode === 'oidc' || credentials.mode === 'agency';
      return [
        ...iam.map((region) => ({ service: 'iam', region }) as const),
        ...(isByAgency && sts.length === 0 ? stsRegionsNear(home) : sts).map(
          (region) => ({ service: 'sts', region }) as const,
        ),
      ];
    },
    describeEndpoint(endpoint) {
      const url = new URL(baseOf(endpoint));
      const proxy = parts.proxyFor(url);
      return {
        address: `${url.host}${url.pathname.replace(/\/$/, '')}`,
        host: url.host,
        isSecure: url.protocol === 'https:',
        proxy: proxy && { host: proxy.url.host, variable: proxy.variable },
      };
    },
    probe: (endpoint) => probe(client, clock, baseOf(endpoint)),
    signIns(regions) {
      const byAuthorizer = Map.groupBy(regions, (region) => provider.authorizerFor(region));
      return [...byAuthorizer].map(([authorizer, own]) => createSignIn(authorizer, own, parts));
    },
    givenProject: (region) => settings.projects.get(region),
    async findProject(region) {
      return { id: await parts.projectOf(region), isBound: provider.boundProject !== undefined };
    },
  };
}

function createSignIn(
  authorizer: Authorizer,
  regions: readonly string[],
  { credentials, provider, clock }: AccessParts,
): SignIn {
  const [region = ''] = regions;
  const isPermanent = credentials.mode === 'access-key' && credentials.securityToken === '';
  return {
    regions,
    description: `${wordsOf(credentials, authorizer)} (${credentials.origin})`,
    async prepare() {
      await authorizer.prepare?.();
    },
    leftMs() {
      const endsAt = provider.expiresAt?.(region);
      return endsAt === undefined ? (isPermanent ? Infinity : undefined) : endsAt - clock.now();
    },
  };
}

function wordsOf(credentials: Credentials, { prepare }: Authorizer): string {
  const { mode } = credentials;
  if (mode === 'access-key') {
    const kind = credentials.securityToken === '' ? 'access key' : 'temporary access key';
    return `${kind} ${shortId(credentials.accessKey)}`;
  }
  if (mode === 'password' || (mode === 'auth-token' && prepare === undefined)) return 'IAM token';
  return mode === 'auth-token' ? 'temporary keys in exchange for the IAM token' : 'temporary keys';
}
