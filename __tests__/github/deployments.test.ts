import { describe, expect, jest, test } from '@jest/globals';
import { complaintsOf, EDITIONS } from '../support/github-contract.ts';
import { FACTS, type EmulatedGitHub, onGitHub, SHA, TOKEN, type GitHubSettings } from '../support/emulated-github.ts';

const CREATE = { service: 'github', method: 'POST', path: '/repos/owner/app/deployments' } as const;
const STATUS = { service: 'github', method: 'POST', path: '/statuses' } as const;
const LOG_URL = 'https://git.example.test/owner/app/actions/runs/77/attempts/2';
const DEPLOYMENT = 'the GitHub deployment to the environment "cn-east-3"';

function failed(state: string): string {
  return `Could not set ${DEPLOYMENT} to ${state}: `;
}

/** Opens and closes one deployment. */
async function deploy({ deployments }: EmulatedGitHub, good = true): Promise<void> {
  const open = await deployments.open(FACTS);
  await open?.close({ good, description: good ? 'There, and the same bytes' : 'Not there' });
}

/** The same, on a GitHub of its own. Returns warnings, what was sent, and the states that GitHub has then. */
function deployed(parts: GitHubSettings, good = true) {
  return onGitHub(parts, async (github) => {
    await deploy(github, good);
    return {
      warnings: github.warnings,
      requests: github.emulator.requests(),
      states: github.emulator.state().deployments.map(({ statuses }) => statuses.map(({ state }) => state)),
    };
  });
}

describe('a deployment', () => {
  test('is created for the commit, set to in_progress, and to success', () =>
    onGitHub({}, async (github) => {
      await deploy(github);
      expect(github.warnings).toEqual([]);
      expect(github.emulator.state().deployments).toMatchObject([
        {
          ref: SHA,
          task: 'deploy',
          environment: FACTS.environment,
          description: FACTS.description,
          payload: FACTS.payload,
          transient: false,
          production: false,
          statuses: [
            { state: 'in_progress', description: FACTS.description, logUrl: LOG_URL },
            { state: 'success', description: 'There, and the same bytes', logUrl: LOG_URL },
          ],
        },
      ]);
    }));

  test('is set to failure where the promotion failed', async () => {
    expect(await deployed({}, false)).toMatchObject({ warnings: [], states: [['in_progress', 'failure']] });
  });

  test('makes the one before it inactive', () =>
    onGitHub({}, async (github) => {
      await deploy(github);
      await deploy(github);
      const states = github.emulator.state().deployments.map(({ statuses }) => statuses.at(-1)?.state);
      expect(states).toEqual(['inactive', 'success']);
    }));

  test.each(EDITIONS)('sends what the OpenAPI description of %s allows', async (edition) => {
    const { requests } = await deployed({});
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /repos/owner/app/deployments',
      expect.stringMatching(/^POST \/repos\/owner\/app\/deployments\/\d+\/statuses$/),
      expect.stringMatching(/^POST \/repos\/owner\/app\/deployments\/\d+\/statuses$/),
    ]);
    expect(requests.flatMap((request) => complaintsOf(request, edition))).toEqual([]);
  });

  test.each([
    ['short', 'short'],
    ['x'.repeat(140), 'x'.repeat(140)],
    ['x'.repeat(141), `${'x'.repeat(139)}…`],
    [`${'word '.repeat(25)}${'x'.repeat(16)}`, `${'word '.repeat(25).trim()}…`],
    [`${'x'.repeat(138)}😀😀`, `${'x'.repeat(138)}…`],
    ['two\nlines', 'two\\u000alines'],
  ])('has a description of one line and at most 140 characters: %j', (given, sent) =>
    onGitHub({}, async ({ deployments, emulator, warnings }) => {
      const open = await deployments.open({ ...FACTS, description: given });
      await open?.close({ good: true, description: given });
      const [made] = emulator.state().deployments;
      expect([made?.description, ...(made?.statuses ?? []).map(({ description }) => description)]).toEqual([
        sent,
        sent,
        sent,
      ]);
      expect(warnings).toEqual([]);
    }),
  );

  test('has no secret in its descriptions', () =>
    onGitHub({}, async ({ deployments, emulator }) => {
      const open = await deployments.open({ ...FACTS, description: `opened with ${TOKEN}` });
      await open?.close({ good: true, description: `closed with ${TOKEN}` });
      const [made] = emulator.state().deployments;
      expect([made?.description, made?.statuses.at(-1)?.description]).toEqual(['opened with ***', 'closed with ***']);
    }));

  test('links to the run where the attempt is not known', () =>
    onGitHub({ env: { GITHUB_RUN_ATTEMPT: '' } }, async (github) => {
      await deploy(github);
      expect(github.emulator.state().deployments[0]?.statuses[0]?.logUrl).toBe(LOG_URL.replace('/attempts/2', ''));
    }));

  test('writes nothing to the console, also where GitHub calls its API deprecated', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => jest.spyOn(console, name));
    const headers = { deprecation: 'true', sunset: 'soon', link: '<https://example.test>; rel="deprecation"' };
    const fault = { kind: 'status', status: 201, body: { id: 5 }, headers } as const;
    const { warnings } = await deployed({ rules: [{ match: { service: 'github' }, times: 'always', fault }] });
    const written = spies.flatMap((spy) => spy.mock.calls);
    jest.restoreAllMocks();
    expect(warnings).toEqual([]);
    expect(written).toEqual([]);
  });
});

