/**
 * Sends calls: authorizes each attempt, classifies its reply, and tries again where that is safe. What the requests of a
 * run share is here: the limit of requests in flight, the rate limit of each host, and the gate of each credential.
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
import { createPauses } from './pauses.ts';
import { createHostRateLimiter } from './rate-limiter.ts';
import { NetworkError, requestTimeout } from './network-error.ts';
import { createRetryLog } from './retry-log.ts';
import { type AttemptResult, type FailedAttempt, retry } from './retry.ts';
import type { ServiceError } from './service-error.ts';
import type { Transport, WireReply } from './transport.ts';
import { wireRequest } from './wire-request.ts';

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
  /** Of one request, as far as the service answered them; outages and throttling are endured until the deadline. */
  readonly maxAttempts: number;
  /** The most requests that are in flight at the same time. */
  readonly concurrency: number;
  /** Called before a retry, at most every 30 s for one host and error code, and for a correction of the clock; with a sentence. */
  readonly onRetry: (line: string) => void;
  /** Removes secrets from what is quoted of replies, and learns the signatures of the requests. */
  readonly redactor: Redactor;
}

/** A reply, and what its request was sent with: the correction of the clock, and the credential of the gate. */
interface Exchange {
  readonly reply: WireReply;
  readonly clockOffsetMs: number | undefined;
  readonly gate: CredentialGate;
}

/**
 * `paused`: the request is to wait again, because the service has begun to throttle or the credential was renewed while it
 * stood in the queue, or because the host does not know the credential yet.
 */
type Attempted<T> = AttemptResult<ServiceReply<T>> | 'paused';

/** Whether another attempt follows. */
type Decide<T> = (result: AttemptResult<ServiceReply<T>>) => AttemptResult<ServiceReply<T>>;

