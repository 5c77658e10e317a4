/** What one attempt means: a pure function of what came back and of whether the request may be repeated. */
import { type ErrorCode, Failure, type FailureOptions } from '../errors.ts';
import { visible } from '../escape.ts';
import type { NetworkError } from './network-error.ts';
import { describeRefusal, isServiceCode, isThrottled, type Refusal, refusalOf } from './refusal.ts';
import { retryAfterMs, type Trouble } from './retry.ts';
import type { WireReply } from './transport.ts';

/** A reply that can be used: what the call reads from it, or the cloud's reasoned no. */
export type Finding<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** What the loop decides by: an {@link Assessment} in which the credential is no question any more. */
export type Settled<T> =
  | { readonly next: 'answer'; readonly finding: Finding<T> }
  /** Try again if the policy allows it; otherwise the failure stands. */
  | {
      readonly next: 'retry';
      readonly trouble: Trouble;
      readonly failure: Failure;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly next: 'fail'; readonly failure: Failure };

export type Assessment<T> =
  | Settled<T>
  /** The credential was not accepted; never tried again. */
  | { readonly next: 'unauthorized'; readonly refusal: Refusal };

export interface AssessedCall<T> {
  /** What is done, completing "Could not …". */
  readonly doing: string;
  readonly url: URL;
  /** Whether it may be sent again when nobody knows if it took effect. */
  readonly repeatable: boolean;
  /** Whether the body of a 2xx holds a secret: then no part of it is ever quoted, because nobody has masked it yet. */
  readonly givesSecret?: boolean | undefined;
  /** Reads the parsed body of a 2xx; throws an Error that names the field where it is not as documented. */
  readonly read: (body: unknown, headers: Readonly<Record<string, string>>) => T;
}

/** Statuses under which a repeatable request is worth another try. */
const TRANSIENT = new Set([408, 425, 500, 502, 503, 504]);

export function assessReply<T>(call: AssessedCall<T>, reply: WireReply): Assessment<T> {
  const { status } = reply;
  if (status >= 200 && status < 300) return assessSuccess(call, reply);
  if (status >= 300 && status < 400) {
    return { next: 'fail', failure: redirected(call, reply) };
  }
  const refusal = refusalOf(reply);
  if (status === 401) return { next: 'unauthorized', refusal };
  if (isThrottled(refusal)) {
    const failure = unavailable(call, 'throttled', `the cloud throttles (${describeRefusal(refusal)})`, {
      uncertain: false,
    });
    return { next: 'retry', trouble: 'throttled', failure, retryAfterMs: retryAfterMs(reply.headers) };
  }
  if (TRANSIENT.has(status)) {
    if (!call.repeatable && (isServiceCode(refusal.code) || refusal.names !== undefined)) {
      return { next: 'answer', finding: { ok: false, refusal } };
    }
    return transient(call, 'service-error', describeRefusal(refusal), retryAfterMs(reply.headers));
  }
  return { next: 'answer', finding: { ok: false, refusal } };
}

export function assessNetworkError<T>(call: AssessedCall<T>, error: NetworkError): Settled<T> {
  const { code, message, unsent, hint, permanent } = error;
  const failure = unavailable(call, code, message, { uncertain: !unsent, hint, permanent });
  if (permanent || (!unsent && !call.repeatable)) return { next: 'fail', failure };
  return { next: 'retry', trouble: 'transient', failure };
}

/** A 2xx counts only when it can be read: an HTML page or half a JSON text is no answer, whatever its status says. */
function assessSuccess<T>(call: AssessedCall<T>, reply: WireReply): Assessment<T> {
  let body: unknown;
  try {
    body = reply.body.trim() === '' ? undefined : JSON.parse(reply.body);
  } catch {
    const start = call.givesSecret === true ? '' : `: ${refusalOf(reply).message}`;
    return transient(call, 'reply-invalid', `HTTP ${reply.status} with a body that is not JSON${start}`);
  }
  try {
    return { next: 'answer', finding: { ok: true, value: call.read(body, reply.headers) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The name of a field is no secret; what it holds may be one.
    const shown = call.givesSecret === true ? reason.replace(/ but received .*/s, '') : reason;
    return transient(call, 'reply-invalid', `HTTP ${reply.status} with an unexpected body: ${visible(shown, 300)}`);
  }
}

function transient<T>(call: AssessedCall<T>, code: ErrorCode, what: string, after?: number): Assessment<T> {
  const failure = unavailable(call, code, what, { uncertain: true });
  return call.repeatable
    ? { next: 'retry', trouble: 'transient', failure, retryAfterMs: after }
    : { next: 'fail', failure };
}

function unavailable<T>(call: AssessedCall<T>, code: ErrorCode, what: string, options: FailureOptions): Failure {
  return new Failure(code, `Could not ${call.doing}: ${what}.`, options);
}

/** Only the host of the target is told: the rest of a Location may hold anything. */
function redirected<T>(call: AssessedCall<T>, reply: WireReply): Failure {
  const location = reply.headers['location'] ?? '';
  const isAddress = location !== '' && URL.canParse(location, call.url.href);
  const target = (isAddress && new URL(location, call.url).host) || 'nowhere';
  return new Failure(
    'redirect-refused',
    `Could not ${call.doing}: ${call.url.host} redirects to '${visible(target, 200)}' (HTTP ${reply.status}), which is never followed.`,
    { hint: 'Signed requests go to the endpoint alone: correct the input endpoint.' },
  );
}