describe('a refusal is one warning', () => {
  const none = `Could not create ${DEPLOYMENT}: `;
  test.each<[string, GitHubSettings, string]>([
    [
      'no permission',
      { github: { deployments: 'forbidden' } },
      'HTTP 403 Resource not accessible by integration. Give the job `permissions: deployments: write`; a run for a fork or for Dependabot cannot have that.',
    ],
    ['a token that GitHub does not know', { token: 'ghs_another' }, 'HTTP 401. The token is wrong or has expired.'],
    [
      'another repository',
      { env: { GITHUB_REPOSITORY: 'owner/other' } },
      'HTTP 404 Not Found. Does the token belong to this repository, and has the job `permissions: deployments: write`?',
    ],
    [
      'a commit that is gone',
      { github: { refs: ['main'] } },
      `HTTP 422 No ref found for: ${SHA}. Is the commit still in the repository, and is the name of the environment a valid one?`,
    ],
    [
      'pending checks',
      {
        rules: [
          { match: CREATE, fault: { kind: 'status', status: 409, body: { message: 'Conflict', errors: [{ a: 1 }] } } },
        ],
      },
      'HTTP 409 Conflict {"a":1}. A check of the commit, or a conflict with another branch, stands against it.',
    ],
    [
      'a merge instead',
      { rules: [{ match: CREATE, fault: { kind: 'status', status: 202, body: { message: 'Auto-merged main' } } }] },
      'HTTP 202 instead of 201: "Auto-merged main". It may have been done all the same.',
    ],
    [
      'too many requests',
      {
        rules: [
          { match: CREATE, fault: { kind: 'status', status: 403, body: { message: 'API rate limit exceeded' } } },
        ],
      },
      'HTTP 403 rate-limited API rate limit exceeded. GitHub takes no more requests for the moment.',
    ],
    [
      'a server error',
      {
        rules: [
          { match: CREATE, times: 'always', fault: { kind: 'status', status: 502, body: { message: 'Server Error' } } },
        ],
      },
      'HTTP 502 Server Error. It may have been done all the same.',
    ],
    [
      'a page with status 201',
      { rules: [{ match: CREATE, fault: { kind: 'html', status: 201 } }] },
      'HTTP 201 with a body that is not JSON: <html><body><h1>Sign in</h1></body></html>. It may have been done all the same.',
    ],
    [
      'a page with status 200',
      { rules: [{ match: CREATE, fault: { kind: 'html' } }] },
      'HTTP 200 with a body that is not JSON: <html><body><h1>Sign in</h1></body></html>. It may have been done all the same.',
    ],
    [
      'a repository that has moved',
      { rules: [{ match: CREATE, fault: { kind: 'status', status: 307, body: { message: 'Moved Permanently' } } }] },
      "HOST redirects to 'nowhere' (HTTP 307), which is never followed. Requests with a token follow no redirect. Was the repository renamed or moved?",
    ],
    [
      'a reply that breaks off',
      { rules: [{ match: CREATE, fault: { kind: 'cut', bytes: 20 } }] },
      'the connection to HOST broke (ECONNRESET). It may have been done all the same.',
    ],
    [
      'a connection that breaks',
      { rules: [{ match: CREATE, times: 'always', fault: { kind: 'reset' } }] },
      'the connection to HOST broke (ECONNRESET). It may have been done all the same.',
    ],
    [
      'nobody there',
      { env: { GITHUB_API_URL: 'http://127.0.0.1:9/api/v3' } },
      'no connection to HOST (ECONNREFUSED) (after 2 tries).',
    ],
  ])('%s', async (_, parts, told) => {
    const { warnings, requests, states } = await deployed(parts);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.slice(0, none.length)).toBe(none);
    expect(warnings[0]?.slice(none.length).replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')).toBe(told);
    // A deployment is asked for once: after a lost reply there may be one already.
    expect(requests.length).toBeLessThanOrEqual(1);
    expect(states.flat()).toEqual([]);
  });

  test.each<[string, GitHubSettings]>([
    ['GITHUB_API_URL is not a URL', { env: { GITHUB_API_URL: 'nonsense' } }],
    ['GITHUB_REPOSITORY names no repository', { env: { GITHUB_REPOSITORY: '' } }],
    ['GITHUB_SHA names no commit', { env: { GITHUB_SHA: '' } }],
    ...['two\nlines', 'ghs_ä', '', 'a b'].map((token): [string, GitHubSettings] => [
      'github-token is not a token (value not shown)',
      { token },
    ]),
  ])('nothing is sent when %s: %j', async (told, parts) => {
    const { warnings, requests } = await deployed(parts);
    expect(warnings).toEqual([`No GitHub deployment was created: ${told}.`]);
    expect(requests).toEqual([]);
  });

  test('is one line, and quotes at most 500 characters', async () => {
    const body = { message: `::error::x\n${'y'.repeat(5000)}` };
    const { warnings } = await deployed({ rules: [{ match: CREATE, fault: { kind: 'status', status: 418, body } }] });
    expect(warnings).toEqual([`${none}HTTP 418 ::error::x\\u000a${'y'.repeat(484)}….`]);
  });

  test('does not quote the token', async () => {
    for (const status of [403, 500]) {
      const fault = { kind: 'status', status, body: { message: `No, says ${TOKEN}` } } as const;
      const { warnings } = await deployed({ rules: [{ match: CREATE, fault }] });
      expect(warnings.join()).toContain('No, says ***');
    }
  });
});

