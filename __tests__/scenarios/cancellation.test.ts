import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { preloading } from '../support/preload.ts';
import {
  createVirtualCloud,
  EAST,
  inCloud,
  NORTH,
  PROJECTS,
  runInCloud,
  seedOf,
  type StepRun,
} from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({
  [NORTH]: {
    ...team(tagged('v1', 'v2')),
    syncSeconds: 0,
    syncOutcomes: [{ tag: 'v2', outcome: 'stuck' }],
    images: [image('v1', { status: 'CREATING' })],
    hss: { outcome: 'stuck' },
  },
  [EAST]: EMPTY_TEAM,
});

/** Sends the signals at the first line that holds the text. */
function stopAt(text: string, signals: readonly ('SIGINT' | 'SIGTERM')[]): NonNullable<StepRun['onLine']> {
  let isSent = false;
  return (line, stop) => {
    if (isSent || !line.includes(text)) return;
    isSent = true;
    for (const signal of signals) stop(signal);
  };
}

test.concurrent.each([
  { signals: ['SIGINT'] },
  { signals: ['SIGTERM'] },
  { signals: ['SIGINT', 'SIGTERM', 'SIGINT'] },
] as const)(
  'sync-tags: cancelled by $signals, it keeps the verdicts it has and reports the rest as cancelled',
  async ({ signals }) => {
    const { run, requests, state } = await runInCloud({
      seed: SEED,
      with: syncStep('v1,v2,gone', [EAST]),
      onLine: stopAt('v2 → cn-east-3: job running', signals),
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'cancelled',
      kind: 'cancelled',
      succeeded: ['v1'],
      failed: ['v2', 'gone'],
      ready: [],
    });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({ subject: 'v1', verdict: 'copied', ok: true, digest: digestOf('v1') }),
      expect.objectContaining({
        subject: 'v2',
        verdict: 'cancelled',
        ok: false,
        message: expect.stringContaining('Last observed: job running'),
      }),
      // It is looked for once more for ten seconds.
      expect.objectContaining({ subject: 'gone', verdict: 'cancelled' }),
    ]);
    expect(run.errors).toEqual([
      'The job was cancelled. Last observed: job running, not in the target yet.',
      'The job was cancelled.',
    ]);
    expect(changesOf(requests)).toHaveLength(1);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
  },
);

test.concurrent('sync-tags: cancelled, it keeps the verdict missing of a tag that it has looked for', async () => {
  const { run } = createVirtualCloud({ seed: SEED });
  const cancelled = await run({
    with: syncStep('v1,v2,gone', [EAST]),
    onLine: stopAt('gone → cn-east-3: missing', ['SIGINT']),
  });
  expect(rowsOf(cancelled).map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
    'v1 copied',
    'v2 cancelled',
    'gone missing',
  ]);
  expect(conclusionOf(cancelled)).toMatchObject({ exitCode: 1, status: 'cancelled' });
});

/** Sends the signal when an empty list has come, and keeps the process busy for a second, so that it notices nothing. */
const BLOCK = `
  const { parse } = JSON;
  JSON.parse = (text, ...rest) => {
    const value = parse(text, ...rest);
    if (text === '[]') {
      process.kill(process.pid, 'SIGINT');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
    return value;
  };
`;

