import { describe, expect, test } from '@jest/globals';
import { readSettings, readWaiting } from '../../src/inputs/settings.ts';
import { givenInputs, type Given } from '../support/given-inputs.ts';

const read = (given: Given, projects: ReadonlyMap<string, string> = new Map()) => {
  const { inputs, complaints } = givenInputs(given);
  const settings = readSettings(inputs, { severalRegions: true, projects });
  return { settings, complaints: complaints() };
};

const DEFAULTS = {
  region: 'cn-north-4',
  projects: new Map<string, string>(),
  endpoint: { kind: 'public' },
  timeoutMs: 1_800_000,
  requestTimeoutMs: 30_000,
  maxAttempts: 5,
  concurrency: 8,
  failOn: 'any',
};

test('the defaults are those of the contract', () => {
  expect(read({ region: 'cn-north-4' })).toEqual({ settings: DEFAULTS, complaints: '' });
});

test('everything given', () => {
  const given = {
    region: 'eu-west-101',
    'project-id': '0504',
    endpoint: 'https://h.example/{service}/{region}/',
    timeout: '0',
    'request-timeout': '90',
    'max-attempts': '100',
    concurrency: '64',
    'fail-on': 'never',
  };
  expect(read(given, new Map([['cn-east-3', 'target']]))).toEqual({
    settings: {
      region: 'eu-west-101',
      projects: new Map([
        ['cn-east-3', 'target'],
        ['eu-west-101', '0504'],
      ]),
      endpoint: { kind: 'template', template: 'https://h.example/{service}/{region}' },
      timeoutMs: 0,
      requestTimeoutMs: 90_000,
      maxAttempts: 100,
      concurrency: 64,
      failOn: 'never',
    },
    complaints: '',
  });
});

describe('limits', () => {
  test.each<[Given, string]>([
    [{ timeout: '121h' }, "`timeout` must be between 0s and 120h, but is '121h'"],
    [{ 'request-timeout': '0' }, "`request-timeout` must be between 1s and 10m, but is '0'"],
    [{ 'request-timeout': '11m' }, "`request-timeout` must be between 1s and 10m, but is '11m'"],
    [{ 'max-attempts': '0' }, "`max-attempts` must be a whole number from 1 to 100, but is '0'"],
    [{ 'max-attempts': '101' }, "`max-attempts` must be a whole number from 1 to 100, but is '101'"],
    [{ concurrency: '65' }, "`concurrency` must be a whole number from 1 to 64, but is '65'"],
    [{ 'fail-on': 'some' }, "`fail-on` must be one of any, all, never, but is 'some'"],
    [{ 'project-id': 'a/b' }, "`project-id` must be a project id: 1 to 64 letters, digits and hyphens, but is 'a/b'"],
    [{ region: 'cn-north' }, "`region` must be a region id such as cn-north-4, but is 'cn-north'"],
  ])('%j', (given, complaint) => {
    expect(read({ region: 'cn-north-4', ...given }).complaints).toBe(`The input is wrong: ${complaint}.`);
  });
});

test('how an operation waits', () => {
  const { inputs, complaints } = givenInputs({ wait: 'False', 'poll-interval': '90', 'dry-run': 'TRUE' });
  expect(readWaiting(inputs)).toEqual({ wait: false, pollIntervalMs: 90_000, dryRun: true });
  expect(readWaiting(givenInputs({}).inputs)).toEqual({ wait: true, pollIntervalMs: 10_000, dryRun: false });
  expect(complaints()).toBe('');
});