/** A client without any connection yet. */
export function createClient(options: ClientOptions): Client {
  const { transport, clock, deadline, signal, redactor } = options;
  const inFlight = pLimit(options.concurrency);
  /** A key that was issued anew is another credential. */
  const gates = oncePerKey((credential: Authorizer | { readonly at: number }) =>
    createCredentialGate({ clock, signal, issuedAt: 'at' in credential ? credential.at : undefined }),
  );
  const gateOf = (authorizer: Authorizer): CredentialGate => gates(authorizer.issued?.() ?? authorizer);
  const limiter = createHostRateLimiter(clock);
  const pauses = createPauses(limiter, clock, deadline);
  /** Hosts that have answered in this run, so that their names are right. */
  const knownHosts = new Set<string>();
  const logRetry = createRetryLog(clock, options.onRetry);

  async function send<T>(call: Call<T>): Promise<CallResult<T>> {
    const { host } = call.url;
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    let afterUncertainTry = false;
    const reply = await retry(
      {
        ...options,
        maxTotal: call.maxAttempts,
        until: deadline.waitUntil,
        onRetry: (line, { code }) => logRetry(`${host} ${code}`, line),
      },
      (plan) =>
        attempt(call, body, (result) => {
          if (result.next !== 'retry') return result;
          const { failure } = result;
          afterUncertainTry ||= failure.uncertain;
          if (call.noRetryAfter?.has(failure.code) === true) return { next: 'fail', failure };
          const failed: FailedAttempt = knownHosts.has(host) ? { ...result, isUnknownHost: false } : result;
          const decision = plan(failed);
          pauses.record(call, failed, decision);
          return decision;
        }),
    );
    return { ...reply, afterUncertainTry };
  }

  /** One attempt, as soon as the host, the credential and the limit of requests in flight allow it. */
  async function attempt<T>(call: Call<T>, body: string, decide: Decide<T>): Promise<AttemptResult<ServiceReply<T>>> {
    for (;;) {
      await waitForHost(call);
      // Outside the limit of requests in flight, because these are requests of their own.
      await call.authorizer.prepare?.();
      await call.confirm?.();
      const gate = gateOf(call.authorizer);
      const result = await gate.pass(call.url.host, async () => {
        const outcome = await inFlight(() => attemptNow(call, body, gate));
        // Before the gate lets the next request pass: it must see that the service has throttled this one.
        return outcome === 'paused' ? outcome : decide(outcome);
      });
      if (result !== 'paused') return result;
    }
  }

  async function attemptNow<T>(call: Call<T>, body: string, gate: CredentialGate): Promise<Attempted<T>> {
    const { host } = call.url;
    const pause = pauses.pauseOf(call);
    if (signal.aborted) throw new Failure('cancelled', 'The job was cancelled.');
    if (pause.until > clock.now() && clock.now() < deadline.waitUntil) return 'paused';
    if (gateOf(call.authorizer) !== gate) return 'paused';
    gate.check();
    const timeoutMs = Math.min(options.requestTimeoutMs, deadline.requestUntil - clock.now());
    if (timeoutMs <= 0) {
      const cause = pause.until >= deadline.waitUntil ? `: ${pause.reason}` : '';
      throw new Failure('timeout', `The time limit was reached before it was possible to ${call.doing}${cause}.`);
    }
    const [clockOffsetMs, startedAt] = [call.authorizer.skew?.ms, clock.now()];
    limiter.recordStart(host);
    // One limit for the whole attempt, the body of the reply included.
    return withTimeout(clock, { ms: timeoutMs, signal }, async (over) => {
      let reply: WireReply;
      try {
        reply = await transport.send(wireRequest(call, body, redactor), over);
      } catch (error) {
        if (signal.aborted) throw cancelledDuring(call, error);
        if (over.aborted) return classifyNetworkError(call, requestTimeout(error, host, timeoutMs));
        if (error instanceof NetworkError) return classifyNetworkError(call, error);
        throw error;
      }
      knownHosts.add(host);
      const replyClass = classifyReply(call, reply, redactor.redact);
      if (replyClass.next === 'unauthorized')
        return refuseCredential(call, replyClass.error, { reply, clockOffsetMs, gate });
      if (replyClass.next === 'retry' && replyClass.reason === 'throttled') limiter.recordThrottled(host, startedAt);
      // Only a reply of the service itself shows that the credential was accepted: a gateway looks for the route first, and
      // a proxy in front of it has pages of its own.
      if (replyClass.next === 'return' && (replyClass.value.ok || call.rules.isFromService(replyClass.value.error)))
        gate.accept(host);
      return replyClass;
    });
  }

  /** The credential was not accepted: sends again where only the clock was wrong or the key is new, and fails otherwise. */
  function refuseCredential<T>(
    { rules, authorizer, doing, credentialFailure, url: { host } }: Call<T>,
    error: ServiceError,
    { reply, clockOffsetMs, gate }: Exchange,
  ): Attempted<T> {
    const clockRefusal = rules.readClockRefusal?.(error, reply);
    if (
      clockRefusal !== undefined &&
      correctClock(rules.service, authorizer.skew, clockOffsetMs, clockRefusal.serverDate, options.onRetry)
    )
      return { next: 'resend' };
    if (rules.isUnknownKey?.(error) === true && gate.recordUnknown(host, deadline.waitUntil)) return 'paused';
    const failure =
      credentialFailure?.(error) ?? rules.credentialFailure(error, { doing, wasAccepted: gate.isAccepted });
    // A credential in the body is meant for one service, and is refused for good.
    const byService = credentialFailure === undefined && rules.isFromService(error);
    if (failure.kind === 'auth') gate.refuse(failure, byService);
    return { next: 'fail', failure };
  }

  /** Waits for a pause and then for a slot, but not beyond the deadline: the last poll is sent then at any rate. */
  async function waitForHost<T>(call: Call<T>): Promise<void> {
    await sleepUntil(pauses.pauseOf(call).until);
    await sleepUntil(limiter.reserveSlot(call.url.host));
  }

  async function sleepUntil(moment: number): Promise<void> {
    const pauseMs = Math.min(moment, deadline.waitUntil) - clock.now();
    if (pauseMs > 0) await sleep(clock, pauseMs, signal);
  }

  return { send };
}
