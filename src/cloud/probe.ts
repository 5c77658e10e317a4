/** Whether an endpoint can be reached: one request without credentials, to a path that no service has. */
import type { Clock } from '../clock.ts';
import type { Authorizer } from '../http/authorizer.ts';
import type { ReplyRules } from '../http/call.ts';
import type { Client } from '../http/client.ts';
import { describeServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import { isCalledServiceCode } from './error-bodies.ts';
import { CLOUD_RULES } from './reply-rules.ts';

/** What an endpoint answered. */
export interface Probe {
  readonly tookMs: number;
  /** How far the clock of this machine is behind that of the endpoint, to the second; undefined where the reply has no date. */
  readonly behindMs: number | undefined;
  /** The reply of something that does not word its errors like the cloud, such as the page of a proxy; undefined for the cloud's. */
  readonly foreignReply: string | undefined;
}

/** Codes of HSS and IAM. Others may have them as well, and then the reads that follow decide. */
const BARE_NUMBER = /^\d+$/;

const NOBODY: Pick<Authorizer, 'authorize'> = { authorize: () => ({}) };

/** Any reply will do. Rejects with the {@link Failure} of {@link Client.send} where there is none, after two attempts. */
export async function probe(client: Client, clock: Clock, base: string): Promise<Probe> {
  const url = new URL(`${base}/`);
  let head: ReplyHead = { status: 0, headers: {} };
  const rules: ReplyRules = {
    ...CLOUD_RULES,
    readError(reply) {
      head = reply;
      return CLOUD_RULES.readError(reply);
    },
    isUnauthorized: () => false,
    isThrottled: () => false,
    isTransient: () => false,
  };
  const startedAt = clock.now();
  const answer = await client.send({
    doing: `reach ${url.host}`,
    method: 'GET',
    url,
    // One of its own, so that no other request waits for it.
    authorizer: { ...NOBODY },
    rules,
    repeatable: true,
    maxAttempts: 2,
    // What does not answer in time is not worth another attempt.
    noRetryAfter: new Set(['request-timeout']),
    read(_, reply) {
      head = reply;
    },
  });
  const tookMs = clock.now() - startedAt;
  const date = Date.parse(head.headers['date'] ?? '');
  // The date has no milliseconds, and was written while the reply was under way.
  const behindMs = date + 500 - (clock.date().getTime() - tookMs / 2);
  const isForeign = !answer.ok && !isCalledServiceCode(answer.error.code) && !BARE_NUMBER.test(answer.error.code);
  return {
    tookMs,
    behindMs: Number.isNaN(behindMs) ? undefined : behindMs,
    foreignReply: isForeign ? describeServiceError(answer.error) : undefined,
  };
}
