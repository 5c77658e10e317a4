/** The services of the emulated cloud, by the name that the endpoint template `{service}` takes. */
export const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'] as const;

/** Name of one of the services. */
export type Service = (typeof SERVICES)[number];

/**
 * The service name of the emulated GitHub in addresses, scripts and the request log. Its URLs are `/_/github/{part}/…`:
 * `_` cannot be a service of the cloud.
 */
export const GITHUB = 'github';

/** The host of the registry that a region's image names begin with; the European site has a domain of its own. */
export function registryHost(region: string): string {
  return `swr.${region}.myhuaweicloud.${region.startsWith('eu-west-1') ? 'eu' : 'com'}`;
}

/** The parts of a request's URL. */
export interface Address {
  /** The first path segment (the second one of GitHub's URLs). It need not be the name of an existing service. */
  readonly service: string;
  /** The segment after the service: a region, or for GitHub `api` or `oidc`. It need not exist. */
  readonly region: string;
  /** The segments of the API's own path, each decoded once. */
  readonly segments: readonly string[];
  /** The segments joined by `/`, for logs and script rules; a `/` within a segment is written as `%2F`. */
  readonly path: string;
  /** The whole path as sent, not decoded: the signature covers it. */
  readonly wirePath: string;
  /** The query as sent, without the `?`. */
  readonly wireQuery: string;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Splits the URL of a request line into its parts; undefined for broken percent-encoding. */
export function parseAddress(url: string): Address | undefined {
  const mark = url.indexOf('?');
  const wirePath = mark < 0 ? url : url.slice(0, mark);
  const wireQuery = mark < 0 ? '' : url.slice(mark + 1);
  const parts = wirePath.split('/').map(decode);
  const [, service = '', region = '', ...rest] = parts[1] === '_' && parts[2] === GITHUB ? parts.slice(1) : parts;
  const segments = rest.filter((segment) => segment !== undefined);
  if (segments.length !== rest.length || parseQuery(wireQuery) === undefined) return undefined;
  const path = `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
  return { service, region, segments, path, wirePath, wireQuery };
}

/** Decoded names and values of a query string, in the order sent; `+` is a space. Undefined for broken percent-encoding. */
export function parseQuery(wireQuery: string): readonly (readonly [string, string])[] | undefined {
  const pairs = wireQuery.split('&').flatMap((pair) => {
    if (pair === '') return [];
    const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
    return [[decode(name), decode(value.join('='))] as const];
  });
  const decoded = pairs.flatMap(([name, value]) =>
    name === undefined || value === undefined ? [] : [[name, value] as const],
  );
  return decoded.length === pairs.length ? decoded : undefined;
}
