import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import { EAST, NORTH, PROJECTS, seedOf, runInCloud, type StepRun } from '../support/scenario-cloud.ts';
import { changesOf, conclusionOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

/** Far more than a stopped run may take. */
const LONG = { timeout: '30m', 'request-timeout': '60s' };

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

/** Runs a step and stops it with the signals as soon as a line holds the text. */
function stopped(given: StepRun['with'], at: string, signals: readonly ('SIGINT' | 'SIGTERM')[], script: Script = {}) {
  let sent = false;
  return runInCloud({
    seed: SEED,
    script,
    with: { ...given, ...LONG },
    onLine(line, stop) {
      if (sent || !line.includes(at)) return;
      sent = true;
      for (const signal of signals) stop(signal);
    },
  });
}

test.concurrent.each([
  { signals: ['SIGINT'] },
  { signals: ['SIGTERM'] },
  { signals: ['SIGINT', 'SIGTERM', 'SIGINT'] },
] as const)('stopped by $signals in the middle: what was done is kept, the rest is cancelled', async ({ signals }) => {
  const { run, requests, state } = await stopped(
    syncStep('v1,v2,gone', [EAST]),
    'v2 → cn-east-3: job running',
    signals,
  );
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
      message: expect.stringContaining('Last seen: job running'),
    }),
    expect.objectContaining({ subject: 'gone', verdict: 'missing' }),
  ]);
  expect(run.errors).toEqual([expect.stringContaining('sync-tags cancelled')]);
  expect(changesOf(requests)).toHaveLength(1);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
});

test.concurrent.each([
  { what: 'sync-tags', given: syncStep('v2', [EAST]), at: 'job running' },
  { what: 'refresh-image', given: imageStep('refresh-image', ['v1']), at: 'status CREATING' },
  { what: 'wait-image', given: imageStep('wait-image', ['v1']), at: 'status CREATING' },
  { what: 'sync-hss', given: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] }, at: 'task 42 %' },
  { what: 'a run that has just begun', given: syncStep('v1,v2', [EAST]), at: 'Signing in' },
])('$what is stopped at once', async ({ given, at }) => {
  const { run } = await stopped(given, at, ['SIGINT']);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled', kind: 'cancelled', ready: [] });
  for (const { verdict, seconds } of rowsOf(run)) {
    expect(verdict).toBe('cancelled');
    expect(seconds).toBeLessThan(30);
  }
});

test.concurrent.each([
  { kind: 'silence' },
  { kind: 'stall', bytes: 1 },
  { kind: 'drip', bytes: 1, everyMs: 500 },
] as const)('a request that hangs ($kind) does not hold up the stop', async (fault) => {
  // The line is written just before the jobs are asked for.
  const { run, requests, state } = await stopped(syncStep('v1', [EAST]), 'not in the target yet', ['SIGTERM'], {
    rules: [{ match: { path: '/sync_job' }, times: 'always', fault }],
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled', kind: 'cancelled', failed: ['v1'] });
  expect(changesOf(requests)).toEqual([]);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
});
