import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
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
import { changesOf, conclusionOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
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
      expect.objectContaining({ subject: 'gone', verdict: 'missing' }),
    ]);
    expect(run.errors).toEqual([
      'The job was cancelled. Last observed: job running, not in the target yet.',
      'team/app/api in cn-north-4 has no tag gone.',
    ]);
    expect(changesOf(requests)).toHaveLength(1);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
  },
);

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
