/** What the emulator has seen, from its own request log. */
import type { Visit } from './coverage.ts';

/** The requests of an emulator at an address, as `GET /_/requests` tells them. */
export async function visitsOf(url: string): Promise<readonly Visit[]> {
  const reply = await fetch(`${url}/_/requests`);
  const log: unknown = await reply.json();
  if (!Array.isArray(log) || !log.every(isVisit)) throw new Error('GET /_/requests is not a log of requests');
  return log;
}

function isVisit(entry: unknown): entry is Visit {
  const names = ['service', 'method', 'path', 'query', 'body', 'status', 'fault'];
  return typeof entry === 'object' && entry !== null && names.every((name) => Object.hasOwn(entry, name));
}