describe('a status', () => {
  test.each([
    ['a server error', { kind: 'status', status: 503 }],
    ['a connection that breaks', { kind: 'reset' }],
    ['a reply that breaks off', { kind: 'cut', bytes: 5 }],
  ] as const)('is repeated after %s', async (_, fault) => {
    const rules = [
      { match: STATUS, fault },
      { match: { ...STATUS, body: 'success' }, fault },
    ];
    expect(await deployed({ rules })).toMatchObject({ warnings: [], states: [['in_progress', 'success']] });
  });

  test('is sent twice at most', async () => {
    const fault = { kind: 'status', status: 503, body: { message: 'Busy' } } as const;
    const { warnings, requests } = await deployed({ rules: [{ match: STATUS, times: 'always', fault }] });
    expect(warnings).toEqual(
      ['in_progress', 'success'].map(
        (state) => `${failed(state)}HTTP 503 Busy (after 2 tries). It may have been done all the same.`,
      ),
    );
    expect(requests).toHaveLength(5);
  });

  test('that is refused is not repeated, and the next one is sent', async () => {
    const fault = { kind: 'status', status: 422, body: { message: 'Validation Failed' } } as const;
    const { warnings, states, requests } = await deployed({ rules: [{ match: STATUS, fault }] });
    expect(warnings).toEqual([expect.stringContaining(`${failed('in_progress')}HTTP 422`)]);
    expect(states).toEqual([['success']]);
    expect(requests).toHaveLength(3);
  });
});
