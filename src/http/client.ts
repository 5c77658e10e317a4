/**
 * Sends calls: authorizes each attempt, classifies its reply, and tries again where that is safe. What the requests of a
 * run share is here: the limit of requests in flight, the retry quota and the rate limit of each host, and the gate of
 * each credential.
 */
import pLimit from 'p-limit';
import type { Deadline } from '../deadline.ts';
import { type Clock, sleep, withTimeout } from '../clock.ts';
import { Failure } from '../errors.ts';
import { oncePerKey } from '../share.ts';
import type { Redactor } from '../redaction.ts';
import type { Authorizer } from './authorizer.ts';
import { cancelledDuring, classifyNetworkError, classifyReply } from './classify-reply.ts';
import type { Call, CallResult, ServiceReply } from './call.ts';
import { correctClock } from './clock-correction.ts';
import { createCredentialGate, type CredentialGate } from './credential-gate.ts';
import { createHostRateLimiter } from './rate-limiter.ts';
import { NetworkError, requestTimeout } from './network-error.ts';
import { type AttemptResult, createRetryQuota, retry, type RetryQuota } from './retry.ts';
import type { ServiceError } from './service-error.ts';
import type { Transport, WireReply, WireRequest } from './transport.ts';

/** Sends calls to any service whose {@link ReplyRules} they carry. */
export interface Client {
  /**
   * Resolves to the reply of the service, which may be an error. Rejects with a {@link Failure}: of the kind `auth`,
   * `unavailable` (`uncertain` when the request may have taken effect), `refused` for a redirect, `timeout` or
   * `cancelled`.
   */
  send<T>(call: Call<T>): Promise<CallResult<T>>;
}

/** What a client needs. */
export interface ClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Fires when the job is cancelled. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly requestTimeoutMs: number;
  readonly maxAttempts: number;
  /** The most requests that are in flight at the same time. */
  readonly concurrency: number;
  /** Called before every retry, and for a correction of the clock, with a sentence. */
  readonly onRetry: (line: string) => void;
  /** Removes secrets from what is quoted of replies, and learns the signatures of the requests. */
  readonly redactor: Redactor;
}

/** Whether another attempt follows. */
type Decide<T> = (result: AttemptResult<ServiceReply<T>>) => AttemptResult<ServiceReply<T>>;

