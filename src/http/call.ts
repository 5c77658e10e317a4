/** A request to a JSON API, before it is authorized, and its result. */
import type { Authorizer } from './authorizer.ts';
import type { ErrorCode, Failure } from '../errors.ts';
import type { ReplyRules } from './reply-rules.ts';
import type { ServiceError } from './service-error.ts';
import type { ReplyHead } from './transport.ts';

/** One request, whatever the service. */
export interface Call<T> {
  /** What is done, for messages; completes "Could not …". */
  readonly doing: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly authorizer: Authorizer;
  /** How the service's replies are to be understood. */
  readonly rules: ReplyRules;
  /** Lower-case names. Sent besides `content-type` and `accept`, and signed where the authorizer signs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialised once as JSON, so that the bytes that are signed are the bytes that are sent; undefined for no body. */
  readonly body?: unknown;
  /** Whether the request may be sent again when nobody knows if it took effect. */
  readonly repeatable: boolean;
  /** At most this many attempts, if that is fewer than the client makes anyway. */
  readonly maxAttempts?: number | undefined;
  /** After a failure with one of these codes no further attempt is made, because the caller would rather send another call. */
  readonly noRetryAfter?: ReadonlySet<ErrorCode> | undefined;
  /** How long what the request carries is valid: no retry starts later. */
  readonly validForMs?: number | undefined;
  /** The largest reply that is read; 16 MiB without it. */
  readonly maxReplyBytes?: number | undefined;
  /** Whether the body of a 2xx holds a secret: no part of it is ever quoted, because it is not masked yet. */
  readonly responseIsSecret?: boolean | undefined;
  /** The failure for a credential that was not accepted, for a call that carries it in its body; otherwise the rules word it. */
  readonly credentialFailure?: ((error: ServiceError) => Failure) | undefined;
  /**
   * Reads a 2xx. `body` is the parsed JSON, undefined where the reply has no body.
   * @throws ReplyFormatError where the reply is not as documented; the reply then counts as transient failure. Whatever else
   * it throws ends the call.
   */
  readonly read: (body: unknown, reply: ReplyHead) => T;
}

/** A complete reply of the service: what {@link Call.read} made of it, or the service's error. */
export type ServiceReply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ServiceError };

/** A {@link ServiceReply}, and whether an earlier attempt, whose reply was lost, may have taken effect. */
export type CallResult<T> = ServiceReply<T> & { readonly afterUncertainTry: boolean };
