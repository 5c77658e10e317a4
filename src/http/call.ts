/** A request to the cloud, before it is signed, and what came of it. */
import type { Authorizer } from './authorizer.ts';
import type { Failure } from '../errors.ts';
import type { AssessedCall, Finding } from './classify-reply.ts';
import type { Refusal } from './refusal.ts';
import type { Keep } from './kept.ts';

export interface Call<T> extends AssessedCall<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly authorizer: Authorizer;
  /** Sent, and signed where the mode signs, besides the content type. Lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialised once: the bytes that are signed are the bytes that are sent. */
  readonly body?: unknown;
  /** No more tries than this; undefined for the usual number. */
  readonly attempts?: number | undefined;
  /** What is read of each object of a long list; the rest need not be kept. */
  readonly keep?: Keep | undefined;
  /** What a 401 means, for a call whose credential is in its body; otherwise it is told in general words. */
  readonly notAccepted?: ((refusal: Refusal) => Failure) | undefined;
  /** How long what it carries is worth sending: no retry begins later. */
  readonly goodForMs?: number | undefined;
}

/** A finding, and whether an earlier try of the same request, whose reply was lost, may have taken effect. */
export type Answer<T> = Finding<T> & { readonly afterUncertainTry: boolean };
