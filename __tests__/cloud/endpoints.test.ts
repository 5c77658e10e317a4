import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  endpointOf,
  type EndpointTemplate,
  globalIamOf,
  isRegistryHost,
  registryHostOf,
  type Service,
  urlOf,
} from '../../src/cloud/endpoints.ts';

const PUBLIC: EndpointTemplate = { kind: 'public' };

describe('where a service is', () => {
  test.each<[Service, string, string]>([
    ['swr-api', 'cn-north-4', 'https://swr-api.cn-north-4.myhuaweicloud.com'],
    ['modelarts', 'ap-southeast-1', 'https://modelarts.ap-southeast-1.myhuaweicloud.com'],
    ['hss', 'cn-north-11', 'https://hss.cn-north-11.myhuaweicloud.com'],
    ['swr-api', 'eu-west-101', 'https://swr-api.eu-west-101.myhuaweicloud.eu'],
    ['swr-api', 'eu-west-0', 'https://swr-api.eu-west-0.myhuaweicloud.com'],
    ['iam', 'cn-north-4', 'https://iam.cn-north-4.myhuaweicloud.com'],
    ['iam', 'eu-west-101', 'https://iam.eu-west-101.myhuaweicloud.eu'],
    ['iam', 'eu-west-0', 'https://iam.eu-west-0.myhuaweicloud.com'],
    ['iam', 'my-kualalumpur-1', 'https://iam.my-kualalumpur-1.myhuaweicloud.com'],
    ['iam', 'cn-north-11', 'https://iam.myhuaweicloud.com'],
    ['iam', 'cn-southwest-3', 'https://iam.myhuaweicloud.com'],
    ['iam', 'sa-peru-1', 'https://iam.myhuaweicloud.com'],
    ['iam', 'xx-new-1', 'https://iam.myhuaweicloud.com'],
  ])('%s in %s', (service, region, endpoint) => {
    expect(endpointOf(PUBLIC, service, region)).toBe(endpoint);
  });

  test('a template is filled in, and not changed otherwise', () => {
    const own: EndpointTemplate = { kind: 'template', template: 'https://{region}.example.com/{service}/{region}' };
    expect([endpointOf(own, 'iam', 'cn-north-11'), endpointOf(own, 'hss', 'eu-west-101')]).toEqual([
      'https://cn-north-11.example.com/iam/cn-north-11',
      'https://eu-west-101.example.com/hss/eu-west-101',
    ]);
  });
});

describe('addresses of calls', () => {
  test.each([
    [{ path: ['v2', 'a$b', 'c d'] }, 'https://h.example/v2/a$b/c%20d'],
    [{ path: ['v2', ''] }, 'https://h.example/v2/'],
    [{ path: ['a/b', '%2F', "!'()*"] }, 'https://h.example/a%2Fb/%252F/%21%27%28%29%2A'],
    [
      { path: ['x'], query: { filter: 'limit::1|offset::0', b: '' } },
      'https://h.example/x?filter=limit%3A%3A1%7Coffset%3A%3A0&b=',
    ],
    [{ path: ['x'], query: { 'a b': 'c&d=e+f#g?$' } }, 'https://h.example/x?a%20b=c%26d%3De%2Bf%23g%3F%24'],
    [{ path: ['x'], query: {} }, 'https://h.example/x'],
  ])('%j', (target, url) => {
    expect(urlOf('https://h.example', target).href).toBe(url);
  });

  test('whatever a segment or a query holds, it is encoded: nothing ends the path, adds a parameter or changes the host', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 });
    // Segments of dots would climb: the rules of names and ids let none through.
    const segments = fc.array(
      text.filter((segment) => !/^\.{1,2}$/.test(segment)),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(segments, fc.dictionary(text, text, { maxKeys: 3 }), (path, query) => {
        const url = urlOf('https://h.example/base', { path, query });
        expect([url.origin, url.hash]).toEqual(['https://h.example', '']);
        expect(url.pathname.split('/').map((segment) => decodeURIComponent(segment))).toEqual(['', 'base', ...path]);
        expect(Object.fromEntries(url.searchParams)).toEqual({ ...query });
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[EndpointTemplate, string, string | undefined]>([
  [PUBLIC, 'cn-north-4', 'https://iam.myhuaweicloud.com'],
  [PUBLIC, 'eu-west-101', 'https://iam.myhuaweicloud.eu'],
  [{ kind: 'template', template: 'https://{service}.{region}.example.com' }, 'cn-north-4', undefined],
])('the IAM for all regions of %j near %s', (endpoint, home, base) => {
  expect(globalIamOf(endpoint, home)).toBe(base);
});

test.each([
  ['cn-north-4', 'swr.cn-north-4.myhuaweicloud.com'],
  ['eu-west-101', 'swr.eu-west-101.myhuaweicloud.eu'],
  ['eu-west-0', 'swr.eu-west-0.myhuaweicloud.com'],
])('the registry of %s is %s', (region, host) => {
  expect(registryHostOf(region)).toBe(host);
});

describe('the registry of a region', () => {
  const cloud = { kind: 'template', template: 'https://{service}.{region}.cloud.example' } as const;
  const gateway = { kind: 'template', template: 'http://127.0.0.1:8080/{service}/{region}' } as const;
  test.each<[EndpointTemplate, string, boolean]>([
    [{ kind: 'public' }, 'swr.cn-east-3.myhuaweicloud.com', true],
    [{ kind: 'public' }, 'swr.cn-north-4.myhuaweicloud.com', false],
    [{ kind: 'public' }, 'swr.cn-east-3.myhuaweicloud.eu', false],
    [{ kind: 'public' }, 'swr.cn-east-3.cloud.example', false],
    [cloud, 'swr.cn-east-3.myhuaweicloud.com', true],
    [cloud, 'swr.cn-north-4.myhuaweicloud.com', false],
    [cloud, 'swr.cn-east-3.cloud.example', true],
    [cloud, 'swr.cn-east-3.cloud.example:5000', true],
    [cloud, 'swr.cn-north-4.cloud.example', false],
    [cloud, 'swr.cn-east-3.cloud.example.evil.example', false],
    [cloud, 'evil.example/swr.cn-east-3.cloud.example', false],
    [cloud, 'user@swr.cn-east-3.cloud.example', false],
    [cloud, '', false],
    [gateway, 'swr.cn-east-3.myhuaweicloud.com', true],
    [gateway, '127.0.0.1:5000', true],
    [gateway, '8.0.0.1', false],
    [gateway, 'evil.example', false],
  ])('with %j: %s %p', (endpoint, host, isRegistry) => {
    expect(isRegistryHost(endpoint, 'cn-east-3', host)).toBe(isRegistry);
  });
});
