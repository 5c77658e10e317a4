/** The request log of the emulator. */

/** A request in the log, as far as the coverage needs it. */
export interface LoggedRequest {
  /** Name of the service in the path of the endpoint, such as `swr-api`. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; null for none. */
  readonly body: unknown;
  readonly status: number;
  /** The kind of the scripted fault with which it was answered. */
  readonly fault: string | null;
}

/** @param url the address of an emulator, whose route `GET /_/requests` is read. */
export async function readLoggedRequests(url: string): Promise<readonly LoggedRequest[]> {
  const reply = await fetch(`${url}/_/requests`);
  const log: unknown = await reply.json();
  if (!Array.isArray(log) || !log.every(isLoggedRequest)) throw new Error('GET /_/requests is not a log of requests');
  return log;
}

function isLoggedRequest(entry: unknown): entry is LoggedRequest {
  const names = ['service', 'method', 'path', 'query', 'body', 'status', 'fault'];
  return typeof entry === 'object' && entry !== null && names.every((name) => Object.hasOwn(entry, name));
}
