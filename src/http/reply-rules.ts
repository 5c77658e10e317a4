/** What the client asks a service's own rules about a reply. The client itself knows no service. */
import type { Failure } from '../errors.ts';
import type { ServiceError } from './service-error.ts';
import type { ReplyHead, WireReply } from './transport.ts';

/**
 * How one service uses HTTP. {@link classifyReply} and the client ask these rules about every reply that is neither a
 * 2xx nor a redirect (3xx), which is refused for every service.
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
  /** The credential was not accepted, usually status 401. Such a request is never sent again. */
  isUnauthorized(error: ServiceError): boolean;
  /** There were too many requests and this one was not processed: it is sent again later, even if it is not repeatable. */
  isThrottled(error: ServiceError): boolean;
  /** A repeatable request is sent again. Of one that is not, nobody knows whether it took effect. */
  isTransient(error: ServiceError): boolean;
  /**
   * The service itself decided about the request, as opposed to a gateway or proxy in front of it. A request that is not
   * repeatable then has a result even if the error {@link isTransient}.
   */
  isOwnDecision(error: ServiceError): boolean;
  /**
   * For services with signatures that carry the time: whether an {@link isUnauthorized} reply was caused by nothing but
   * the clock of this machine. `serverDate` is undefined where the reply does not tell the time.
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
