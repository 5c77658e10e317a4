/** Replies with the time of the service at which they were written. */
import type { ReplyHead } from '../http/transport.ts';

/** What a service answered, and when. */
export interface Dated<T> {
  readonly value: T;
  /** Epoch milliseconds by the clock of the service, rounded down to a second; undefined where the reply does not say. */
  readonly dateMs: number | undefined;
}

/** {@link Dated.dateMs} of a reply. */
export function dateOf({ headers }: ReplyHead): number | undefined {
  const time = Date.parse(headers['date'] ?? '');
  return Number.isNaN(time) ? undefined : time;
}
