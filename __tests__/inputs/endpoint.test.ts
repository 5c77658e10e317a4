import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readEndpoint } from '../../src/inputs/endpoint.ts';
import { escapeInvisible } from '../../src/escape.ts';
import { givenInputs } from '../support/given-inputs.ts';
import { hostileText } from '../support/hostile-text.ts';

/** Stands for the addresses of the public cloud. */
const PUBLIC = 'https://public.example/{service}/{region}';

function read(endpoint: string, severalRegions = true): { readonly template: string; readonly errors: string } {
  const { inputs, errors } = givenInputs({ endpoint });
  const taken = readEndpoint(inputs, severalRegions);
  return { template: taken.kind === 'public' ? PUBLIC : taken.template, errors: errors() };
}

test.each([
  ['', PUBLIC],
  ['https://{service}.{region}.myhuaweicloud.com/', PUBLIC],
  ['https://{service}.{region}.myhuaweicloud.com.', PUBLIC],
  ['https://{service}.{region}.myhuaweicloud.com./', PUBLIC],
  ['https://{service}.{region}.myhuaweicloud.com.:443', PUBLIC],
  ['https://{service}.{region}.myhuaweicloud.com:443/', PUBLIC],
  ['HTTPS://{service}.{region}.MyHuaweiCloud.com', PUBLIC],
  ['https://{service}.{region}.example.com.', 'https://{service}.{region}.example.com'],
  ['https://{service}.{region}.example.com.:8443/a./', 'https://{service}.{region}.example.com:8443/a.'],
  ['https://gate.example./{service}/{region}', 'https://gate.example/{service}/{region}'],
  ['https://gate.example/{service}/{region}.', 'https://gate.example/{service}/{region}.'],
  ['http://localhost./{service}/{region}', 'http://localhost/{service}/{region}'],
  ['https://{service}.{region}.myhuaweicloud.eu', 'https://{service}.{region}.myhuaweicloud.eu'],
  ['https://{service}.{region}.example.com', 'https://{service}.{region}.example.com'],
  ['https://{service}.{region}.example.com///', 'https://{service}.{region}.example.com'],
  ['https://proxy.example.com:8443/{service}/{region}/', 'https://proxy.example.com:8443/{service}/{region}'],
  ['http://localhost:8080/{service}/{region}', 'http://localhost:8080/{service}/{region}'],
  ['http://127.0.0.1:1/{service}/{region}', 'http://127.0.0.1:1/{service}/{region}'],
  ['http://[::1]:1/{service}/{region}', 'http://[::1]:1/{service}/{region}'],
  ['http://127.9.9.9:1/{service}/{region}', 'http://127.9.9.9:1/{service}/{region}'],
  ['http://127.1:1/{service}/{region}', 'http://127.1:1/{service}/{region}'],
  ['HTTPS://{service}.{region}.example.com', 'HTTPS://{service}.{region}.example.com'],
  ['https://host.example/a%24b/{service}/{region}', 'https://host.example/a%24b/{service}/{region}'],
])('%j is taken as %j', (given, template) => {
  expect(read(given)).toEqual({ template, errors: '' });
});

test('an operation in one region can do without the region', () => {
  const template = 'https://{service}.cn-north-4.myhuaweicloud.com';
  expect(read(template, false)).toEqual({ template, errors: '' });
  expect(read('https://{service}.example.com', false)).toEqual({
    template: 'https://{service}.example.com',
    errors: '',
  });
});

describe('addresses that would give signatures away, or reach nothing', () => {
  test.each([
    ['https://{region}.example.com', 'must contain {service}'],
    ['https://{service}.example.com', 'must contain {region}'],
    ['http://{service}.{region}.example.com', 'must use https (plain http only to a loopback host)'],
    ['http://127.0.0.1.evil.example/{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://localhost.evil.example/{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://{service}.localhost/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://[::ffff:127.0.0.1]/{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://localhost../{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://localhost.evil.example./{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://0.0.0.0/{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['http://10.0.0.1/{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['javascript://{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['https://{service}.{region}.example.com:99999', 'must be a URL'],
    ['https://{service}.{region}.exa<mple.com', 'must be a URL'],
    ['ftp://{service}.{region}.example.com', 'must use https (plain http only to a loopback host)'],
    ['file:///{service}/{region}', 'must use https (plain http only to a loopback host)'],
    ['{service}.{region}.example.com', 'must be a URL'],
    ['//{service}.{region}.example.com', 'must be a URL'],
    ['https://{service}.{region}.example.com?x=1', 'must not contain a query or a fragment'],
    ['https://{service}.{region}.example.com#x', 'must not contain a query or a fragment'],
    ['https://{service}.{region}.example.com/?', 'must not contain a query or a fragment'],
    ['https://gate.example/{service}/{region}/../cn-north-4', 'must give every region an address of its own'],
    ['https://gate.example/{service}/{region}/%2e%2e/all', 'must give every region an address of its own'],
    ['https://{service}.{region}.example.com/%zz', 'must have a path that can be decoded'],
    [
      'https://{service}.{region}.{domain}',
      'must have no other placeholders than {service} and {region}, and no white space',
    ],
    [
      'https://{service}.{region}.example.com/a b',
      'must have no other placeholders than {service} and {region}, and no white space',
    ],
  ])('%j', (given, rule) => {
    expect(read(given).errors).toBe(`The input is wrong: \`endpoint\` ${rule}, but is '${given}'.`);
  });

  test.each([
    ['https://me:hunter@22@{service}.{region}.example.com', 'https://***@{service}.{region}.example.com'],
    ['https://me@{service}.{region}.example.com', 'https://***@{service}.{region}.example.com'],
    ['https://:hunter@{service}.{region}.example.com', 'https://***@{service}.{region}.example.com'],
    ['http://127.0.0.1:hunter@evil.example/{service}/{region}', 'http://***@evil.example/{service}/{region}'],
  ])('a user or password in the address is refused and not shown: %j', (given, shown) => {
    expect(read(given).errors).toBe(
      `The input is wrong: \`endpoint\` must not contain a user name or password, but is '${shown}'.`,
    );
  });

  test.each([
    ['without a scheme', 'me:hunter@{service}.{region}.example.com'],
    ['over two lines', 'https://me:hun\nter@{service}.{region}.example.com'],
    ['with another fault', 'https://me:hunter@{service}.{region}.{domain}'],
  ])('a password is not shown %s either', (_, given) => {
    const { errors } = read(given);
    expect(errors).toContain('***@{service}.{region}');
    expect(errors).not.toMatch(/me:|hun|ter@/);
  });

  test('whatever it is, the complaint is one visible line, and what is taken is an address', () => {
    const spoiled = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: hostileText });
    const text = fc
      .tuple(
        fc.constantFrom('https://', 'http://', 'HTTP:\\\\', ''),
        spoiled,
        fc.constantFrom('127.0.0.1', 'localhost:1', '[::1]', 'evil.example', 'me:word@evil.example', '{service}'),
        spoiled,
        fc.constantFrom(
          '/{service}/{region}',
          '.{region}',
          '/{region}?{service}',
          '#{service}{region}',
          '{region}{region}',
        ),
        spoiled,
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (given) => {
        const { template, errors } = read(given);
        expect(escapeInvisible(errors, 10_000)).toBe(errors);
        expect(errors.length).toBeLessThan(500);
        if (errors !== '') return;
        const url = new URL(template.replaceAll('{service}', 'iam').replaceAll('{region}', 'cn-north-4'));
        expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
        expect(url.protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(url.hostname)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
