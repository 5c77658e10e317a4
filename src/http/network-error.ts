/** Why a request has no reply: whether it was sent, and whether another attempt can help. */
import { copyFailure, type ErrorCode, Failure, type FailureOptions } from '../errors.ts';
import { fieldOf } from './json.ts';
import type { Proxy } from './proxy.ts';

/** What a {@link NetworkError} says besides its code and message. */
export interface NetworkErrorOptions extends FailureOptions {
  readonly isUnknownHost?: boolean;
  readonly isUnreadable?: boolean;
}

/**
 * What a {@link Transport} rejects with. The message completes "Could not …: " and names the host. `uncertain` is false when
 * the request was never handed to an open connection, so that the server cannot have received it.
 */
export class NetworkError extends Failure {
  /** True where no such host is known. */
  readonly isUnknownHost: boolean;
  /** True where a whole reply came that cannot be read. */
  readonly isUnreadable: boolean;

  constructor(code: ErrorCode, message: string, options: NetworkErrorOptions) {
    super(code, message, options);
    this.name = 'NetworkError';
    this.isUnknownHost = options.isUnknownHost ?? false;
    this.isUnreadable = options.isUnreadable ?? false;
  }
}

/** The certificate of the other side was refused. */
const CERTIFICATE =
  /^(CERT_|CRL_|ERR_TLS_CERT_|ERR_SSL_(EE|CA)_(KEY|MD)_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)/;
/** Any other fault of TLS, in the handshake or later. */
const TLS = /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$)/;

const TRUST =
  'If it comes from a proxy or a server with a certificate authority of its own, set NODE_EXTRA_CA_CERTS for the job.';

/** What is wrong with a certificate, and what to do, by the code of the error. Any other code: it is not trusted. */
const FLAWS: Readonly<Record<string, readonly [string, string]>> = {
  CERT_HAS_EXPIRED: ['has expired', 'It has to be renewed, unless the clock of the runner is wrong.'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'Is the clock of the runner right?'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['was issued for other names', 'Is its name spelled right?'],
  HOSTNAME_MISMATCH: ['was issued for other names', 'Is its name spelled right?'],
};

/**
 * Classifies what node:http or node:https threw. `host` is for the message; `isSent` says whether any of the request may
 * have left, which no error says reliably: EHOSTUNREACH, for one, comes of connecting and of reading.
 */
export function networkErrorOf(error: unknown, host: string, isSent: boolean): NetworkError {
  const text = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const why = code === 'ABORT_ERR' ? '' : ` (${code || text})`;
  const options = { uncertain: isSent, cause: error };
  if (CERTIFICATE.test(code)) {
    const [flaw, hint] = FLAWS[code] ?? ['is not trusted', TRUST];
    return new NetworkError('tls-failed', `the certificate of ${host} ${flaw}${why}`, {
      ...options,
      permanent: true,
      hint,
    });
  }
  if (TLS.test(code)) {
    const hint = 'Does a proxy or a firewall in between interrupt TLS?';
    return new NetworkError('tls-failed', `the TLS connection to ${host} failed${why}`, { ...options, hint });
  }
  return isSent
    ? new NetworkError('connection-lost', `the connection to ${host} broke${why}`, options)
    : new NetworkError('unreachable', `no connection to ${host}${why}`, {
        ...options,
        isUnknownHost: code === 'ENOTFOUND',
      });
}

/** Statuses of a proxy after which another attempt may succeed. */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Why a proxy opened no tunnel to `target`: `reason` is the status that it answered CONNECT with, or what was thrown. The
 * request was never sent.
 */
export function proxyErrorOf(reason: number | Error, { url, variable }: Proxy, target: string): NetworkError {
  const usualHint = `Look at ${variable} of the runner; hosts that are reached without the proxy belong into no_proxy.`;
  if (typeof reason === 'number') {
    const hint =
      reason === 407
        ? `It asks for a user name and a password, or for other ones: put them into ${variable}, percent-encoded.`
        : usualHint;
    const message = `the proxy ${url.host} answered HTTP ${reason} for ${target}`;
    return new NetworkError('proxy-failed', message, { permanent: !TRANSIENT.has(reason), hint });
  }
  const message = `the proxy ${url.host} opened no tunnel to ${target}`;
  if (reason.name === 'AbortError') return new NetworkError('proxy-failed', message, { hint: usualHint });
  const { permanent, hint, message: why } = networkErrorOf(reason, url.host, false);
  return new NetworkError('proxy-failed', `${message}: ${why}`, {
    permanent,
    hint: permanent && hint !== undefined ? hint : usualHint,
    cause: reason,
  });
}

/**
 * The error of an attempt that was ended after `ms`. `error` is what the transport threw then: where it says that the
 * request was not sent, as of a proxy that opened no tunnel, that still holds.
 */
export function requestTimeout(error: unknown, host: string, ms: number): NetworkError {
  const within = `within ${Math.round(ms) / 1000} s`;
  return error instanceof NetworkError && !error.uncertain
    ? copyFailure(error, { message: `${error.message} ${within}` })
    : new NetworkError('request-timeout', `no complete reply from ${host} ${within}`, { uncertain: true });
}

function codeOf(error: unknown): string {
  // A host with several addresses fails with the errors of all; the first one is shown.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const value = fieldOf(error, 'code');
  return typeof value === 'string' ? value : '';
}
