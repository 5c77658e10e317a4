import { describe, expect, test } from '@jest/globals';
import { readSettings, readRunOptions } from '../../src/inputs/settings.ts';
import { givenInputs, type Given } from '../support/given-inputs.ts';

const read = (given: Given, projects: ReadonlyMap<string, string> = new Map()) => {
  const { inputs, errors } = givenInputs(given);
  const settings = readSettings(inputs, projects);
  return { settings, errors: errors() };
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

test('an input that is not given has the default of action.yml', () => {
  expect(read({ region: 'cn-north-4' })).toEqual({ settings: DEFAULTS, errors: '' });
});

test('given inputs replace the defaults', () => {
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
    errors: '',
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
    [
      { region: 'cn-north' },
      "`region` must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'cn-north'",
    ],
  ])('%j is an error', (given, complaint) => {
    expect(read({ region: 'cn-north-4', ...given }).errors).toBe(`The input is wrong: ${complaint}.`);
  });
});

describe('the region', () => {
  test('comes from elsewhere where the input is empty', () => {
    const { inputs, errors } = givenInputs({});
    expect([readSettings(inputs, new Map(), 'cn-east-3').region, errors()]).toEqual(['cn-east-3', '']);
    expect(readSettings(givenInputs({ region: 'cn-north-4' }).inputs, new Map(), 'cn-east-3').region).toBe(
      'cn-north-4',
    );
  });

  test('one that is not known is a warning, because regions are added', () => {
    const { inputs, errors } = givenInputs({ region: 'cn-nroth-4' });
    expect([readSettings(inputs).region, errors(), inputs.warnings()]).toEqual([
      'cn-nroth-4',
      '',
      ["`region` has 'cn-nroth-4', which this version does not know (did you mean cn-north-4?)."],
    ]);
  });
});

test('two projects for one region are an error, the same one twice is not', () => {
  const given = { region: 'cn-north-4', 'project-id': 'p1' };
  expect(read(given, new Map([['cn-north-4', 'p2']])).errors).toBe(
    "The input is wrong: `project-id` must be the project that target-project-ids names for cn-north-4 (p2), but is 'p1'.",
  );
  expect(read(given, new Map([['cn-north-4', 'p1']])).errors).toBe('');
});

test('the options of a run', () => {
  const { inputs, errors } = givenInputs({ wait: 'False', 'poll-interval': '90', 'dry-run': 'TRUE' });
  expect(readRunOptions(inputs)).toEqual({ wait: false, pollIntervalMs: 90_000, dryRun: true });
  expect(readRunOptions(givenInputs({}).inputs)).toEqual({ wait: true, pollIntervalMs: 10_000, dryRun: false });
  expect(errors()).toBe('');
});

test.each(['0s', '61m'])('a poll interval of %s is an error', (interval) => {
  const { inputs, errors } = givenInputs({ 'poll-interval': interval });
  readRunOptions(inputs);
  expect(errors()).toBe(`The input is wrong: \`poll-interval\` must be between 1s and 1h, but is '${interval}'.`);
});
