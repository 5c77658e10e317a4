import { describe, expect, test } from '@jest/globals';
import { readJobContext } from '../../src/github/job-context.ts';
import { variablesOf } from '../support/emulated-github.ts';

const API = 'https://git.example.test/api/v3';

const read = (variables: Readonly<Record<string, string>>) =>
  readJobContext((name) => new Map(Object.entries(variables)).get(name) ?? '');

test('repository, commit and run of a job', () => {
  expect(read({ ...variablesOf(`${API}/`), GITHUB_ACTOR: 'mona' })).toEqual({
    sessionName: 'github-77-2',
    idTokenRequest: undefined,
    owner: 'owner',
    repository: 'app',
    commit: '0123456789abcdef0123456789abcdef01234567',
    apiUrl: API,
    runPage: 'https://git.example.test/owner/app/actions/runs/77',
    runUrl: 'https://git.example.test/owner/app/actions/runs/77/attempts/2',
    attempt: '2',
    actor: 'mona',
  });
});

test('outside of a workflow nothing is known', () => {
  expect(read({})).toMatchObject({ sessionName: 'github', owner: '', commit: '', apiUrl: 'https://api.github.com' });
});

test('without an attempt the URL is that of the run', () => {
  expect(read({ ...variablesOf(API), GITHUB_RUN_ATTEMPT: '' }).runUrl).toBe(
    'https://git.example.test/owner/app/actions/runs/77',
  );
});

test('a session name has no characters that STS does not take', () => {
  expect(read({ GITHUB_RUN_ID: '7/7', GITHUB_RUN_ATTEMPT: '2' }).sessionName).toBe('github-2');
});

describe('the request of ID tokens', () => {
  const OFFERED = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://a.test/?x=1', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token' };

  test('is known when the runner sets both variables', () => {
    expect(read(OFFERED).idTokenRequest).toEqual({ url: new URL('https://a.test/?x=1'), token: 'token' });
  });

  test.each([
    { ACTIONS_ID_TOKEN_REQUEST_URL: '' },
    { ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' },
    { ACTIONS_ID_TOKEN_REQUEST_URL: 'nonsense' },
  ])('is unknown with %j', (missing) => {
    expect(read({ ...OFFERED, ...missing }).idTokenRequest).toBeUndefined();
  });
});