test.concurrent('sync-tags: cancelled while the process is busy, it sends nothing more', async () => {
  const { run, requests } = await runInCloud({
    seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
    with: syncStep('v1', [EAST]),
    env: { NODE_OPTIONS: preloading(BLOCK) },
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled' });
  // The list of jobs, the last request before the copy, is empty.
  expect(callsOf(requests).at(-1)).toContain('/sync_job');
  expect(changesOf(requests)).toEqual([]);
});

/** Occupies a thread of the process for ever, as getaddrinfo does whose name server is silent: nobody writes to the FIFO. */
const HANG = `
  import dns from 'node:dns';
  import fs from 'node:fs';
  const { lookup } = dns;
  dns.lookup = (host, ...rest) => {
    if (host !== 'hangs.example.test') return lookup(host, ...rest);
    fs.open(process.env.FIFO, () => undefined);
    process.stdout.write('The lookup hangs.\\n');
  };
  if (process.env.HANGS_AT_ONCE) dns.lookup('hangs.example.test');
`;

async function withHangingLookup(step: Pick<StepRun, 'with' | 'onLine'>, env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fifo-'));
  try {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    return await runInCloud({
      seed: SEED,
      ...step,
      env: { NODE_OPTIONS: preloading(HANG), FIFO: fifo, ...env },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test.concurrent('a lookup of a host that hangs does not hold up the end of a cancelled step', async () => {
  const { run } = await withHangingLookup({
    with: syncStep('v1', [EAST], { endpoint: 'https://hangs.example.test/{service}/{region}' }),
    onLine: stopAt('The lookup hangs', ['SIGINT']),
  });
  expect(run.killedBy).toBeNull();
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled', kind: 'cancelled' });
  expect(run.stderr).toBe('');
});

test.concurrent('a lookup of a host that hangs does not hold up the end of a step that succeeds', async () => {
  const { run } = await withHangingLookup({ with: syncStep('v1', [EAST]) }, { HANGS_AT_ONCE: '1' });
  expect(run.killedBy).toBeNull();
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  expect(run.stderr).toBe('');
});

const WAITS = [
  { what: 'sync-tags', given: syncStep('v2', [EAST]), at: 'job running' },
  { what: 'refresh-image', given: imageStep('refresh-image', ['v1']), at: 'status CREATING' },
  { what: 'wait-image', given: imageStep('wait-image', ['v1']), at: 'status CREATING' },
  { what: 'sync-hss', given: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] }, at: 'task 42 %' },
  { what: 'a run that has just started', given: syncStep('v1,v2', [EAST]), at: 'Signing in' },
];

test.concurrent.each(WAITS)('$what: a cancelled wait is reported', async ({ given, at }) => {
  const { run } = await runInCloud({ seed: SEED, with: given, onLine: stopAt(at, ['SIGINT']) });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled', kind: 'cancelled', ready: [] });
  for (const { verdict } of rowsOf(run)) expect(verdict).toBe('cancelled');
});

test.concurrent.each(WAITS)('$what: a cancelled wait ends at once', async ({ given, at }) => {
  const { emulator, run } = createVirtualCloud({ seed: SEED });
  const moments: number[] = [];
  const stop = stopAt(at, ['SIGINT']);
  const cancelled = await run({
    with: given,
    onLine(line, send) {
      if (line.includes(at)) moments.push(emulator.state().now);
      stop(line, send);
    },
  });
  expect(conclusionOf(cancelled)).toMatchObject({ exitCode: 1, status: 'cancelled', ready: [] });
  expect(emulator.state().now).toBe(moments[0]);
});

test.concurrent.each([
  { kind: 'silence' },
  { kind: 'stall', bytes: 1 },
  { kind: 'drip', bytes: 1, everyMs: 3_600_000 },
] as const)('sync-tags: a request that hangs ($kind) does not delay the end of a cancelled run', async (fault) => {
  const script = { rules: [{ match: { path: '/sync_job' }, times: 'always', fault }] } as const;
  await inCloud({ seed: SEED, script }, async ({ emulator, run }) => {
    const transcript = await run({
      with: syncStep('v1', [EAST]),
      // The job list is read before anything is sent.
      async onStart(stop) {
        await emulator.requestSeen((request) => request.fault !== null);
        stop('SIGTERM');
      },
    });
    expect(conclusionOf(transcript)).toMatchObject({
      exitCode: 1,
      status: 'cancelled',
      kind: 'cancelled',
      failed: ['v1'],
    });
    expect(changesOf(emulator.requests())).toEqual([]);
    expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toBeUndefined();
  });
});
