/**
 * The loop around one attempt: authorize, send, assess, and try again where the policy allows it. Everything that is
 * shared by the requests of a run lives here: the limit of requests in flight, the retry allowance of each host, the pause
 * that a throttling host asked for, and the gate of each credential.
 */
import pLimit from 'p-limit';
import type { Authorizer } from './authorizer.ts';
import type { Deadline } from '../deadline.ts';
import { type Clock, sleep } from '../clock.ts';
import { Failure } from '../errors.ts';
import { assessNetworkError, assessReply, type Settled } from './classify-reply.ts';
import type { Answer, Call } from './call.ts';
import { exhausted, notAccepted, stoppedDuring, tooLate } from './client-errors.ts';
import { isClockRefusal, serverDateOf } from './clock-skew.ts';
import { createCredentialGate, type CredentialGate } from './credential-gate.ts';
import { createHosts } from './rate-limiter.ts';
import { NetworkError } from './network-error.ts';
import { isServiceCode } from './refusal.ts';
import { createRetryAllowance, type RetryAllowance, retryPauseMs } from './retry.ts';
import type { Transport, WireRequest } from './transport.ts';

export interface Client {
  /**
   * Resolves to what the cloud answered, a reasoned no included. Rejects with a {@link Failure}: `auth`, `unavailable`
   * (`uncertain` when the request may have taken effect), `refused` for a redirect, `timeout` or `cancelled`.
   */
  send<T>(call: Call<T>): Promise<Answer<T>>;
}

export interface ClientParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Fires when the job is stopped. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly requestTimeoutMs: number;
  readonly maxAttempts: number;
  readonly concurrency: number;
  /** Told of every retry, and of a correction of the clock, in a sentence. */
  readonly onRetry: (line: string) => void;
}

