import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Credentials } from '../src/inputs/credentials.ts';
import { createDeadline } from '../src/deadline.ts';
import { systemClock } from '../src/clock.ts';
import type { Settings } from '../src/inputs/settings.ts';
import { connectThrough } from '../src/connect.ts';
import { readJobContext } from '../src/github/job-context.ts';
import { createRedactor } from '../src/redaction.ts';
import { failureFrom } from './support/outcome-of.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

const KEY: Credentials = {
  mode: 'access-key',
  accessKey: 'AccessKey',
  secretKey: 'SecretKey',
  securityToken: '',
  origin: 'a test',
};
const TOKEN: Credentials = { mode: 'auth-token', token: 'IamToken', origin: 'a test' };

type Reply = { readonly status: number; readonly body: unknown };
type Replies = Readonly<Record<string, Reply>>;

const PROJECT: Replies = {
  '/iam/cn-north-4/v3/projects?name=cn-north-4': {
    status: 200,
    body: { projects: [{ id: 'p-home', name: 'cn-north-4' }] },
  },
  '/iam/cn-north-4/v3/projects?name=cn-east-3': {
    status: 200,
    body: { projects: [{ id: 'p-east', name: 'cn-east-3' }] },
  },
};
const EXCHANGE = '/iam/cn-north-4/v3.0/OS-CREDENTIAL/securitytokens';
const KEYS: Reply = {
  status: 201,
  body: { credential: { access: 'TempAccess', secret: 'TempSecret', securitytoken: 'TempToken' } },
};

/** A cloud on the loopback that knows some addresses; lists of tags are always empty. */
async function setUp(
  replies: Replies,
  credentials: Credentials,
  settings: Partial<Settings> = {},
  env: (name: string) => string = () => '',
) {
  const requests: string[] = [];
  const events: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(`${request.method} ${path} ${proofOf(request)}`);
    const reply = replies[path] ?? (/\/tags\?/.test(path) ? { status: 200, body: [] } : { status: 404, body: {} });
    response.writeHead(reply.status).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const redactor = createRedactor();
  const { cloud, close } = connectThrough(env)({
    settings: {
      region: 'cn-north-4',
      projects: new Map(),
      endpoint: { kind: 'template', template: `http://127.0.0.1:${port}/{service}/{region}` },
      timeoutMs: 60_000,
      requestTimeoutMs: 30_000,
      maxAttempts: 1,
      concurrency: 8,
      failOn: 'any',
      ...settings,
    },
    credentials,
    clock: systemClock,
    deadline: createDeadline(systemClock, 60_000, 30_000),
    signal: new AbortController().signal,
    random: Math.random,
    log: (line) => events.push(line),
    warn: (message) => events.push(message),
    mask: (secret) => events.push(`mask ${secret}`),
    redactor,
    policy: '',
    job: readJobContext(env),
  });
  cleanups.push(() => server.close(), close);
  const tags = async (region: string) =>
    (await cloud.swr(region)).tagPage({ namespace: 'team', repository: 'app' }, { offset: 0, limit: 1 });
  return { cloud, close, requests, events, tags, redactor };
}

/** Who a request speaks for, and for which project. */
function proofOf({ headers }: IncomingMessage): string {
  const key = /Access=([^,]*), SignedHeaders=([^,]*)/.exec(headers.authorization ?? '');
  const token = headers['x-auth-token'] === undefined ? [] : [`token ${String(headers['x-auth-token'])}`];
  const project = headers['x-project-id'] === undefined ? [] : [`for ${String(headers['x-project-id'])}`];
  return [...(key === null ? [] : [`key ${key[1]} over ${key[2]}`]), ...token, ...project].join(' ');
}

const LIST = 'v2/manage/namespaces/team/repos/app/tags?filter=offset%3A%3A0%7Climit%3A%3A1&limit=1&offset=0';
const SIGNED = 'key AccessKey over content-type;host;x-sdk-date';
const SIGNED_FOR = 'key AccessKey over content-type;host;x-project-id;x-sdk-date';

