/** Where the services are reached. */
import { strictEncode } from '../http/percent-encoding.ts';

/** The services that the action calls, under the names that their addresses have. */
export const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'] as const;
/** One of {@link SERVICES}. */
export type Service = (typeof SERVICES)[number];

/** Which addresses the services have. */
export type EndpointTemplate =
  /** Those of the public cloud. */
  | { readonly kind: 'public' }
  /** A base address with `{service}` and `{region}`, without a trailing slash. */
  | { readonly kind: 'template'; readonly template: string };

/** Regions of the public cloud that have an IAM of their own; the others use the global one. Source: the SDKs' IAM map. */
const IAM_REGIONS =
  /^(ae-ad-1|af-south-1|ap-southeast-[1-4]|cn-east-[2-5]|cn-north-(1|2|4|9|12)|cn-south-[12]|cn-southwest-2|eu-west-(0|101)|la-north-2|la-south-2|me-east-1|my-kualalumpur-1|na-mexico-1|ru-moscow-1|sa-brazil-1|tr-west-1)$/;

/** The base address of a service in a region, without a trailing slash. */
export function endpointOf(endpoint: EndpointTemplate, service: Service, region: string): string {
  if (endpoint.kind === 'template')
    return endpoint.template.replaceAll('{service}', service).replaceAll('{region}', region);
  if (service === 'iam' && !IAM_REGIONS.test(region)) return globalIamNear(region);
  return `https://${service}.${region}.${domainOf(region)}`;
}

/**
 * The base address of the one IAM whose keys serve all regions; those of a region's own IAM serve that region alone.
 * Undefined for a template, which has no place for it. Source: IAM, "Constraints".
 */
export function globalIamOf(endpoint: EndpointTemplate, home: string): string | undefined {
  return endpoint.kind === 'public' ? globalIamNear(home) : undefined;
}

/** The host of the public registry of a region, from which images are pulled. */
export function registryHostOf(region: string): string {
  return `swr.${region}.${domainOf(region)}`;
}

/** The region whose public registry a host is, with its port or a dot at its end as well; undefined for any other host. */
export function publicRegionOf(host: string): string | undefined {
  return /^swr\.([^.]+)\.myhuaweicloud\.(?:com|eu)\.?(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}

/**
 * Whether a host, with its port where it has one, can be the registry of a region: the public one or, with a template, one
 * of the domain of its services.
 */
export function isRegistryHost(endpoint: EndpointTemplate, region: string, host: string): boolean {
  if (endpoint.kind === 'public' || publicRegionOf(host) !== undefined) return host === registryHostOf(region);
  const [, name] = /^([a-z0-9.-]+)(?::\d{1,5})?$/.exec(host) ?? [];
  const { hostname } = new URL(endpointOf(endpoint, 'swr-api', region));
  // `swr-api.cn-x.cloud.example` has its registry below `.cn-x.cloud.example`; an IP address has no domain.
  const [domain] = /(?:\.[^.]+)+\.[a-z][^.]*$/.exec(hostname) ?? [];
  return name !== undefined && (name === hostname || (domain !== undefined && name.endsWith(domain)));
}

function globalIamNear(region: string): string {
  return `https://iam.${domainOf(region)}`;
}

/** The European site lives under another domain; `eu-west-0` is not part of it. */
function domainOf(region: string): string {
  return region.startsWith('eu-west-1') ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
}

/** Path and query of a call. */
export interface Target {
  /** Decoded path segments; an empty one at the end gives a trailing slash. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** The URL of a call. `$` stays literal in a path, as most SDKs send it; in the signature it is encoded anyway. */
export function urlOf(base: string, { path, query }: Target): URL {
  const segments = path.map((segment) => strictEncode(segment).replaceAll('%24', '$'));
  const pairs = Object.entries(query ?? {}).map(([key, value]) => `${strictEncode(key)}=${strictEncode(value)}`);
  return new URL(`${base}/${segments.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`);
}
