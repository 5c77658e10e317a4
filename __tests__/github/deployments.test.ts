import { describe, expect, jest, test } from '@jest/globals';
import { complaintsOf, EDITIONS } from '../support/github-contract.ts';
import { FACTS, type GitHubWorld, onGitHub, SHA, TOKEN, type WorldParts } from '../support/github-world.ts';

const CREATE = { service: 'github', method: 'POST', path: '/repos/owner/app/deployments' } as const;
const STATUS = { service: 'github', method: 'POST', path: '/statuses' } as const;
const LOG_URL = 'https://git.example.test/owner/app/actions/runs/77/attempts/2';
const ENVIRONMENT = 'deployment to the environment "cn-east-3"';

function failed(state: string): string {
  return `The ${ENVIRONMENT} did not get the status ${state} on GitHub: `;
}

/** Opens and closes one deployment. */
async function deploy({ deployments }: GitHubWorld, good = true): Promise<void> {
  const open = await deployments.open(FACTS);
  await open?.close({ good, description: good ? 'There, and the same bytes' : 'Not there' });
}

/** The same, in a world of its own; gives warnings, what was sent, and the states that GitHub has then. */
function deployed(parts: WorldParts, good = true) {
  return onGitHub(parts, async (world) => {
    await deploy(world, good);
    return {
      warnings: world.warnings,
      requests: world.emulator.requests(),
      states: world.emulator.state().deployments.map(({ statuses }) => statuses.map(({ state }) => state)),
    };
  });
}

