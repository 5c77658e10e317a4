import { parseQuery, type Address } from './address.ts';
import type { ApiRequest } from './message.ts';
import type { Cloud } from './state/cloud.ts';

/** One API request. It has no headers, so that it has no credentials. */
export interface LogEntry {
  /** 1 for the first request. */
  readonly n: number;
  /** The time of the given clock in epoch milliseconds, without the skew of the server's clock. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  /** Decoded; the last value of each name. */
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON, or else the text; null without a body. */
  readonly body: unknown;
  /** 0 if no status was sent (`reset`, `silence`). */
  readonly status: number;
  /** The kind of the fault, or `rate-limit`; null for a regular reply. */
  readonly fault: string | null;
  /** Requests in flight when this one began, itself included. */
  readonly inFlight: number;
}

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Describes a request for the log. Secrets of the cloud that have at least six characters, and all ID tokens, are replaced by
 * `***`.
 */
export function describeRequest(
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
    // A shorter secret could be part of ordinary words. Longer ones come first, because one secret may contain another.
    .filter((secret) => secret.length >= 6)
    .toSorted((left, right) => right.length - left.length);
  // ID tokens are not stored, and so are recognised by their form.
  const redact = (text: string): string =>
    secrets
      .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
      .replaceAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, '***');
  return {
    service: address?.service ?? '',
    region: address?.region ?? '',
    method: request.method.toUpperCase(),
    path: redact(address?.path ?? request.url),
    query: Object.fromEntries(
      (parseQuery(address?.wireQuery ?? '') ?? []).map(([name, value]) => [name, redact(value)]),
    ),
    body: parseBody(redact(Buffer.from(request.body ?? '').toString('utf8'))),
  };
}
