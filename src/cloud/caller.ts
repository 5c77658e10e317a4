/** How the service modules reach the cloud: a call with everything about service, region and identity filled in. */
import type { Failure } from '../errors.ts';
import type { Answer } from '../http/call.ts';
import type { Refusal } from '../http/refusal.ts';
import type { Keep } from '../http/kept.ts';
import type { Target } from './endpoints.ts';

export interface ServiceCall<T> extends Target {
  /** What is done, completing "Could not …". */
  readonly doing: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether it may be sent again when nobody knows if it took effect. */
  readonly repeatable: boolean;
  /** What is read of each object of a long list; the rest need not be kept. */
  readonly keep?: Keep | undefined;
  /** No more tries than this; undefined for the usual number. */
  readonly attempts?: number | undefined;
  /** What a 401 means, for a call whose credential is in its body. */
  readonly notAccepted?: ((refusal: Refusal) => Failure) | undefined;
  /** How long what it carries is worth sending: no retry begins later. */
  readonly goodForMs?: number;
  /** Whether the body of a 2xx holds a secret, and so is never quoted. */
  readonly givesSecret?: boolean;
  /** Reads the parsed body of a 2xx (undefined for none); throws where it is not as documented. */
  readonly read: (body: unknown, headers: Readonly<Record<string, string>>) => T;
}

/** Sends a call; see `Client.send` for what it rejects with. */
export type Caller = <T>(call: ServiceCall<T>) => Promise<Answer<T>>;
