/** Why a request has no reply: whether it was sent, and whether another attempt can help. */
import { type ErrorCode, Failure, type FailureOptions } from '../errors.ts';
import { fieldOf } from './json.ts';
import type { Proxy } from './proxy.ts';

/**
 * What a {@link Transport} rejects with. The message completes "Could not …: " and names the host. `uncertain` is false when
 * the connection was never opened, so that the server cannot have received the request.
 */
export class NetworkError extends Failure {
  /** True where no such host is known. */
  readonly isUnknownHost: boolean;

  constructor(code: ErrorCode, message: string, options: FailureOptions & { readonly isUnknownHost?: boolean }) {
    super(code, message, options);
    this.name = 'NetworkError';
    this.isUnknownHost = options.isUnknownHost ?? false;
  }
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

/** The certificate of the other side was refused, before anything was sent. */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Any other fault of TLS, in the handshake or later. It does not go away by itself either. */
const TLS = /^(ERR_TLS_|ERR_SSL_|EPROTO$)/;

const TRUST =
  'If it comes from a proxy or a server with a certificate authority of its own, set NODE_EXTRA_CA_CERTS for the job.';

/** What is wrong with a certificate, and what to do, by the code of the error. Any other code: it is not trusted. */
const FLAWS: Readonly<Record<string, readonly [string, string]>> = {
  CERT_HAS_EXPIRED: ['has expired', 'It has to be renewed, unless the clock of the runner is wrong.'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'Is the clock of the runner right?'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['was issued for other names', 'Is its name spelled right?'],
  HOSTNAME_MISMATCH: ['was issued for other names', 'Is its name spelled right?'],
};

/** Classifies what node:http or node:https threw. `host` is for the message. */
export function networkErrorOf(error: unknown, host: string): NetworkError {
  const text = error instanceof Error ? error.message : String(error);
  const code = propertyOf(error, 'code');
  const syscall = propertyOf(error, 'syscall');
  if (CERTIFICATE.test(code)) {
    const [flaw, hint] = FLAWS[code] ?? ['is not trusted', TRUST];
    const message = `the certificate of ${host} ${flaw} (${code})`;
    return new NetworkError('tls-failed', message, { permanent: true, hint, cause: error });
  }
  if (TLS.test(code)) {
    const message = `the TLS connection to ${host} failed (${code})`;
    return new NetworkError('tls-failed', message, { uncertain: true, permanent: true, hint: TRUST, cause: error });
  }
  const isUnsent =
    NEVER_CONNECTED.has(code) ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    // Node gives this error no code of its own; without the handshake nothing was sent.
    text.includes('before secure TLS connection was established');
  return isUnsent
    ? new NetworkError('unreachable', `no connection to ${host} (${code || text})`, {
        isUnknownHost: code === 'ENOTFOUND',
        cause: error,
      })
    : new NetworkError('connection-lost', `the connection to ${host} broke (${code || text})`, {
        uncertain: true,
        cause: error,
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
  const { permanent, hint, message: why } = networkErrorOf(reason, url.host);
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
    ? new NetworkError(error.code, `${error.message} ${within}`, {
        hint: error.hint,
        isUnknownHost: error.isUnknownHost,
      })
    : new NetworkError('request-timeout', `no complete reply from ${host} ${within}`, { uncertain: true });
}

function propertyOf(error: unknown, name: 'code' | 'syscall'): string {
  // A host with several addresses fails with the errors of all; the first one is shown.
  if (error instanceof AggregateError && error.errors.length > 0) return propertyOf(error.errors[0], name);
  const value = fieldOf(error, name);
  return typeof value === 'string' ? value : '';
}
