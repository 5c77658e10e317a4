import { describe, expect, test } from '@jest/globals';
import { networkErrorOf, proxyErrorOf, requestTimeout } from '../../src/http/network-error.ts';

const HOST = 'swr-api.cn-north-4.myhuaweicloud.com';

function made(message: string, properties: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), properties);
}

function classified(error: unknown, isSent: boolean): readonly unknown[] {
  const { code, message, uncertain, permanent, hint } = networkErrorOf(error, HOST, isSent);
  return [code, message, { uncertain, permanent }, hint];
}

const UNSENT = { uncertain: false, permanent: false };
const LOST = { uncertain: true, permanent: false };
const HOPELESS = { uncertain: false, permanent: true };
const CA =
  'If it comes from a proxy or a server with a certificate authority of its own, set NODE_EXTRA_CA_CERTS for the job.';

/** The same error, before and after the request was handed to an open connection: that decides, and not the error. */
const FAULTS: readonly [unknown, string][] = [
  [made('connect', { code: 'ECONNREFUSED', syscall: 'connect' }), ' (ECONNREFUSED)'],
  [made('getaddrinfo', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), ' (EAI_AGAIN)'],
  [made('read', { code: 'EHOSTUNREACH', syscall: 'read' }), ' (EHOSTUNREACH)'],
  [made('write', { code: 'ENETUNREACH', syscall: 'write' }), ' (ENETUNREACH)'],
  [made('read', { code: 'ETIMEDOUT', syscall: 'read' }), ' (ETIMEDOUT)'],
  [made('write', { code: 'EADDRNOTAVAIL', syscall: 'write' }), ' (EADDRNOTAVAIL)'],
  [made('write', { code: 'EPIPE', syscall: 'write' }), ' (EPIPE)'],
  [made('socket hang up', { code: 'ECONNRESET' }), ' (ECONNRESET)'],
  [
    made('Client network socket disconnected before secure TLS connection was established', { code: 'ECONNRESET' }),
    ' (ECONNRESET)',
  ],
  [made('Parse Error', { code: 'HPE_INVALID_CONSTANT' }), ' (HPE_INVALID_CONSTANT)'],
  [made('The operation was aborted', { code: 'ABORT_ERR' }), ''],
  [made('aborted'), ' (aborted)'],
  [new AggregateError([], 'nothing inside'), ' (nothing inside)'],
  ['just a text', ' (just a text)'],
  [undefined, ' (undefined)'],
  [made('odd', { code: 7 }), ' (odd)'],
];

test.each(FAULTS)('%p: whether the request was sent decides what it means', (error, why) => {
  expect(classified(error, false)).toEqual(['unreachable', `no connection to ${HOST}${why}`, UNSENT, undefined]);
  expect(classified(error, true)).toEqual([
    'connection-lost',
    `the connection to ${HOST} broke${why}`,
    LOST,
    undefined,
  ]);
});

test('a host with several addresses, none of which answers: the first error is shown', () => {
  const errors = [made('a', { code: 'ECONNREFUSED', syscall: 'connect' }), made('b', { code: 'ENETUNREACH' })];
  expect(classified(new AggregateError(errors, ''), false)).toEqual([
    'unreachable',
    `no connection to ${HOST} (ECONNREFUSED)`,
    UNSENT,
    undefined,
  ]);
});

test.each([
  ['ENOTFOUND', true],
  ['EAI_AGAIN', false],
])('%s: no such host is %p', (code, isUnknownHost) => {
  expect(networkErrorOf(made('x', { code, syscall: 'getaddrinfo' }), HOST, false).isUnknownHost).toBe(isUnknownHost);
});

describe('certificates: nothing was sent, and another attempt cannot help', () => {
  test.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'is not trusted', CA],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'is not trusted', CA],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not trusted', CA],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'is not trusted', CA],
    ['INVALID_CA', 'is not trusted', CA],
    ['INVALID_PURPOSE', 'is not trusted', CA],
    ['CERT_REVOKED', 'is not trusted', CA],
    ['ERR_SSL_EE_KEY_TOO_SMALL', 'is not trusted', CA],
    ['CERT_HAS_EXPIRED', 'has expired', 'It has to be renewed, unless the clock of the runner is wrong.'],
    ['CERT_NOT_YET_VALID', 'is not valid yet', 'Is the clock of the runner right?'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'was issued for other names', 'Is its name spelled right?'],
    ['HOSTNAME_MISMATCH', 'was issued for other names', 'Is its name spelled right?'],
  ])('%s', (code, flaw, hint) => {
    expect(classified(made('tls', { code }), false)).toEqual([
      'tls-failed',
      `the certificate of ${HOST} ${flaw} (${code})`,
      HOPELESS,
      hint,
    ]);
  });
});

describe('any other fault of TLS: another attempt may help', () => {
  test.each([
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ERR_TLS_HANDSHAKE_TIMEOUT',
    'EPROTO',
  ])('%s', (code) => {
    for (const isSent of [false, true]) {
      expect(classified(made('tls', { code }), isSent)).toEqual([
        'tls-failed',
        `the TLS connection to ${HOST} failed (${code})`,
        { uncertain: isSent, permanent: false },
        'Does a proxy or a firewall in between interrupt TLS?',
      ]);
    }
  });
});

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
    [made('x', { code: 'ECONNRESET' }), 'no connection to proxy.example:3128 (ECONNRESET)', UNSENT, LOOK],
    [made('x', { code: 'EPROTO' }), 'the TLS connection to proxy.example:3128 failed (EPROTO)', UNSENT, LOOK],
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

  test('a request that timed out before it was sent keeps why it was not', () => {
    const error = proxyErrorOf(407, PROXY, HOST);
    const { message, permanent, hint } = requestTimeout(error, HOST, 1500);
    expect([message, permanent, hint]).toEqual([`${error.message} within 1.5 s`, true, error.hint]);
    expect(requestTimeout(new Error('aborted'), HOST, 1500)).toMatchObject({
      code: 'request-timeout',
      uncertain: true,
    });
  });
});

test('the cause is kept', () => {
  const error = made('x', { code: 'ECONNRESET' });
  expect(networkErrorOf(error, HOST, true).cause).toBe(error);
});
