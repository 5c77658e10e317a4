/** Why a request has no reply, told apart by the two things that matter: was it sent, and is another try of any use? */

export class NetworkError extends Error {
  /** True when the connection was provably never opened, so that the cloud cannot have seen the request. */
  readonly unsent: boolean;
  /** True when trying again cannot help. */
  readonly permanent: boolean;
  readonly hint: string | undefined;

  constructor(message: string, options: { unsent: boolean; permanent: boolean; hint?: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'NetworkError';
    this.unsent = options.unsent;
    this.permanent = options.permanent;
    this.hint = options.hint;
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

/** The other side could not prove who it is: the connection ended before anything was sent over it. */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Any other fault of TLS, in its handshake or later. Like those it does not go away by itself. */
const TLS = /^(ERR_TLS_|ERR_SSL_|EPROTO$)/;

/** Classifies what node:http, node:https or the proxy tunnel threw. */
export function networkErrorOf(error: unknown, host: string): NetworkError {
  const text = error instanceof Error ? error.message : String(error);
  const code = propertyOf(error, 'code');
  const syscall = propertyOf(error, 'syscall');

  // The tunnel package reports a proxy that says no as ECONNRESET, which would look like a passing fault.
  const proxied = /tunneling socket could not be established(?:.*statusCode=(\d+))?/.exec(text);
  if (proxied !== null) {
    const status = proxied[1];
    return new NetworkError(
      status === undefined
        ? `the proxy did not open a tunnel to ${host}`
        : `the proxy answered HTTP ${status} for ${host}`,
      {
        unsent: true,
        permanent: status !== undefined && !['502', '503', '504'].includes(status),
        hint: 'Look at the https_proxy and no_proxy variables of the runner.',
        cause: error,
      },
    );
  }
  const isCertificate = CERTIFICATE.test(code);
  if (isCertificate || TLS.test(code)) {
    return new NetworkError(`the TLS connection to ${host} failed (${code})`, {
      unsent: isCertificate,
      permanent: true,
      hint: 'If the runner sits behind a proxy with its own certificate authority, set NODE_EXTRA_CA_CERTS for the job.',
      cause: error,
    });
  }
  const unsent = NEVER_CONNECTED.has(code) || syscall === 'connect' || syscall === 'getaddrinfo';
  const hint = code === 'ENOTFOUND' ? 'Is the region, or the endpoint, spelled right?' : undefined;
  return new NetworkError(
    `${unsent ? `no connection to ${host}` : `the connection to ${host} broke`} (${code || text})`,
    {
      unsent,
      permanent: false,
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    },
  );
}

function propertyOf(error: unknown, name: 'code' | 'syscall'): string {
  if (typeof error !== 'object' || error === null) return '';
  // A host with several addresses fails with all their errors in one; the first tells the story.
  if (error instanceof AggregateError && error.errors.length > 0) return propertyOf(error.errors[0], name);
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === 'string' ? value : '';
}
