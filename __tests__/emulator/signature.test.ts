import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../emulator/digest.ts';
import {
  canonicalQuery,
  canonicalRequest,
  parseAuthorization,
  isSignatureValid,
  computeSignature,
} from '../../emulator/gateway/signature.ts';

const SECRET = 'SecretKey';

interface Vector {
  readonly id: string;
  readonly method: string;
  readonly wirePath: string;
  readonly wireQuery: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signed: readonly string[];
  readonly signature: string;
}

const python = { host: 'service.endpoint.myhuaweicloud.com', 'x-sdk-date': '20200608T023900Z', test_underscore: 'x' };
const go = { 'x-sdk-date': '20060102T150405Z', test_underscore: 'x' };
const mine = { host: 'swr-api.cn-north-4.myhuaweicloud.com', 'x-sdk-date': '20260101T000000Z' };

const VECTORS: readonly Vector[] = [
  {
    id: 'P1: a query',
    method: 'GET',
    wirePath: '/resources',
    wireQuery: 'size=1',
    headers: python,
    body: '',
    signed: ['host', 'x-sdk-date'],
    signature: 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  },
  {
    id: 'P2: a body',
    method: 'POST',
    wirePath: '/resources',
    wireQuery: 'size=1',
    headers: python,
    body: '{"name":"test","id":1}',
    signed: ['host', 'x-sdk-date'],
    signature: '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
  },
  {
    id: 'G1: nothing but the date is signed',
    method: 'GET',
    wirePath: '/path',
    wireQuery: 'limit=1',
    headers: go,
    body: '',
    signed: ['x-sdk-date'],
    signature: '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  },
  {
    id: 'G2: the body ends in a line feed',
    method: 'POST',
    wirePath: '/path',
    wireQuery: 'key=value',
    headers: { ...go, 'content-type': 'application/json' },
    body: '{"Name":"test","Id":1}\n',
    signed: ['x-sdk-date'],
    signature: 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  },
  {
    id: 'S1: project and security token are signed',
    method: 'GET',
    wirePath: '/v2/manage/namespaces',
    wireQuery: 'filter=namespace%3A%3Aa',
    headers: { ...mine, 'x-project-id': 'PROJECT', 'x-security-token': 'TOKEN' },
    body: '',
    signed: ['host', 'x-project-id', 'x-sdk-date', 'x-security-token'],
    signature: '0d253dd0e1cd41742c57022677cfa7d0f37e0a8dcd5e3224e84b575f1013b691',
  },
  {
    id: 'S2: a dollar in the path, an unsigned payload',
    method: 'POST',
    wirePath: '/v2/a$b',
    wireQuery: '',
    headers: { ...mine, 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' },
    body: 'whatever',
    signed: ['host', 'x-sdk-content-sha256', 'x-sdk-date'],
    signature: '905f4e2bd5398e65fff975c04ff7417eaa58cce527156e700e91ec4df1c3200e',
  },
];

describe('published test vectors', () => {
  test.each(VECTORS)('$id', (vector) => {
    expect(computeSignature(vector, vector.signed, SECRET)).toBe(vector.signature);
  });

  test('the canonical request of the Signature Guide has the published hash', () => {
    const request = {
      method: 'GET',
      wirePath: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
      wireQuery: 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
      headers: {
        'content-type': 'application/json',
        host: 'service.region.example.com',
        'x-sdk-date': '20191115T033655Z',
      },
      body: '',
    };
    expect(sha256(canonicalRequest(request, ['content-type', 'host', 'x-sdk-date']))).toBe(
      'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
    );
  });

  test('the canonical query has sorted names, sorted values and strict encoding', () => {
    const query = [
      ['limit', '1'],
      ['enable', 'true'],
      ['test', '一 (&=?!#%.*)'],
      ['path', '/tmp/123'],
      ['multi', '3'],
      ['multi', '1'],
      ['multi', '2'],
    ].map((pair) => pair.map(encodeURIComponent).join('='));
    expect(canonicalQuery(query.join('&'))).toBe(
      'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
    );
  });
});

describe('the canonical request', () => {
  test('values of one name are sorted as texts, an empty value keeps its "="', () => {
    expect(canonicalQuery('n=9&n=10&n=2&empty=&bare')).toBe('bare=&empty=&n=10&n=2&n=9');
  });

  test('a path is decoded once and encoded strictly, so that $ and %24 are the same', () => {
    const request = { ...VECTORS[5], method: 'GET', wireQuery: '', headers: {}, body: '' };
    const paths = ['/a$b', '/a%24b', '/a%24b/'].map((wirePath) => canonicalRequest({ ...request, wirePath }, []));
    expect(new Set(paths).size).toBe(1);
    expect(paths[0]).toContain('\n/a%24b/\n');
    expect(canonicalRequest({ ...request, wirePath: '/a%2524b' }, [])).toContain('\n/a%2524b/\n');
  });

  test('header values are trimmed, and names keep the order of SignedHeaders', () => {
    const request = { method: 'get', wirePath: '/', wireQuery: '', headers: { a: ' 1 ', b: '2' }, body: '' };
    expect(canonicalRequest(request, ['b', 'a'])).toBe(`GET\n/\n\nb:2\na:1\n\nb;a\n${sha256('')}`);
  });

  test.each([
    ['another algorithm', `V11-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=${'0'.repeat(64)}`],
    ['a comma after the algorithm', `SDK-HMAC-SHA256, Access=A, SignedHeaders=host, Signature=${'0'.repeat(64)}`],
    ['no space after a comma', `SDK-HMAC-SHA256 Access=A,SignedHeaders=host,Signature=${'0'.repeat(64)}`],
    ['a short signature', 'SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=abc'],
  ])('an Authorization header that is refused: %s', (_, authorization) => {
    expect(parseAuthorization(authorization)).toBeUndefined();
  });

  test('key, headers and body all affect the signature', () => {
    const [vector] = VECTORS;
    if (vector === undefined) throw new Error('no vector');
    const authorization = `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, Signature=${vector.signature}`;
    const parsed = parseAuthorization(authorization);
    expect(parsed).toEqual({
      accessKey: 'AccessKey',
      signedHeaders: ['host', 'x-sdk-date'],
      signature: vector.signature,
    });
    if (parsed === undefined) throw new Error('not parsed');
    expect(isSignatureValid(vector, parsed, SECRET)).toBe(true);
    expect(isSignatureValid(vector, parsed, 'another')).toBe(false);
    expect(isSignatureValid({ ...vector, body: 'x' }, parsed, SECRET)).toBe(false);
  });
});
