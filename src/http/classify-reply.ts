/** What one attempt means: pure functions of what came back and of whether the request may be repeated. */
import { type ErrorCode, Failure, type FailureOptions } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { type Call, type ServiceReply, ReplyFormatError } from './call.ts';
import { parseJson } from './json.ts';
import { NetworkError } from './network-error.ts';
import { type AttemptResult, retryAfterMs } from './retry.ts';
import { describeServiceError, excerptOf, type ServiceError, withoutMessage, withoutSecrets } from './service-error.ts';
import type { Redact } from '../redaction.ts';
import type { WireReply } from './transport.ts';

/** What the client does next. */
export type RetryDecision<T> = Exclude<AttemptResult<ServiceReply<T>>, { readonly next: 'resend' | 'wait' }>;

/** A {@link RetryDecision}, or a reply that says that the credential was not accepted. */
export type ReplyClass<T> = RetryDecision<T> | { readonly next: 'unauthorized'; readonly error: ServiceError };

/** The service is down, or something in front of it, whoever says so. */
const OUTAGE_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** The part of a call that the meaning of its reply depends on. */
export type ClassifiedCall<T> = Pick<
  Call<T>,
  'doing' | 'method' | 'url' | 'rules' | 'repeatable' | 'noRetryStatuses' | 'responseIsSecret' | 'read'
>;

/**
 * Classifies a complete reply. Only a 2xx with a JSON body, or without any, becomes a value; a redirect is never
 * followed. The reply is read as it came, because it is decided on, and every text of it that is shown is redacted.
 */
export function classifyReply<T>(call: ClassifiedCall<T>, reply: WireReply, redact: Redact): ReplyClass<T> {
  const { status } = reply;
  const isSuccess = status >= 200 && status < 300;
  const body = isSuccess ? parseJson(reply.body) : undefined;
  const within = isSuccess ? call.rules.readErrorWithin?.(body, reply) : undefined;
  if (isSuccess && within === undefined) return classifySuccess(call, reply, body, redact);
  if (status >= 300 && status < 400) return { next: 'fail', failure: redirectFailure(call, reply, redact) };
  const { rules } = call;
  const error = withoutSecrets(within ?? rules.readError(reply), redact);
  if (rules.isUnauthorized(error)) return { next: 'unauthorized', error: withoutMessage(error) };
  if (rules.isThrottled(error)) {
    const what = `${rules.service} throttles (${describeServiceError(error)})`;
    const failure = failureFor(call, 'throttled', what, { uncertain: false });
    return {
      next: 'retry',
      reason: 'throttled',
      failure,
      what,
      retryAfterMs: retryAfterMs(reply.headers),
      leastPauseMs: rules.throttlePauseMs?.(error),
    };
  }
  const isReturned = call.noRetryStatuses?.has(status) === true || (!call.repeatable && rules.isRefusal(error));
  if (rules.isTransient(error) && !isReturned) {
    const answered = rules.isFromService(error) && !OUTAGE_STATUSES.has(status);
    return transient(call, 'service-error', describeServiceError(error), {
      answered,
      afterMs: retryAfterMs(reply.headers),
    });
  }
  return { next: 'return', value: { ok: false, error } };
}

/** Classifies an attempt without a reply. */
export function classifyNetworkError<T>(call: ClassifiedCall<T>, error: NetworkError): RetryDecision<T> {
  const { code, message, uncertain, permanent, isUnknownHost, isUnreadable } = error;
  const hint = error.hint ?? (isUnknownHost ? call.rules.unknownHostHint : undefined);
  const failure = failureFor(call, code, message, { uncertain, hint, permanent, answered: isUnreadable, cause: error });
  if (permanent || (uncertain && !call.repeatable)) return { next: 'fail', failure };
  return { next: 'retry', reason: 'transient', failure, isUnknownHost, isUnreadable };
}

/** The job was cancelled while the request was on its way; `error` is what the transport threw then. */
export function cancelledDuring(call: Pick<Call<unknown>, 'doing' | 'repeatable'>, error: unknown): Failure {
  const uncertain = !call.repeatable && !(error instanceof NetworkError && !error.uncertain);
  const effect = uncertain ? ` It had just sent the request to ${call.doing}, which may have taken effect.` : '';
  return new Failure('cancelled', `The job was cancelled.${effect}`, { uncertain });
}

/**
 * An HTML page or half a JSON text is no success, whatever its status.
 * @param body the value of the reply's body; undefined where that is not JSON
 */
function classifySuccess<T>(
  call: ClassifiedCall<T>,
  reply: WireReply,
  body: unknown,
  redact: Redact,
): RetryDecision<T> {
  if (!isWhole(call, reply)) {
    return transient(call, 'reply-invalid', `HTTP ${reply.status}, which is not the whole reply of the service`, {
      answered: true,
    });
  }
  if (body === undefined && reply.body.trim() !== '') {
    const start = call.responseIsSecret === true ? '' : `: ${escapeInvisible(redact(excerptOf(reply.body)), 300)}`;
    return transient(call, 'reply-invalid', `HTTP ${reply.status} with a body that is not JSON${start}`);
  }
  try {
    return { next: 'return', value: { ok: true, value: call.read(body, reply) } };
  } catch (error) {
    if (!(error instanceof ReplyFormatError)) throw error;
    const what = `HTTP ${reply.status} with an unexpected body: ${escapeInvisible(redact(error.message), 300)}`;
    return transient(call, 'reply-invalid', what, { answered: true });
  }
}

/** What is read proves something only with status 200. A proxy has changed a 203, and a 206 is a part. */
function isWhole({ method }: Pick<Call<unknown>, 'method'>, { status }: WireReply): boolean {
  return status === 200 || (method !== 'GET' && status !== 203 && status !== 206);
}

function transient<T>(
  call: ClassifiedCall<T>,
  code: ErrorCode,
  what: string,
  { answered = false, afterMs }: { readonly answered?: boolean; readonly afterMs?: number | undefined } = {},
): RetryDecision<T> {
  const failure = failureFor(call, code, what, { uncertain: true, answered });
  return call.repeatable
    ? { next: 'retry', reason: 'transient', failure, what, retryAfterMs: afterMs }
    : { next: 'fail', failure };
}

function failureFor<T>(call: ClassifiedCall<T>, code: ErrorCode, what: string, options: FailureOptions): Failure {
  return new Failure(code, `Could not ${call.doing}: ${what}.`, options);
}

/** Only the host of the target is shown: the rest of a Location may hold anything. */
function redirectFailure<T>(call: ClassifiedCall<T>, reply: WireReply, redact: Redact): Failure {
  // Before it becomes a URL, whose host is in lower case.
  const location = redact(reply.headers['location'] ?? '');
  const isAddress = location !== '' && URL.canParse(location, call.url.href);
  const target = (isAddress && new URL(location, call.url).host) || 'nowhere';
  return new Failure(
    'redirect-refused',
    `Could not ${call.doing}: ${call.url.host} redirects to '${escapeInvisible(target, 200)}' (HTTP ${reply.status}), which is never followed.`,
    { hint: call.rules.redirectHint },
  );
}