/** A client without any connection yet. */
export function createClient(options: ClientOptions): Client {
  const { transport, clock, deadline, signal, redactor } = options;
  const inFlight = pLimit(options.concurrency);
  /** Per host: a region that is down takes no retries from the others. */
  const quotaOf = oncePerKey<string, RetryQuota>(createRetryQuota);
  const gateOf = oncePerKey<Authorizer, CredentialGate>(createCredentialGate);
  const limiter = createHostRateLimiter(clock);

  async function send<T>(call: Call<T>): Promise<CallResult<T>> {
    const { host } = call.url;
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    let afterUncertainTry = false;
    const reply = await retry(
      {
        ...options,
        maxAttempts: Math.min(options.maxAttempts, call.maxAttempts ?? Infinity),
        until: Math.min(clock.now() + (call.validForMs ?? Infinity), deadline.waitUntil),
        quota: quotaOf(host),
        onRetry(message, reason, startAt) {
          if (reason === 'throttled') limiter.pauseUntil(host, startAt);
          options.onRetry(message);
        },
      },
      (plan) =>
        attempt(call, body, (result) => {
          if (result.next !== 'retry') return result;
          const { failure } = result;
          afterUncertainTry ||= failure.uncertain;
          return call.noRetryAfter?.has(failure.code) === true ? { next: 'fail', failure } : plan(result);
        }),
    );
    return { ...reply, afterUncertainTry };
  }

  /** One attempt, as soon as the host, the credential and the limit of requests in flight allow it. */
  async function attempt<T>(call: Call<T>, body: string, decide: Decide<T>): Promise<AttemptResult<ServiceReply<T>>> {
    for (;;) {
      await waitForHost(call.url.host);
      // Outside the limit of requests in flight, because a renewal is a request of its own.
      await call.authorizer.prepare?.();
      const result = await gateOf(call.authorizer).pass(async () => {
        const outcome = await inFlight(() => attemptNow(call, body));
        // Before the gate lets the next request pass: it must see that the host has throttled this one.
        return outcome === 'paused' ? outcome : decide(outcome);
      });
      if (result !== 'paused') return result;
    }
  }

  /** `paused`: nothing was sent, because the host has begun to throttle while this request stood in the queue. */
  async function attemptNow<T>(call: Call<T>, body: string): Promise<AttemptResult<ServiceReply<T>> | 'paused'> {
    const { host } = call.url;
    if (signal.aborted) throw new Failure('cancelled', 'The job was cancelled.');
    if (limiter.isPaused(host) && clock.now() < deadline.waitUntil) return 'paused';
    gateOf(call.authorizer).check();
    const timeoutMs = Math.min(options.requestTimeoutMs, deadline.requestUntil - clock.now());
    if (timeoutMs <= 0)
      throw new Failure('timeout', `The time limit was reached before it was possible to ${call.doing}.`);

    const clockOffsetMs = call.authorizer.skew?.ms;
    const startedAt = clock.now();
    limiter.recordStart(host);
    // One limit for the whole attempt, the body of the reply included.
    return withTimeout(clock, { ms: timeoutMs, signal }, async (over) => {
      let reply: WireReply;
      try {
        reply = await transport.send(wireRequest(call, body, redactor), over);
      } catch (error) {
        if (signal.aborted) throw cancelledDuring(call);
        if (over.aborted) return classifyNetworkError(call, requestTimeout(error, host, timeoutMs));
        if (error instanceof NetworkError) return classifyNetworkError(call, error);
        throw error;
      }
      const replyClass = classifyReply(call, reply, redactor.redact);
      if (replyClass.next === 'unauthorized') return refuseCredential(call, replyClass.error, reply, clockOffsetMs);
      if (replyClass.next === 'retry' && replyClass.reason === 'throttled') limiter.recordThrottled(host, startedAt);
      // Only a reply of the service itself shows that the credential was accepted; a 502 or a 429 may come from before it.
      if (replyClass.next === 'return') gateOf(call.authorizer).accept();
      return replyClass;
    });
  }

  /** The credential was not accepted: sends again where only the clock was wrong, and fails otherwise. */
  function refuseCredential<T>(
    call: Call<T>,
    error: ServiceError,
    reply: WireReply,
    clockOffsetMs: number | undefined,
  ): AttemptResult<ServiceReply<T>> {
    const { rules, authorizer, doing } = call;
    const clockRefusal = rules.readClockRefusal?.(error, reply);
    if (
      clockRefusal !== undefined &&
      correctClock(rules.service, authorizer.skew, clockOffsetMs, clockRefusal.serverDate, options.onRetry)
    )
      return { next: 'resend' };
    const gate = gateOf(authorizer);
    const failure =
      call.credentialFailure?.(error) ?? rules.credentialFailure(error, { doing, wasAccepted: gate.isAccepted });
    // A credential in the body is meant for one service, and is refused for good.
    const byService = call.credentialFailure === undefined && rules.isOwnDecision(error);
    if (failure.kind === 'auth') gate.refuse(failure, byService);
    return { next: 'fail', failure };
  }

  /** Waits for the rate limit of the host, but not beyond the deadline: the last poll is sent then at any rate. */
  async function waitForHost(host: string): Promise<void> {
    const pauseMs = Math.min(limiter.reserveSlot(host), deadline.waitUntil) - clock.now();
    if (pauseMs > 0) await sleep(clock, pauseMs, signal);
  }

  return { send };
}

function wireRequest<T>(call: Call<T>, body: string, redactor: Redactor): WireRequest {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...call.headers };
  const credential = call.authorizer.authorize({ method: call.method, url: call.url, body, headers });
  const signature = /\bSignature=(\w+)/.exec(credential['authorization'] ?? '')?.[1];
  if (signature !== undefined) redactor.addSignature(signature);
  return {
    method: call.method,
    url: call.url,
    headers: { ...headers, ...credential },
    body,
    newConnection: !call.repeatable,
    maxReplyBytes: call.maxReplyBytes,
  };
}