describe('a deployment', () => {
  test('is made of the commit, goes into progress, and ends', () =>
    onGitHub({}, async (world) => {
      await deploy(world);
      expect(world.warnings).toEqual([]);
      expect(world.emulator.state().deployments).toMatchObject([
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

  test('that ends badly is a failure', async () => {
    expect(await deployed({}, false)).toMatchObject({ warnings: [], states: [['in_progress', 'failure']] });
  });

  test('makes its predecessor inactive', () =>
    onGitHub({}, async (world) => {
      await deploy(world);
      await deploy(world);
      const states = world.emulator.state().deployments.map(({ statuses }) => statuses.at(-1)?.state);
      expect(states).toEqual(['inactive', 'success']);
    }));

  test.each(EDITIONS)('asks for nothing that the description of %s does not have', async (edition) => {
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
  ])('has a description that GitHub takes: %j', (given, sent) =>
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

  test('links to the run itself where its attempt is not known', () =>
    onGitHub({ env: { GITHUB_RUN_ATTEMPT: '' } }, async (world) => {
      await deploy(world);
      expect(world.emulator.state().deployments[0]?.statuses[0]?.logUrl).toBe(LOG_URL.replace('/attempts/2', ''));
    }));

  test('writes nothing to the console, where GitHub calls its API deprecated, either', async () => {
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
  const none = `No ${ENVIRONMENT} was created on GitHub: `;
  test.each<[string, WorldParts, string]>([
    [
      'no permission',
      { github: { deployments: 'forbidden' } },
      'GitHub answered 403 "Resource not accessible by integration". Give the job `permissions: deployments: write`; a run for a fork or for Dependabot cannot have that.',
    ],
    [
      'a token that is none of GitHub',
      { token: 'ghs_another' },
      'GitHub answered 401 "Bad credentials". The token is wrong or has ended.',
    ],
    [
      'another repository',
      { env: { GITHUB_REPOSITORY: 'owner/other' } },
      'GitHub answered 404 "Not Found". Does the token belong to this repository, and has the job `permissions: deployments: write`?',
    ],
    [
      'a commit that is gone',
      { github: { refs: ['main'] } },
      `GitHub answered 422 "No ref found for: ${SHA}". Is the commit still in the repository, and is the name of the environment a valid one?`,
    ],
    [
      'checks',
      {
        rules: [
          { match: CREATE, fault: { kind: 'status', status: 409, body: { message: 'Conflict', errors: [{ a: 1 }] } } },
        ],
      },
      'GitHub answered 409 "Conflict {"a":1}". A check of the commit, or a conflict with another branch, stands against it.',
    ],
    [
      'a merge instead',
      { rules: [{ match: CREATE, fault: { kind: 'status', status: 202, body: { message: 'Auto-merged main' } } }] },
      'GitHub answered 202 instead of 201: "Auto-merged main".',
    ],
    [
      'too many requests',
      {
        rules: [
          { match: CREATE, fault: { kind: 'status', status: 403, body: { message: 'API rate limit exceeded' } } },
        ],
      },
      'GitHub answered 403 "API rate limit exceeded". GitHub takes no more requests for the moment.',
    ],
    [
      'a fault of GitHub',
      {
        rules: [
          { match: CREATE, times: 'always', fault: { kind: 'status', status: 502, body: { message: 'Server Error' } } },
        ],
      },
      'GitHub answered 502 "Server Error".',
    ],
    [
      'a page of somebody else',
      { rules: [{ match: CREATE, fault: { kind: 'html', status: 201 } }] },
      'GitHub answered with something else than a deployment; there may be one nevertheless.',
    ],
    [
      'a page of a proxy',
      { rules: [{ match: CREATE, fault: { kind: 'html' } }] },
      'GitHub answered 200 instead of 201.',
    ],
    [
      'a repository that has moved',
      { rules: [{ match: CREATE, fault: { kind: 'status', status: 307, body: { message: 'Moved Permanently' } } }] },
      'GitHub answered 307 instead of 201: "Moved Permanently".',
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
    ['nobody there', { env: { GITHUB_API_URL: 'http://127.0.0.1:9/api/v3' } }, 'no connection to HOST (ECONNREFUSED).'],
    ['an address that is none', { env: { GITHUB_API_URL: 'nonsense' } }, 'GITHUB_API_URL is not a URL.'],
    ['no repository', { env: { GITHUB_REPOSITORY: '' } }, 'GITHUB_REPOSITORY names no repository.'],
    ['no commit', { env: { GITHUB_SHA: '' } }, 'GITHUB_SHA names no commit.'],
  ])('%s', async (_, parts, told) => {
    const { warnings, requests, states } = await deployed(parts);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.slice(0, none.length)).toBe(none);
    expect(warnings[0]?.slice(none.length).replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')).toBe(told);
    // A deployment is asked for once: after a lost reply there may be one already.
    expect(requests.length).toBeLessThanOrEqual(1);
    expect(states.flat()).toEqual([]);
  });

  test.each(['two\nlines', 'ghs_ä', '', 'a b'])('a token that fetch would quote: %j', async (token) => {
    const { warnings, requests } = await deployed({ token });
    expect(warnings).toEqual([`${none}what was given as token cannot be one (value not shown).`]);
    expect(requests).toEqual([]);
  });

  test('what is said of it is one line, and no longer than needed', async () => {
    const body = { message: `::error::x\n${'y'.repeat(5000)}` };
    const { warnings } = await deployed({ rules: [{ match: CREATE, fault: { kind: 'status', status: 418, body } }] });
    expect(warnings).toEqual([`${none}GitHub answered 418 "::error::x\\u000a${'y'.repeat(284)}…".`]);
  });

  test('the token is never part of it', async () => {
    const faults = [403, 500].map((status) => ({ kind: 'status', status, body: { message: 'No' } }) as const);
    const rules = faults.map((fault) => ({ match: CREATE, fault }));
    expect((await deployed({ rules })).warnings.join()).not.toContain(TOKEN);
  });
});

describe('a status', () => {
  test.each([
    ['a fault of GitHub', { kind: 'status', status: 503 }],
    ['a connection that breaks', { kind: 'reset' }],
    ['a reply that breaks off', { kind: 'cut', bytes: 5 }],
  ] as const)('is sent again after %s', async (_, fault) => {
    const rules = [
      { match: STATUS, fault },
      { match: { ...STATUS, body: 'success' }, fault },
    ];
    expect(await deployed({ rules })).toMatchObject({ warnings: [], states: [['in_progress', 'success']] });
  });

  test('is sent twice at most', async () => {
    const fault = { kind: 'status', status: 503, body: { message: 'Busy' } } as const;
    const { warnings, requests } = await deployed({ rules: [{ match: STATUS, times: 'always', fault }] });
    expect(warnings).toEqual(['in_progress', 'success'].map((state) => `${failed(state)}GitHub answered 503 "Busy".`));
    expect(requests).toHaveLength(5);
  });

  test('that is refused is not sent again, and the next one is sent all the same', async () => {
    const fault = { kind: 'status', status: 422, body: { message: 'Validation Failed' } } as const;
    const { warnings, states, requests } = await deployed({ rules: [{ match: STATUS, fault }] });
    expect(warnings).toEqual([expect.stringContaining(`${failed('in_progress')}GitHub answered 422`)]);
    expect(states).toEqual([['success']]);
    expect(requests).toHaveLength(3);
  });
});
