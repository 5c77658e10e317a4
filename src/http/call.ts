/** A request to a JSON API, before it is authorized; its result; and the rules by which the service's replies are read. */
import type { Authorizer } from './authorizer.ts';
import type { ErrorCode, Failure } from '../errors.ts';
import type { ServiceError } from './service-error.ts';
import type { ReplyHead, WireReply } from './transport.ts';

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
  /** Awaited before every attempt, once its pauses are over. Throws where the request must not be sent any more. */
  readonly confirm?: (() => Promise<void>) | undefined;
  /** At most this many attempts, whatever ends them; no limit of that kind without it. */
  readonly maxAttempts?: number | undefined;
  /** After a failure with one of these codes no further attempt is made, because the caller would rather send another call. */
  readonly noRetryAfter?: ReadonlySet<ErrorCode> | undefined;
  /** Errors with these statuses are returned for the same reason, though they may be transient. */
  readonly noRetryStatuses?: ReadonlySet<number> | undefined;
  /** The largest body that is read, decoded; 1 MiB without it. */
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

/**
 * Thrown by {@link Call.read}. The message names the field and what is wrong with it; it must not contain a value that may
 * be a secret, because nothing in a reply is masked yet.
 */
export class ReplyFormatError extends Error {
  /**
   * @param path dotted path of the field, such as `credentials.security_token` or `projects.0.id`; empty for the body itself
   * @param fault what is wrong: `missing`, `must be string, not number`
   */
  constructor(path: string, fault: string) {
    super(`${path === '' ? 'the body' : `field '${path}'`} is not as documented: ${fault}`);
    this.name = 'ReplyFormatError';
  }
}

/**
 * How one service uses HTTP. {@link classifyReply} and the client ask these rules about every error: a reply that is neither
 * a 2xx nor a redirect (3xx), which is refused for every service, or a 2xx with an error in its body.
 */
export interface ReplyRules {
  /** Who answers, for messages: `the cloud`, `GitHub`. */
  readonly service: string;
  /** What to do about a redirect; a sentence. */
  readonly redirectHint: string;
  /** What to do where the name of the host is not known; a sentence. */
  readonly unknownHostHint: string;
  /** Reads the body of an error. Must not throw, whatever the body. */
  readError(reply: WireReply): ServiceError;
  /** For services that report failures with a status of success: the error in such a body; undefined where it holds none. */
  readErrorWithin?(body: unknown, reply: ReplyHead): ServiceError | undefined;
  /**
   * The credential was not accepted, says the service or its gateway with a code of its own. Such a request is never sent
   * again.
   */
  isUnauthorized(error: ServiceError): boolean;
  /** An {@link isUnauthorized} error that says that the key is not known, as may be for seconds after it was issued. */
  isUnknownKey?(error: ServiceError): boolean;
  /** There were too many requests and this one was not processed: it is sent again later, even if it is not repeatable. */
  isThrottled(error: ServiceError): boolean;
  /** The shortest useful pause after an {@link isThrottled} error, in milliseconds; undefined where it does not say. */
  throttlePauseMs?(error: ServiceError): number | undefined;
  /** A repeatable request is sent again. Of one that is not, nobody knows whether it took effect. */
  isTransient(error: ServiceError): boolean;
  /** An {@link isTransient} error that nevertheless says for certain what became of a request that is not repeatable. */
  isRefusal(error: ServiceError): boolean;
  /** The service itself wrote the error, as opposed to a gateway or proxy in front of it. */
  isFromService(error: ServiceError): boolean;
  /**
   * For services with signatures that carry the time: whether an {@link isUnauthorized} reply was caused by nothing but
   * the clock of this machine. `serverDate` is undefined where the reply does not say the time.
   */
  readClockRefusal?(error: ServiceError, reply: ReplyHead): { readonly serverDate: Date | undefined } | undefined;
  /** The failure for an {@link isUnauthorized} reply. */
  credentialFailure(error: ServiceError, call: RefusedCall): Failure;
}

/** A call whose credential was not accepted. */
export interface RefusedCall {
  /** Completes "Could not …". */
  readonly doing: string;
  /** Whether an earlier request of this run with the same credential was accepted. */
  readonly wasAccepted: boolean;
}

/** Statuses after which a repeatable request is usually worth another try. */
export const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504]);