describe('the project of a region', () => {
  test('is looked up once, in the home region, and signed with every request', async () => {
    const { requests, tags } = await setUp(PROJECT, KEY);
    await Promise.all([tags('cn-east-3'), tags('cn-east-3')]);
    expect(requests).toEqual([
      `GET /iam/cn-north-4/v3/projects?name=cn-east-3 ${SIGNED}`,
      `GET /swr-api/cn-east-3/${LIST} ${SIGNED_FOR} for p-east`,
      `GET /swr-api/cn-east-3/${LIST} ${SIGNED_FOR} for p-east`,
    ]);
  });

  test('is not looked up where it is given', async () => {
    const { requests, tags } = await setUp({}, KEY, { projects: new Map([['cn-east-3', 'given']]) });
    await tags('cn-east-3');
    expect(requests).toEqual([`GET /swr-api/cn-east-3/${LIST} ${SIGNED_FOR} for given`]);
  });

  test('comes from the list of accessible projects where the full list is not permitted', async () => {
    const projects = [
      { id: 'p1', name: 'cn-north-4_sub' },
      { id: 'p2', name: 'cn-north-4' },
    ];
    const { requests, tags } = await setUp(
      {
        '/iam/cn-north-4/v3/projects?name=cn-north-4': { status: 403, body: { error: { code: 403, message: 'no' } } },
        '/iam/cn-north-4/v3/auth/projects': { status: 200, body: { projects } },
      },
      KEY,
    );
    await tags('cn-north-4');
    expect(requests.map((request) => request.split(' ')[1])).toEqual([
      '/iam/cn-north-4/v3/projects?name=cn-north-4',
      '/iam/cn-north-4/v3/auth/projects',
      `/swr-api/cn-north-4/${LIST}`,
    ]);
    expect(requests.at(-1)).toContain('for p2');
  });

  test.each<[string, unknown[], string, string]>([
    ['cn-north-4', [], "IAM knows no project named 'cn-north-4' that these credentials may use.", 'project-id'],
    [
      'cn-east-3',
      [
        { id: 'p1', name: 'cn-east-3' },
        { id: 'p2', name: 'cn-east-3' },
      ],
      "IAM knows 2 projects named 'cn-east-3' that these credentials may use.",
      'target-project-ids',
    ],
  ])('in %s: none or several of the name is a failure', async (region, projects, message, input) => {
    const { requests, tags } = await setUp(
      { [`/iam/cn-north-4/v3/projects?name=${region}`]: { status: 200, body: { projects } } },
      KEY,
    );
    expect(await failureFrom(tags(region))).toMatchObject({
      kind: 'refused',
      message,
      hint: `Is the region activated for the account? The id can be given with ${input}.`,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('an auth-token', () => {
  test('is sent in the home region', async () => {
    const { requests, events, tags } = await setUp(PROJECT, TOKEN);
    await tags('cn-north-4');
    expect([requests, events]).toEqual([
      [
        'GET /iam/cn-north-4/v3/projects?name=cn-north-4 token IamToken',
        `GET /swr-api/cn-north-4/${LIST} token IamToken for p-home`,
      ],
      [],
    ]);
  });

  test('is exchanged once for keys for other regions, which are masked before they are used', async () => {
    const { requests, events, tags } = await setUp({ ...PROJECT, [EXCHANGE]: KEYS }, TOKEN, {
      projects: new Map([
        ['cn-east-3', 'p-east'],
        ['cn-south-1', 'p-south'],
      ]),
    });
    await tags('cn-east-3');
    await tags('cn-south-1');
    const signed = 'key TempAccess over content-type;host;x-project-id;x-sdk-date;x-security-token';
    expect(requests).toEqual([
      `POST ${EXCHANGE} token IamToken`,
      `GET /swr-api/cn-east-3/${LIST} ${signed} for p-east`,
      `GET /swr-api/cn-south-1/${LIST} ${signed} for p-south`,
    ]);
    expect(events).toEqual([
      'mask TempSecret',
      'mask TempToken',
      'Exchanged the auth-token for temporary keys, to read the target regions.',
    ]);
  });

  test('that IAM does not exchange: the failure says what to do instead', async () => {
    const refusal = { status: 403, body: { error: { code: 403, message: 'not allowed' } } };
    const { tags } = await setUp({ ...PROJECT, [EXCHANGE]: refusal }, TOKEN);
    expect(await failureFrom(tags('cn-east-3'))).toMatchObject({
      kind: 'auth',
      message:
        'The auth-token is bound to one project, so it cannot be used in another region, ' +
        'and IAM did not exchange it for temporary keys: HTTP 403 not allowed.',
      hint: 'Give access-key and secret-key instead, or set wait to false so that no target region is read.',
    });
  });
});

test('a secret that the cloud quotes is removed before the message is cut', async () => {
  const quoted = { status: 403, body: { errorCode: 'X.1', errorMessage: `${'m'.repeat(495)}SecretKey` } };
  const { tags, redactor } = await setUp({ [`/swr-api/cn-north-4/${LIST}`]: quoted }, KEY, {
    projects: new Map([['cn-north-4', 'p']]),
  });
  redactor.add('SecretKey');
  const { message } = await failureFrom(tags('cn-north-4'));
  expect([message.includes('mmm***'), message.includes('Secre')]).toEqual([true, false]);
});

test('the login of the proxy and the token that requests ID tokens are secrets of the run', async () => {
  const variables = new Map([
    ['https_proxy', 'http://us%40r:p%3Dss-word@proxy.example:8080'],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'https://actions.example/'],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'RequestToken'],
  ]);
  const { redactor } = await setUp({}, KEY, { endpoint: { kind: 'public' } }, (name) => variables.get(name) ?? '');
  const texts = [
    'p=ss-word',
    'us%40r:p%3Dss-word@proxy',
    Buffer.from('us@r:p=ss-word').toString('base64'),
    'RequestToken',
  ];
  expect(texts.map(redactor.redact)).toEqual(['***', 'us%40r:***@proxy', '***', '***']);
});

test('the login of a proxy is a secret of the run also where no_proxy excepts the cloud', async () => {
  const variables = new Map([
    ['HTTPS_PROXY', 'http://user:p%3Dss-1@proxy.example:8080'],
    ['http_proxy', 'http://other:hunter2@proxy.example'],
    ['no_proxy', '*'],
  ]);
  const { redactor } = await setUp({}, KEY, { endpoint: { kind: 'public' } }, (name) => variables.get(name) ?? '');
  expect(['p=ss-1', 'p%3Dss-1', btoa('user:p=ss-1'), 'hunter2'].map(redactor.redact)).toEqual(
    Array.from({ length: 4 }, () => '***'),
  );
});

test('nothing is retried after close', async () => {
  const { tags, close, requests, events } = await setUp(
    { [`/swr-api/cn-north-4/${LIST}`]: { status: 503, body: {} } },
    KEY,
    {
      projects: new Map([['cn-north-4', 'p']]),
      maxAttempts: 20,
    },
  );
  const asking = failureFrom(tags('cn-north-4'));
  while (events.length === 0) await new Promise((resolve) => setImmediate(resolve));
  close();
  expect((await asking).kind).toBe('cancelled');
  expect(requests).toHaveLength(events.length);
});

test('every service has its own address; ModelArts and HSS have the project in their paths', async () => {
  const image = '/modelarts/cn-north-4/v1/p/images/i';
  const tasks =
    '/hss/cn-north-4/v5/p/image/tasks?enterprise_project_id=eps&type=image_sync&task_type=manualSync&limit=200&offset=0';
  const { cloud, requests } = await setUp(
    {
      [image]: { status: 404, body: { error_code: 'ModelArts.6404' } },
      [tasks]: { status: 404, body: { error_code: 'APIGW.0101' } },
    },
    KEY,
    { projects: new Map([['cn-north-4', 'p']]) },
  );
  await (await cloud.modelArts('cn-north-4')).showImage('i');
  await (await cloud.hss('cn-north-4', 'eps')).syncTasks({ offset: 0, limit: 200 });
  expect(requests.map((request) => request.split(' ')[1])).toEqual([image, tasks]);
});
