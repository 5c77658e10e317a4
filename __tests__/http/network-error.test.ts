import { describe, expect, test } from '@jest/globals';
import { networkErrorOf } from '../../src/http/network-error.ts';

const HOST = 'swr-api.cn-north-4.myhuaweicloud.com';

function made(message: string, properties: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), properties);
}

function classified(error: unknown): readonly unknown[] {
  const { message, unsent, permanent, hint } = networkErrorOf(error, HOST);
  return [message, { unsent, permanent }, hint];
}

const UNSENT = { unsent: true, permanent: false };
const LOST = { unsent: false, permanent: false };
const HOPELESS = { unsent: true, permanent: true };
const PROXY = 'Look at the https_proxy and no_proxy variables of the runner.';
const CA = 'If the runner sits behind a proxy with its own certificate authority, set NODE_EXTRA_CA_CERTS for the job.';

describe('no connection: nothing was sent', () => {
  test.each<[Error, string | undefined]>([
    [made('connect', { code: 'ECONNREFUSED', syscall: 'connect' }), undefined],
    [
      made('getaddrinfo', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      'Is the region, or the endpoint, spelled right?',
    ],
    [made('getaddrinfo', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), undefined],
    [made('connect', { code: 'ETIMEDOUT', syscall: 'connect' }), undefined],
    [made('connect', { code: 'ECONNRESET', syscall: 'connect' }), undefined],
    [made('x', { code: 'EHOSTUNREACH' }), undefined],
    [made('x', { code: 'ENETUNREACH' }), undefined],
    [made('x', { code: 'EADDRNOTAVAIL' }), undefined],
  ])('%p', (error, hint) => {
    const code: unknown = Object.getOwnPropertyDescriptor(error, 'code')?.value;
    expect(classified(error)).toEqual([`no connection to ${HOST} (${String(code)})`, UNSENT, hint]);
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

describe('a connection that breaks: nobody knows', () => {
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

describe('certificates: no use in trying again', () => {
  test.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'INVALID_CA',
  ])('%s', (code) => {
    expect(classified(made('tls', { code }))).toEqual([`the TLS connection to ${HOST} failed (${code})`, HOPELESS, CA]);
  });
});

test.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'EPROTO'])(
  '%s may come after the request was sent; no use in trying again either',
  (code) => {
    const [message, verdict, hint] = classified(made('tls', { code }));
    expect([message, verdict, hint]).toEqual([
      `the TLS connection to ${HOST} failed (${code})`,
      { unsent: false, permanent: true },
      CA,
    ]);
  },
);

describe('a proxy that opens no tunnel: nothing was sent', () => {
  test.each<[string, string, { unsent: boolean; permanent: boolean }]>([
    ['statusCode=403', `the proxy answered HTTP 403 for ${HOST}`, HOPELESS],
    ['statusCode=407', `the proxy answered HTTP 407 for ${HOST}`, HOPELESS],
    ['statusCode=404', `the proxy answered HTTP 404 for ${HOST}`, HOPELESS],
    ['statusCode=502', `the proxy answered HTTP 502 for ${HOST}`, UNSENT],
    ['statusCode=503', `the proxy answered HTTP 503 for ${HOST}`, UNSENT],
    ['statusCode=504', `the proxy answered HTTP 504 for ${HOST}`, UNSENT],
    ['cause=connect ECONNREFUSED 127.0.0.1:1', `the proxy did not open a tunnel to ${HOST}`, UNSENT],
  ])('%s', (detail, message, verdict) => {
    const error = made(`tunneling socket could not be established, ${detail}`, { code: 'ECONNRESET' });
    expect(classified(error)).toEqual([message, verdict, PROXY]);
  });
});

test('the cause is kept', () => {
  const error = made('x', { code: 'ECONNRESET' });
  expect(networkErrorOf(error, HOST).cause).toBe(error);
});