export function createClient(parts: ClientParts): Client {
  const { transport, clock, deadline, signal } = parts;
  const inFlight = pLimit(parts.concurrency);
  /** Per host: a region that is out of order takes no retry from the others. */
  const allowances = new Map<string, RetryAllowance>();
  const gates = new WeakMap<Authorizer, CredentialGate>();
  const hosts = createHosts(clock);

  const gateOf = (authorizer: Authorizer): CredentialGate => {
    const gate = gates.get(authorizer) ?? createCredentialGate();
    gates.set(authorizer, gate);
    return gate;
  };

  const allowanceOf = ({ host }: URL): RetryAllowance => {
    const allowance = allowances.get(host) ?? createRetryAllowance();
    allowances.set(host, allowance);
    return allowance;
  };

  async function send<T>(call: Call<T>): Promise<Answer<T>> {
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    const goodUntil = clock.now() + (call.goodForMs ?? Infinity);
    let afterUncertainTry = false;
    for (let attempt = 1; ; attempt++) {
      await waitForHost(call.url.host);
      // Outside the limit of requests in flight, because a renewal is a request of its own.
      await call.authorizer.prepare?.();
      const assessment = await gateOf(call.authorizer).pass(() => inFlight(() => attemptOnce(call, body)));
      if (assessment === 'closed') attempt -= 1;
      if (assessment === 'closed' || assessment === 'corrected') continue;
      if (assessment.next === 'answer') {
        allowanceOf(call.url).giveBack();
        return { ...assessment.finding, afterUncertainTry };
      }
      if (assessment.next === 'fail') throw assessment.failure;
      afterUncertainTry ||= assessment.failure.uncertain;
      await pauseBeforeRetry(call, attempt, assessment, Math.min(goodUntil, deadline.waitUntil));
    }
  }

  /**
   * `corrected`: the clock was to blame, and the next try is signed with the server's time. `closed`: nothing was sent,
   * because the host has begun to throttle while this request stood in the queue.
   */
  async function attemptOnce<T>(call: Call<T>, body: string): Promise<Settled<T> | 'corrected' | 'closed'> {
    if (signal.aborted) throw new Failure('cancelled', 'The job was cancelled.');
    if (hosts.isClosed(call.url.host) && clock.now() < deadline.waitUntil) return 'closed';
    const gate = gateOf(call.authorizer);
    gate.check();
    const timeoutMs = Math.min(parts.requestTimeoutMs, deadline.requestUntil - clock.now());
    if (timeoutMs <= 0) throw new Failure('timeout', `The time ran out before it was possible to ${call.doing}.`);

    // One signal for the whole attempt, body included: whichever comes first of the deadline and the end of the job.
    const attempt = new AbortController();
    const abort = (): void => attempt.abort();
    const cancelTimer = clock.after(timeoutMs, abort);
    signal.addEventListener('abort', abort, { once: true });
    const signedWith = call.authorizer.skew?.ms;
    const startedAt = clock.now();
    hosts.started(call.url.host);
    try {
      const reply = await transport.send(wireRequest(call, body), attempt.signal);
      const assessment = assessReply(call, reply);
      if (assessment.next === 'retry' && assessment.trouble === 'throttled') hosts.refused(call.url.host, startedAt);
      // Only an answer of the service itself shows that the credential was recognised; a 502 or a 429 may come before.
      if (assessment.next === 'answer') gate.accept();
      if (assessment.next !== 'unauthorized') return assessment;
      const { refusal } = assessment;
      if (isClockRefusal(refusal) && correctsClock(call, signedWith, serverDateOf(refusal, reply.headers)))
        return 'corrected';
      const failure = call.notAccepted?.(refusal) ?? notAccepted(call, refusal, gate.isAccepted);
      // What is in a body is judged by the one service that it is meant for.
      if (failure.kind === 'auth') gate.refuse(failure, call.notAccepted === undefined && isServiceCode(refusal.code));
      return { next: 'fail', failure };
    } catch (error) {
      if (signal.aborted) throw stoppedDuring(call);
      if (attempt.signal.aborted) return assessNetworkError(call, tooLate(error, call.url.host, timeoutMs));
      if (error instanceof NetworkError) return assessNetworkError(call, error);
      throw error;
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', abort);
    }
  }

  /** True when another try would be signed with another time than this one was. */
  function correctsClock<T>(
    { authorizer: { skew } }: Call<T>,
    signedWith: number | undefined,
    serverDate: Date | undefined,
  ): boolean {
    if (skew === undefined) return false;
    // Somebody else's refusal may have led to the correction meanwhile.
    if (skew.ms !== signedWith) return true;
    if (serverDate === undefined || !skew.correct(serverDate)) return false;
    const minutes = Math.round(Math.abs(skew.ms) / 60_000);
    parts.onRetry(
      `The clock of this machine is ${minutes} minutes ${skew.ms > 0 ? 'slow' : 'fast'}; signing with the cloud's time from here on.`,
    );
    return true;
  }

  /** Sleeps until the retry is due, or throws the failure that stands when there will be none. */
  async function pauseBeforeRetry<T>(
    call: Call<T>,
    attempt: number,
    { trouble, failure, retryAfterMs: wanted }: Extract<Settled<T>, { next: 'retry' }>,
    until: number,
  ): Promise<void> {
    const pause = retryPauseMs(trouble, attempt, wanted, parts.random);
    const due = clock.now() + pause;
    const attempts = Math.min(parts.maxAttempts, call.attempts ?? Infinity);
    if (attempt >= attempts || due > until || !allowanceOf(call.url).take(trouble)) throw exhausted(failure, attempt);
    if (trouble === 'throttled') hosts.close(call.url.host, due);
    parts.onRetry(
      `${failure.message} Trying again in ${(pause / 1000).toFixed(1)} s (try ${attempt + 1} of ${attempts}).`,
    );
    await sleep(clock, pause, signal);
  }

  /** When a host throttles one request, the others of the run hold back as well; but the last look is on the deadline. */
  async function waitForHost(host: string): Promise<void> {
    const pause = Math.min(hosts.turn(host), deadline.waitUntil) - clock.now();
    if (pause > 0) await sleep(clock, pause, signal);
  }

  return { send };
}

function wireRequest<T>(call: Call<T>, body: string): WireRequest {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...call.headers };
  const proof = call.authorizer.authorize({ method: call.method, url: call.url, body, headers });
  return {
    method: call.method,
    url: call.url,
    headers: { ...headers, ...proof },
    body,
    fresh: !call.repeatable,
    keep: call.keep,
  };
}
