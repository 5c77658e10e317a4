import { describe, expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { runAction, type Transcript } from '../../tools/runner/run-action.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { EAST, KEY, NORTH, PROJECTS, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';
import { BYTE_ENCODINGS, decodings, ESCAPES } from '../support/spellings.ts';

// Every scenario checks that no secret is shown. Here the replies quote the secrets.
type Fault = NonNullable<Script['rules']>[number]['fault'];

const REGIONS = { [NORTH]: { ...team(tagged('v1')), images: [image('v1')] }, [EAST]: EMPTY_TEAM };

function quoting(secret: string): readonly Fault[] {
  const message = `Signature of ${secret}, I said ${secret}, does not match`;
  const shapes: unknown[] = [
    { error_code: 'APIGW.0301', error_msg: message, request_id: secret },
    { errors: [{ errorCode: secret, errorMessage: message }] },
    [secret],
    message,
    `<html><title>${message}</title></html>`,
  ];
  return shapes.flatMap((body) => [400, 401, 500].map((status): Fault => ({ kind: 'status', status, body })));
}

test.concurrent('an error reply that quotes the secret key is shown without it', async () => {
  const secret = 'planted-secret/key+with=odd.parts';
  const keys = { accessKey: KEY.accessKey, secretKey: secret };
  const results = await Promise.all(
    quoting(secret).map((fault) =>
      runInCloud({
        seed: seedOf(REGIONS, { accessKeys: [keys] }),
        script: { rules: [{ match: {}, times: 'always', fault }] },
        with: syncStep('v1', [EAST], { 'secret-key': secret, 'max-attempts': '1', timeout: '0' }),
      }),
    ),
  );
  for (const { run, script } of results) {
    expect(script.rules[0]?.hits).toBeGreaterThan(0);
    expect(run.exitCode).toBe(1);
    // The text of a 401 is not shown at all.
    expect(JSON.stringify(rowsOf(run))).toMatch(/\*\*\*|HTTP 401/);
  }
});

test.concurrent('a token that is quoted in details, statuses and headers is shown nowhere', async () => {
  const token = 'planted-token-5c20';
  const details = {
    id: image('v1').id,
    status: token,
    status_message: `made with ${token}`,
    description: token,
    tag: token,
    name: `${token}${token}`,
  };
  const run = (fault: Fault, operation: 'wait-image' | 'delete-image') =>
    runInCloud({
      seed: seedOf(REGIONS, { accessKeys: [], tokens: [{ token, project: PROJECTS[NORTH] }] }),
      script: { rules: [{ match: {}, times: 'always', fault }] },
      with: imageStep(operation, ['v1'], {
        'access-key': undefined,
        'secret-key': undefined,
        'auth-token': token,
        timeout: '0',
        'max-attempts': '1',
      }),
    });
  const results = await Promise.all([
    run({ kind: 'status', status: 200, body: details }, 'wait-image'),
    run({ kind: 'status', status: 200, body: { ...details, status: 'ACTIVE' } }, 'wait-image'),
    run({ kind: 'status', status: 200, body: { ...details, status: 'ERROR' } }, 'wait-image'),
    run({ kind: 'status', status: 200, body: details }, 'delete-image'),
    run({ kind: 'status', status: 403, body: '{}', headers: { 'x-request-id': token } }, 'wait-image'),
    run({ kind: 'redirect', location: `https://${token}.example/${token}` }, 'wait-image'),
  ]);
  expect(results.map(({ run: { outputs } }) => outputs['status'])).toEqual([
    'failed',
    'succeeded',
    'failed',
    'failed',
    'failed',
    'failed',
  ]);
  expect(results[1]?.run.outputs['images']).toContain('***');
});

/** Everything that a run has written but the masks, with the escapes of JSON and HTML undone where they would hide a text. */
function shownBy(run: Transcript): string {
  const lines = run.lines.filter((line) => !line.startsWith('::add-mask::'));
  const texts = [...lines, run.stderr, ...Object.values(run.outputs), run.summary, run.reportText].join('\n');
  const unescaped = texts
    .replaceAll(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/%(?:25)*([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return `${texts}\n${unescaped}\n${unescaped.replaceAll('\\', '')}`;
}

function piecesOf(secret: string): readonly string[] {
  return Array.from({ length: secret.length - 7 }, (_, start) => secret.slice(start, start + 8));
}

/** The pieces of secrets that a run shows. */
function piecesIn(run: Transcript, secrets: readonly string[]): readonly string[] {
  const shown = shownBy(run);
  return secrets.flatMap(piecesOf).filter((piece) => shown.includes(piece));
}

/** Runs the bundle against a server whose `answer` gives status, more headers and body for each request. */
async function against(
  answer: (request: string) => { readonly status: number; readonly headers?: string; readonly body: string },
  given: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly run: Transcript; readonly server: HostileServer }> {
  const server = await startHostileServer((socket, request) => {
    const { status, headers = '', body } = answer(request);
    const length = Buffer.byteLength(body);
    socket.write(
      `HTTP/1.1 ${status} X\r\n${headers}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
    );
  });
  try {
    const inputs = {
      region: NORTH,
      endpoint: `${server.origin}/{service}/{region}`,
      'max-attempts': '1',
      timeout: '0',
      ...given,
    };
    const defined = Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return { run: await runAction({ with: Object.fromEntries(defined) }), server };
  } finally {
    await server.close();
  }
}

describe('a security token of 4 kB that a service quotes', () => {
  const token = `${'hQpoY3VzdG9t/ZXJz+aWduYXR1cmU9'.repeat(140)}q==`;
  const keys = { 'access-key': KEY.accessKey, 'secret-key': KEY.secretKey, 'security-token': token };
  const base64 = Buffer.from(`user:${token}`).toString('base64');

  test.concurrent.each([
    [
      'with JSON escapes',
      JSON.stringify({ error_msg: `bad ${token}` })
        .replaceAll('/', '\\/')
        .replaceAll('=', '\\u003D'),
    ],
    ['in JSON in JSON', JSON.stringify({ error_msg: JSON.stringify({ t: token }).replaceAll('/', '\\u002f') })],
    [
      'percent-encoded twice',
      JSON.stringify({ error_msg: encodeURIComponent(encodeURIComponent(token).replaceAll('%2F', '%2f')) }),
    ],
    [
      'with HTML entities',
      `<html><body>${token.replaceAll('/', '&#x2F;').replaceAll('=', '&#61;').replaceAll('+', '&amp;plus;')}</body></html>`,
    ],
    ['in lines', JSON.stringify({ error_msg: token.replaceAll(/.{64}/g, '$&\n  ') })],
    ['cut', JSON.stringify({ error_msg: `bad token "${token.slice(0, 40)}" for you` })],
    ['beyond what is shown', JSON.stringify({ error_msg: `${'x'.repeat(480)}${token}` })],
    ['as names', JSON.stringify([token, 'v1'])],
  ])('%s is shown nowhere', async (_, body) => {
    const results = await Promise.all(
      [400, 401, 403, 500, 200].map((status) => against(() => ({ status, body }), syncStep('v1', [EAST], keys))),
    );
    for (const { run } of results) {
      expect(run.exitCode).toBe(1);
      expect(piecesIn(run, [token])).toEqual([]);
    }
  });

  test.concurrent('in base64 or hexadecimal is shown nowhere', async () => {
    for (const text of [base64, base64.replaceAll('+', '-').replaceAll('/', '_'), Buffer.from(token).toString('hex')]) {
      const body = JSON.stringify({ error_msg: `Basic ${text}` });
      const { run } = await against(() => ({ status: 400, body }), syncStep('v1', [EAST], keys));
      expect(piecesIn(run, [text.slice(12, -12)])).toEqual([]);
    }
  });

  test.concurrent('in the header that signs a request, or in its signature, is shown nowhere', async () => {
    const quoted: string[] = [];
    const { run } = await against(
      (request) => {
        const [, signature = ''] = /Signature=([0-9a-f]{64})/.exec(request) ?? [];
        quoted.push(signature);
        const [head = ''] = request.split('\r\n\r\n');
        return {
          status: 400,
          headers: `X-Request-Id: ${signature}\r\n`,
          body: JSON.stringify({ error_msg: `${signature} ${head}` }),
        };
      },
      syncStep('v1', [EAST], keys),
    );
    expect(quoted[0]).toHaveLength(64);
    expect(rowsOf(run)[0]?.message).toContain('***');
    expect(piecesIn(run, [token, ...quoted])).toEqual([]);
  });
});

const DIGEST = `sha256:${'5a'.repeat(32)}`;
const USER_TOKEN = 'MIIEplanted9Token7ForEveryRegion3';

/** Signs in the user with the same token in every region, and has the tag in each of them. */
function regionsWith(tag: string) {
  return (request: string) => {
    const [, region = ''] = /^\w+ \/[a-z-]+\/([a-z0-9-]+)\//.exec(request) ?? [];
    if (request.includes('/v3/auth/tokens')) {
      const times = { issued_at: '2026-01-01T00:00:00Z', expires_at: '2026-01-02T00:00:00Z' };
      const body = JSON.stringify({ token: { ...times, project: { id: `p-${region}` } } });
      return { status: 201, headers: `X-Subject-Token: ${USER_TOKEN}\r\n`, body };
    }
    const path = `swr.${region}.myhuaweicloud.com/team/app/api:${tag}`;
    const isList = request.includes('/tags?');
    return {
      status: 200,
      headers: isList ? 'Content-Range: 0-1/1\r\n' : '',
      body: JSON.stringify(isList ? [{ Tag: tag, digest: DIGEST, path }] : []),
    };
  };
}

function passwordStep(tag: string, password: string) {
  const signIn = {
    'iam-user': 'robot',
    'iam-password': password,
    'iam-domain': 'account',
    'max-attempts': '2',
    timeout: '30m',
  };
  return syncStep(tag, [EAST], { 'project-id': undefined, 'target-project-ids': undefined, ...signIn });
}

describe('what is decided is not redacted', () => {
  test.concurrent('a token that is issued again for another region is sent as it is', async () => {
    const { run, server } = await against(regionsWith('v1'), passwordStep('v1', 'planted Pass-w0rd'));
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', succeeded: ['v1'] });
    const sent = server.requests.flatMap((request) => /^x-auth-token: (.*)\r$/im.exec(request)?.[1] ?? []);
    expect(new Set(sent)).toEqual(new Set([USER_TOKEN]));
    expect(server.requests.filter((request) => request.includes('/v3/auth/tokens'))).toHaveLength(2);
    expect(piecesIn(run, [USER_TOKEN, 'planted Pass-w0rd'])).toEqual([]);
  });

  test.concurrent('a tag that equals the password is found, and shown as ***', async () => {
    const { run } = await against(regionsWith('v1.4.0-b7'), passwordStep('v1.4.0-b7', 'v1.4.0-b7'));
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', succeeded: ['***'], failed: [] });
    expect(verdictsOf(run)).toEqual([`*** → ${EAST}: unchanged`]);
    expect(piecesIn(run, ['v1.4.0-b7'])).toEqual([]);
  });

  test.concurrent.each(['succeeded', 'unchanged', 'status', 'verdict', 'sync-tags'])(
    'a password that equals %s changes no word of the outputs',
    async (password) => {
      const { run } = await against(regionsWith('v1'), passwordStep('v1', password));
      expect(conclusionOf(run)).toEqual({
        exitCode: 0,
        status: 'succeeded',
        kind: '',
        succeeded: ['v1'],
        failed: [],
        ready: [EAST],
      });
      expect(rowsOf(run)).toMatchObject([{ operation: 'sync-tags', verdict: 'unchanged', ok: true, digest: DIGEST }]);
      expect(run.report).toMatchObject({ status: 'succeeded', operation: 'sync-tags' });
    },
  );
});

test.concurrent.each([
  'aB3$x/',
  '  lead and trail 9!  ',
  '=p/w+1',
  '%41bcd',
  'a b c d',
  `<&">'x`,
  'ä1é2ö3',
  '日本語pw1',
])('the password %j is shown nowhere, however it is quoted', async (password) => {
  const core = password.trim();
  const quotes = [password, core, ...[...ESCAPES, ...BYTE_ENCODINGS].map(({ encode }) => encode(password))];
  const encoded = BYTE_ENCODINGS.map(({ encode }) => encode(JSON.stringify({ password })));
  const body = JSON.stringify({ error_code: 'IAM.0011', error_msg: [...quotes, ...encoded].join(' | ') });
  const { run } = await against(() => ({ status: 403, body }), passwordStep('v1', password));
  const message = rowsOf(run)[0]?.message ?? '';
  expect(message.match(/\*\*\*/g)?.length).toBeGreaterThan(quotes.length);
  expect([...decodings(message, 2)].filter((text) => text.includes(core))).toEqual([]);
  for (const text of [core, encodeURIComponent(core), ...BYTE_ENCODINGS.map(({ encode }) => encode(core))])
    expect(shownBy(run)).not.toContain(text);
});

test.concurrent.each([
  ['is too large', '', 'x'.repeat(1_100_000)],
  ['cannot be decoded', 'Content-Encoding: zstd\r\n', 'x'],
])('a password is not sent again after a 401 that %s', async (_, header, body) => {
  const headers = `X-Request-Id: r-1\r\n${header}`;
  const { run, server } = await against(
    () => ({ status: 401, headers, body }),
    passwordStep('v1', 'planted Pass-w0rd'),
  );
  expect(server.requests).toHaveLength(1);
  expect(rowsOf(run)[0]).toMatchObject({
    code: 'password-refused',
    message: expect.stringContaining("did not accept the password of 'robot': HTTP 401 (request id r-1)."),
  });
});
