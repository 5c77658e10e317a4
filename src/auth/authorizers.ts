/** What a request is sent with: a signature, a token, or nothing. */
import type { Clock } from '../clock.ts';
import type { AccessKey } from '../cloud/iam.ts';
import type { Authorizer, ClockSkew } from '../http/authorizer.ts';
import { sign } from './signature.ts';

/** Only these headers are signed, because proxies do not change them. */
const SIGNED_HEADERS: ReadonlySet<string> = new Set(['content-type', 'x-project-id', 'x-security-token']);

/**
 * Signs with an access key.
 *
 * @param current gives the key for this request: refreshing credentials change it between requests
 * @param skew share one among authorizers, so that a wrong clock is corrected once for all of them
 */
export function createAccessKeyAuthorizer(
  current: () => AccessKey,
  clock: Clock,
  skew: ClockSkew = createClockSkew(clock),
): Authorizer {
  return {
    skew,
    authorize(request) {
      const key = current();
      const security: Record<string, string> =
        key.securityToken === '' ? {} : { 'x-security-token': key.securityToken };
      const headers = { ...request.headers, ...security };
      const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => SIGNED_HEADERS.has(name)));
      return { ...security, ...sign({ ...request, headers: signed }, key, new Date(clock.date().getTime() + skew.ms)) };
    },
  };
}

/**
 * Sends an IAM token. A token is bound to one project, and the gateways of other regions refuse it with 401.
 *
 * @param current gives the token for this request: refreshing credentials change it between requests
 */
export function createTokenAuthorizer(current: () => string): Authorizer {
  return { authorize: () => ({ 'x-auth-token': current() }) };
}

/**
 * Sends nothing: for calls whose credential is in the body. Create one for each credential, because the client stops
 * using an authorizer once it was refused.
 */
export function createAnonymousAuthorizer(): Authorizer {
  return { authorize: () => ({}) };
}

/** The cloud refuses signatures that are off by 15 minutes, so a smaller difference is not why one was refused. */
const MIN_SKEW_MS = 240_000;

/** The correction of this machine's clock, 0 ms at first. It can be corrected once. */
export function createClockSkew(clock: Clock): ClockSkew {
  const skew = { ms: 0, isCorrected: false };
  return {
    get ms() {
      return skew.ms;
    },
    correct(serverDate) {
      const ms = serverDate.getTime() - clock.date().getTime();
      if (skew.isCorrected || Math.abs(ms) < MIN_SKEW_MS) return false;
      skew.ms = ms;
      skew.isCorrected = true;
      return true;
    },
  };
}
