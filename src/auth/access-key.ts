/** Signs with an access key, permanent or temporary. One key serves every region; only host and project differ. */
import type { Clock } from '../clock.ts';
import type { Authorizer, ClockSkew } from '../http/authorizer.ts';
import { sign, type SigningKeys } from './signature.ts';

export interface AccessKey extends SigningKeys {
  /** Empty for a permanent key. */
  readonly securityToken: string;
}

/** Headers that no proxy changes, so that signing them is safe. */
const SIGNED = ['content-type', 'x-project-id', 'x-security-token'] as const;

/**
 * `current` gives the key to sign with, which may be another one each time. Authorizers that share a `skew` need to learn of
 * a wrong clock only once.
 */
export function createAccessKeyAuthorizer(
  current: () => AccessKey,
  clock: Clock,
  skew: ClockSkew = createSkew(clock),
): Authorizer {
  return {
    skew,
    authorize(request) {
      const key = current();
      const security: Record<string, string> =
        key.securityToken === '' ? {} : { 'x-security-token': key.securityToken };
      const headers = { ...request.headers, ...security };
      const signed: Record<string, string> = {};
      for (const name of SIGNED) {
        const value = headers[name];
        if (value !== undefined) signed[name] = value;
      }
      return { ...security, ...sign({ ...request, headers: signed }, key, new Date(clock.date().getTime() + skew.ms)) };
    },
  };
}

/** Clocks that differ by less are not why a signature is refused; the limit is fifteen minutes. */
const LEAST_SKEW_MS = 240_000;

/** No correction yet. */
export function createSkew(clock: Clock): ClockSkew {
  const skew = { ms: 0, isCorrected: false };
  return {
    get ms() {
      return skew.ms;
    },
    correct(serverDate) {
      const ms = serverDate.getTime() - clock.date().getTime();
      if (skew.isCorrected || Math.abs(ms) < LEAST_SKEW_MS) return false;
      skew.ms = ms;
      skew.isCorrected = true;
      return true;
    },
  };
}
