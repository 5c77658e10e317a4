import { queryOf, type Address } from './address.ts';
import type { Cloud } from './cloud.ts';
import type { ApiRequest } from './message.ts';

/** One API request, without any header, so that no credential can get into it. */
export interface LogEntry {
  readonly n: number;
  /** The handed-in clock's time, epoch milliseconds, without the server's skew. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed if it is JSON, else the text; null without a body. */
  readonly body: unknown;
  /** 0 where no status was sent (reset, silence). */
  readonly status: number;
  /** The kind of the fault played, `rate-limit`, or null. */
  readonly fault: string | null;
  /** Requests in flight when this one began, itself included. */
  readonly inFlight: number;
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a request asks for, with every secret of the cloud (from six characters on) blotted out. */
export function askedFor(
  request: ApiRequest,
  address: Address | undefined,
  cloud: Cloud,
): Pick<LogEntry, 'service' | 'region' | 'method' | 'path' | 'query' | 'body'> {
  const secrets = [
    ...[...cloud.accessKeys.values()].flatMap((key) => [key.secretKey, key.securityToken ?? '']),
    ...cloud.tokens.keys(),
    cloud.github.token,
    ...cloud.users.map((user) => user.password),
  ]
    // A short one would blot out parts of ordinary words; a long one may hold another one, so it goes first.
    .filter((secret) => secret.length >= 6)
    .toSorted((left, right) => right.length - left.length);
  // ID tokens are known by their form; nobody keeps them.
  const blot = (text: string): string =>
    secrets
      .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
      .replaceAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, '***');
  return {
    service: address?.service ?? '',
    region: address?.region ?? '',
    method: request.method.toUpperCase(),
    path: blot(address?.path ?? request.url),
    query: Object.fromEntries((queryOf(address?.wireQuery ?? '') ?? []).map(([name, value]) => [name, blot(value)])),
    body: parsed(blot(Buffer.from(request.body ?? '').toString('utf8'))),
  };
}
