import { describe, expect, test } from '@jest/globals';
import { networkErrorOf, proxyErrorOf } from '../../src/http/network-error.ts';

const HOST = 'swr-api.cn-north-4.myhuaweicloud.com';

function made(message: string, properties: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), properties);
}

function classified(error: unknown): readonly unknown[] {
  const { message, uncertain, permanent, hint } = networkErrorOf(error, HOST);
  return [message, { uncertain, permanent }, hint];
}

const UNSENT = { uncertain: false, permanent: false };
const LOST = { uncertain: true, permanent: false };
const HOPELESS = { uncertain: false, permanent: true };
const CA =
  'If it comes from a proxy or a server with a certificate authority of its own, set NODE_EXTRA_CA_CERTS for the job.';

describe('no connection: nothing was sent', () => {
  test.each<[Error, boolean]>([
    [made('connect', { code: 'ECONNREFUSED', syscall: 'connect' }), false],
    [made('getaddrinfo', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), true],
    [made('getaddrinfo', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), false],
    [made('connect', { code: 'ETIMEDOUT', syscall: 'connect' }), false],
    [made('connect', { code: 'ECONNRESET', syscall: 'connect' }), false],
    [made('x', { code: 'EHOSTUNREACH' }), false],
    [made('x', { code: 'ENETUNREACH' }), false],
    [made('x', { code: 'EADDRNOTAVAIL' }), false],
    [
      made('Client network socket disconnected before secure TLS connection was established', { code: 'ECONNRESET' }),
      false,
    ],
  ])('%p, no such host: %p', (error, isUnknownHost) => {
    const code: unknown = Object.getOwnPropertyDescriptor(error, 'code')?.value;
    expect(classified(error)).toEqual([`no connection to ${HOST} (${String(code)})`, UNSENT, undefined]);
    expect(networkErrorOf(error, HOST).isUnknownHost).toBe(isUnknownHost);
  });

  test('a host with several addresses, none of which answers', () => {
    const errors = [made('a', { code: 'ECONNREFUSED', syscall: 'connect' }), made('b', { code: 'ENETUNREACH' })];
    expect(classified(new AggregateError(errors, ''))).toEqual([
      `no connection to ${HOST} (ECONNREFUSED)`,
      UNSENT,
      undefined,
    ]);
  });
});

describe('a connection that breaks: the request may have been processed', () => {
  test.each<[unknown, string]>([
    [made('socket hang up', { code: 'ECONNRESET' }), 'ECONNRESET'],
    [made('read', { code: 'ECONNRESET', syscall: 'read' }), 'ECONNRESET'],
    [made('write', { code: 'EPIPE', syscall: 'write' }), 'EPIPE'],
    [made('read', { code: 'ETIMEDOUT', syscall: 'read' }), 'ETIMEDOUT'],
    [made('Parse Error', { code: 'HPE_INVALID_CONSTANT' }), 'HPE_INVALID_CONSTANT'],
    [made('aborted'), 'aborted'],
    [new AggregateError([], 'nothing inside'), 'nothing inside'],
    ['just a text', 'just a text'],
    [undefined, 'undefined'],
    [made('odd', { code: 7 }), 'odd'],
  ])('%p', (error, reason) => {
    expect(classified(error)).toEqual([`the connection to ${HOST} broke (${reason})`, LOST, undefined]);
  });
});

describe('certificates: nothing was sent, and another attempt cannot help', () => {
  test.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'is not trusted', CA],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'is not trusted', CA],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not trusted', CA],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'is not trusted', CA],
    ['INVALID_CA', 'is not trusted', CA],
    ['CERT_HAS_EXPIRED', 'has expired', 'It has to be renewed, unless the clock of the runner is wrong.'],
    ['CERT_NOT_YET_VALID', 'is not valid yet', 'Is the clock of the runner right?'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'was issued for other names', 'Is its name spelled right?'],
    ['HOSTNAME_MISMATCH', 'was issued for other names', 'Is its name spelled right?'],
  ])('%s', (code, flaw, hint) => {
    expect(classified(made('tls', { code }))).toEqual([`the certificate of ${HOST} ${flaw} (${code})`, HOPELESS, hint]);
  });
});

test.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'EPROTO'])(
  '%s may come after the request was sent; no use in trying again either',
  (code) => {
    const [message, verdict, hint] = classified(made('tls', { code }));
    expect([message, verdict, hint]).toEqual([
      `the TLS connection to ${HOST} failed (${code})`,
      { uncertain: true, permanent: true },
      CA,
    ]);
  },
);

describe('a proxy that opens no tunnel: nothing was sent', () => {
  const PROXY = { variable: 'https_proxy', url: new URL('http://user:password@proxy.example:3128'), authorization: '' };
  const LOOK = 'Look at https_proxy of the runner; hosts that are reached without the proxy belong into no_proxy.';
  const LOGIN =
    'It asks for a user name and a password, or for other ones: put them into https_proxy, percent-encoded.';

  test.each<[number | Error, string, { uncertain: boolean; permanent: boolean }, string]>([
    [403, 'answered HTTP 403 for', HOPELESS, LOOK],
    [404, 'answered HTTP 404 for', HOPELESS, LOOK],
    [407, 'answered HTTP 407 for', HOPELESS, LOGIN],
    [302, 'answered HTTP 302 for', HOPELESS, LOOK],
    [429, 'answered HTTP 429 for', UNSENT, LOOK],
    [500, 'answered HTTP 500 for', UNSENT, LOOK],
    [502, 'answered HTTP 502 for', UNSENT, LOOK],
    [503, 'answered HTTP 503 for', UNSENT, LOOK],
    [504, 'answered HTTP 504 for', UNSENT, LOOK],
    [made('no', { name: 'AbortError' }), 'opened no tunnel to', UNSENT, LOOK],
  ])('%p', (reason, told, verdict, hint) => {
    const { message, uncertain, permanent, hint: given } = proxyErrorOf(reason, PROXY, HOST);
    expect([message, { uncertain, permanent }, given]).toEqual([
      `the proxy proxy.example:3128 ${told} ${HOST}`,
      verdict,
      hint,
    ]);
  });

  test.each<[Error, string, { uncertain: boolean; permanent: boolean }, string]>([
    [made('x', { code: 'ECONNREFUSED' }), 'no connection to proxy.example:3128 (ECONNREFUSED)', UNSENT, LOOK],
    [made('x', { code: 'ENOTFOUND' }), 'no connection to proxy.example:3128 (ENOTFOUND)', UNSENT, LOOK],
    [made('x', { code: 'ECONNRESET' }), 'the connection to proxy.example:3128 broke (ECONNRESET)', UNSENT, LOOK],
    [
      made('x', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      'the certificate of proxy.example:3128 is not trusted (SELF_SIGNED_CERT_IN_CHAIN)',
      HOPELESS,
      CA,
    ],
  ])('%p', (reason, told, verdict, hint) => {
    const { message, uncertain, permanent, hint: given } = proxyErrorOf(reason, PROXY, HOST);
    expect([message, { uncertain, permanent }, given]).toEqual([
      `the proxy proxy.example:3128 opened no tunnel to ${HOST}: ${told}`,
      verdict,
      hint,
    ]);
  });
});

test('the cause is kept', () => {
  const error = made('x', { code: 'ECONNRESET' });
  expect(networkErrorOf(error, HOST).cause).toBe(error);
});
