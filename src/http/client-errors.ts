/** Failures that the client itself finds. */
import { Failure } from '../errors.ts';
import type { Call } from './call.ts';
import { NetworkError } from './network-error.ts';

/** The job was cancelled while the request was on its way. */
export function cancelledDuring({ doing, repeatable }: Pick<Call<unknown>, 'doing' | 'repeatable'>): Failure {
  const effect = repeatable ? '' : ` It was just about to ${doing}, which may have taken effect.`;
  return new Failure('cancelled', `The job was cancelled.${effect}`, { uncertain: !repeatable });
}

/**
 * The error of an attempt that was ended after `ms`. `error` is what the transport threw then: where it says that the
 * request was not sent, as of a proxy that opened no tunnel, that still holds.
 */
export function requestTimeout(error: unknown, host: string, ms: number): NetworkError {
  const within = `within ${Math.round(ms) / 1000} s`;
  return error instanceof NetworkError && !error.uncertain
    ? new NetworkError(error.code, `${error.message} ${within}`, {
        hint: error.hint,
        isUnknownHost: error.isUnknownHost,
      })
    : new NetworkError('request-timeout', `no complete reply from ${host} ${within}`, { uncertain: true });
}
