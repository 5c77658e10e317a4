/** The services of the emulated cloud, by the name their endpoint has. */
export const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'] as const;

/** One of the services. */
export type Service = (typeof SERVICES)[number];

/** Beside the cloud's services: GitHub, at `/_/github/{part}` because the first segment `_` is no service of a cloud. */
export const GITHUB = 'github';

/** Where a request goes, taken apart. */
export interface Address {
  /**
   * First and second path segment, for GitHub the second and third; whether they name something that exists is the
   * router's affair.
   */
  readonly service: string;
  readonly region: string;
  /** The real API's path: segments decoded once each. */
  readonly segments: readonly string[];
  /** The segments joined again, for logs and script rules; a `/` inside a segment shows as `%2F`. */
  readonly path: string;
  /** The whole path as sent, undecoded: what the signature covers. */
  readonly wirePath: string;
  readonly wireQuery: string;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Takes the URL of a request line apart; undefined if its percent-encoding is broken. */
export function addressOf(url: string): Address | undefined {
  const mark = url.indexOf('?');
  const wirePath = mark < 0 ? url : url.slice(0, mark);
  const parts = wirePath.split('/').map(decode);
  const [, service = '', region = '', ...rest] = parts[1] === '_' && parts[2] === GITHUB ? parts.slice(1) : parts;
  const segments = rest.filter((segment) => segment !== undefined);
  if (segments.length !== rest.length || queryOf(mark < 0 ? '' : url.slice(mark + 1)) === undefined) return undefined;
  const path = `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
  const wireQuery = mark < 0 ? '' : url.slice(mark + 1);
  return { service, region, segments, path, wirePath, wireQuery };
}

/** Names and values of a query string, decoded, in the order sent; `+` is a space. Undefined if the encoding is broken. */
export function queryOf(wireQuery: string): readonly (readonly [string, string])[] | undefined {
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
