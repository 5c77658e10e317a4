import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import type { Script } from '../../emulator/script.ts';
import { expectUnforged } from '../support/expect-unforged.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { preloading } from '../support/preload.ts';
import { EAST, inCloud, KEY, NORTH, PROJECTS, seedOf, type StepRun, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

type Fault = NonNullable<Script['rules']>[number]['fault'];

const SEED = seedOf({
  [NORTH]: { ...team(tagged('v1')), images: [image('v1')], hss: { taskSeconds: 0 } },
  [EAST]: EMPTY_TEAM,
});
/** What is not answered with a refusal is asked for again until then. */
const BRIEFLY = { timeout: '2s', 'max-attempts': '1' };

/** Runs a step against a server that writes these bytes to every request. */
async function answered(
  answer: (socket: Socket) => void,
  { env = {}, given = BRIEFLY }: { readonly env?: StepRun['env']; readonly given?: StepRun['with'] } = {},
) {
  const server = await startHostileServer(answer);
  try {
    return await inCloud({ seed: SEED }, ({ run }) =>
      run({ with: syncStep('v1', [EAST], { ...given, endpoint: `${server.origin}/{service}/{region}` }), env }),
    );
  } finally {
    await server.close();
  }
}

const BODY = 'Content-Length: 2\r\n\r\n{}';

test.concurrent.each([
  ['the reason phrase', `HTTP/1.1 400 ##[error]forged ::error::forged\r\n${BODY}`, 'refused'],
  ['a reason phrase of other bytes', `HTTP/1.1 400 \u0085::error::forged\u00a0\r\n${BODY}`, 'refused'],
  ['a request id', `HTTP/1.1 400 No\r\nX-Request-Id: ##[error]forged \u0085::error::forged |\r\n${BODY}`, 'refused'],
  ['many request ids', `HTTP/1.1 400 No\r\n${'X-Request-Id: ::error::forged\r\n'.repeat(50)}${BODY}`, 'refused'],
  ['a Retry-After', `HTTP/1.1 429 No\r\nRetry-After: ##[error]forged\r\n${BODY}`, 'unavailable'],
  ['a Date', `HTTP/1.1 401 No\r\nDate: ::error::forged\r\n${BODY}`, 'unavailable'],
  ['a Location', `HTTP/1.1 302 No\r\nLocation: ::error::forged ##[error]forged \u0085\r\n${BODY}`, 'refused'],
  ['a name of a header', `HTTP/1.1 400 No\r\n__proto__: x\r\nconstructor: ##[error]x\r\n${BODY}`, 'refused'],
  ['a header with an escape in it', `HTTP/1.1 400 No\r\nX-Request-Id: \u001b[31m\r\n${BODY}`, 'unavailable'],
  ['a header with a lone line feed', `HTTP/1.1 400 No\r\nX-Request-Id: a\n::error::forged\r\n${BODY}`, 'unavailable'],
  ['a status that is none', `HTTP/1.1 ##[error]forged\r\n${BODY}`, 'unavailable'],
])('%s that contains a command is not executed as one', async (_, reply, verdict) => {
  // A refusal ends the step by itself, however often a connection breaks before.
  const given = verdict === 'refused' ? {} : BRIEFLY;
  const run = await answered((socket) => socket.end(reply, 'latin1'), { given });
  expect(rowsOf(run).map((row) => row.verdict)).toEqual([verdict]);
  expectUnforged(run, [KEY.secretKey]);
});

test.concurrent.each(['gzip', 'zstd'])(
  'a reply whose encoding (%s) cannot be decoded is asked for max-attempts times, and ends the step',
  async (encoding) => {
    let asked = 0;
    const run = await answered(
      (socket) => {
        asked += 1;
        socket.end(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\n${BODY}`);
      },
      { given: { timeout: '30m', 'max-attempts': '3' } },
    );
    expect(rowsOf(run)).toMatchObject([{ verdict: 'unavailable', code: 'reply-invalid' }]);
    expect(rowsOf(run)[0]?.message).toContain(
      `the encoding of the reply cannot be decoded (${encoding}) (after 3 tries)`,
    );
    expect(asked).toBe(3);
  },
);

const WRITE_PEAK = `
  import { writeFileSync } from 'node:fs';
  process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS / 1024)));
`;

test.concurrent.each([200, 400])(
  'a body without an end (HTTP %d) is given up at 8 MiB, with less than 300 MiB of memory',
  async (status) => {
    const folder = await mkdtemp(join(tmpdir(), 'peak-'));
    try {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const run = await answered(
        (socket) => {
          // A stream that has failed calls back for every further write.
          const flood = (failed?: Error | null): void => {
            if (!failed && !socket.destroyed) socket.write(chunk, flood);
          };
          socket.write(`HTTP/1.1 ${status} OK\r\n\r\n`, flood);
        },
        { env: { NODE_OPTIONS: preloading(WRITE_PEAK), PEAK_FILE: join(folder, 'peak') } },
      );
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
      expect(run.errors[0]).toContain('the reply is larger than 8192 KiB');
      // In MiB: Node, the bundle, and the reply up to the limit, parts of it twice.
      const peak = Number(await readFile(join(folder, 'peak'), 'utf8'));
      expect([peak > 30, peak < 300, peak]).toEqual([true, true, peak]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

const HUGE = 'A'.repeat(10_000_000);

const STEPS: readonly StepRun['with'][] = [
  syncStep('v1', [EAST]),
  syncStep('v1', [EAST], { 'project-id': undefined }),
  imageStep('wait-image', ['v1']),
  imageStep('refresh-image', ['v1']),
  imageStep('delete-image', ['v1']),
  { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] },
];

const ANSWER = JSON.stringify({ id: image('v1').id, status: HUGE, total_num: 0, data_list: [], projects: [] });

const BODIES: Readonly<Record<string, Fault>> = {
  'as an error': { kind: 'text', status: 400, body: HUGE },
  'as an answer': { kind: 'text', status: 200, body: HUGE },
  'in an answer': { kind: 'text', status: 200, body: ANSWER },
  'in an error': { kind: 'text', status: 400, body: JSON.stringify({ error_code: 'X.1', error_msg: HUGE }) },
};

/** Processes at the same time: each of them needs some 100 MiB. */
const processes = pLimit(3);

test.concurrent.each(Object.entries(BODIES).map(([name, fault], index) => ({ name, fault, index })))(
  'ten megabytes $name are not copied to log and outputs',
  async ({ fault, index }) => {
    // Each step runs with one error and one reply of status 200.
    const steps = STEPS.filter((_, at) => at % 2 === index % 2);
    const results = await Promise.all(
      steps.map((step) =>
        processes(() =>
          runInCloud({
            seed: SEED,
            script: { rules: [{ match: {}, times: 'always', fault }] },
            with: { ...step, ...BRIEFLY },
          }),
        ),
      ),
    );
    for (const { run } of results) {
      expect(run.exitCode).toBe(1);
      expect(['refused', 'unavailable', 'timeout']).toContain(run.outputs['failure-kind']);
      expect(run.stdout.length).toBeLessThan(50_000);
      expect(run.summary.length).toBeLessThan(50_000);
      expect(Object.values(run.outputs).join('').length).toBeLessThan(400_000);
      expectUnforged(run, [KEY.secretKey]);
    }
  },
);
