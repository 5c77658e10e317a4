import { describe, expect, test } from '@jest/globals';
import { readEndpoint } from '../../src/inputs/endpoint.ts';
import { givenInputs } from '../support/given-inputs.ts';

function read(endpoint: string, severalRegions = true): { readonly template: string; readonly complaints: string } {
  const { inputs, complaints } = givenInputs({ endpoint });
  const template = readEndpoint(inputs, severalRegions);
  return { template, complaints: complaints() };
}

test.each([
  ['', 'https://{service}.{region}.myhuaweicloud.com'],
  ['https://{service}.{region}.example.com', 'https://{service}.{region}.example.com'],
  ['https://{service}.{region}.example.com///', 'https://{service}.{region}.example.com'],
  ['https://proxy.example.com:8443/{service}/{region}/', 'https://proxy.example.com:8443/{service}/{region}'],
  ['http://localhost:8080/{service}/{region}', 'http://localhost:8080/{service}/{region}'],
  ['http://127.0.0.1:1/{service}/{region}', 'http://127.0.0.1:1/{service}/{region}'],
  ['http://[::1]:1/{service}/{region}', 'http://[::1]:1/{service}/{region}'],
  ['https://host.example/a%24b/{service}/{region}', 'https://host.example/a%24b/{service}/{region}'],
])('%j is taken as %j', (given, template) => {
  expect(read(given)).toEqual({ template, complaints: '' });
});

test('an operation in one region can do without the region', () => {
  expect(read('https://{service}.example.com', false)).toEqual({
    template: 'https://{service}.example.com',
    complaints: '',
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
    expect(read(given).complaints).toBe(`The input is wrong: \`endpoint\` ${rule}, but is '${given}'.`);
  });

  test('a password in the address is refused and not shown', () => {
    expect(read('https://me:hunter@22@{service}.{region}.example.com').complaints).toBe(
      "The input is wrong: `endpoint` must not contain a user name or password, but is 'https://***@{service}.{region}.example.com'.",
    );
  });
});
