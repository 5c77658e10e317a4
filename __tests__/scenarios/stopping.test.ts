/** The job is cancelled at random moments, and another run continues. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Stop, Transcript } from '../../tools/runner/run-action.ts';
import {
  createVirtualCloud,
  EAST,
  inCloud,
  NORTH,
  type ScenarioCloud,
  seedOf,
  SOUTH,
} from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

const TAGS = ['v1', 'v2', 'v3', 'v4'];
const SEED = seedOf({
  [NORTH]: { ...team(tagged(...TAGS)), syncSeconds: 1, syncOutcomes: [{ tag: 'v2', outcome: 'success', seconds: 2 }] },
  [EAST]: EMPTY_TEAM,
  [SOUTH]: EMPTY_TEAM,
});
const STEP = { with: syncStep(TAGS.join(','), [EAST, SOUTH]) };

/** Expects what holds whenever the run was cancelled; says whether it was, or ended by itself before. */
function expectFullReport(run: Transcript): boolean {
  const rows = rowsOf(run);
  expect(rows.map(({ region, subject }) => `${region} ${subject}`)).toEqual(
    [EAST, SOUTH].flatMap((region) => TAGS.map((tag) => `${region} ${tag}`)),
  );
  const isCancelled = run.outputs['status'] === 'cancelled';
  expect(isCancelled ? (run.exitCode ?? 1) : 1).toBe(1);
  expect(isCancelled).toBe(rows.some(({ verdict }) => verdict === 'cancelled'));
  for (const { verdict } of rows) expect(['copied', 'cancelled']).toContain(verdict);
  return isCancelled;
}

/** Expects that the second run completes the copies, and that nothing was sent twice. */
function expectContinued(second: Transcript, emulator: Pick<ScenarioCloud['emulator'], 'requests' | 'state'>): void {
  for (const { verdict } of rowsOf(second)) expect(['copied', 'unchanged']).toContain(verdict);
  for (const region of [EAST, SOUTH])
    expect(tagsOf(emulator.state(), region, 'team', 'app/api')).toEqual(tagged(...TAGS));
  const sent = changesOf(emulator.requests()).flatMap(({ body }) => {
    const { imageTag, remoteRegionId } = syncBodyOf(body);
    return imageTag.map((tag) => `${remoteRegionId} ${tag}`);
  });
  expect(sent.toSorted()).toEqual([EAST, SOUTH].flatMap((region) => TAGS.map((tag) => `${region} ${tag}`)).toSorted());
}

/** Milliseconds of virtual time after the start. */
const MOMENTS = fc.sample(fc.integer({ min: 0, max: 3200 }), { numRuns: 20, seed: 3 });

test.concurrent.each(MOMENTS)(
  'sync-tags: cancelled after %d ms, it reports everything within two seconds, sends nothing more, and the next run continues',
  async (stopAtMs) => {
    const { emulator, run } = createVirtualCloud({ seed: SEED });
    const startedAt = emulator.state().now;
    const isCancelled = expectFullReport(await run({ ...STEP, stopAtMs }));
    const stoppedAt = isCancelled ? startedAt + stopAtMs : Infinity;
    expect(emulator.state().now - stoppedAt).toBeLessThan(2000);
    expect(changesOf(emulator.requests()).filter(({ at }) => at > stoppedAt)).toEqual([]);
    expectContinued(await run(STEP), emulator);
  },
);

/** The signals, the line of the log after which the first is sent, and how many lines lie between them. */
const SIGNALS = fc.sample(
  fc.record({
    signals: fc.subarray(['SIGINT', 'SIGTERM', 'SIGINT'] as const, { minLength: 1 }),
    afterLines: fc.integer({ min: 1, max: 30 }),
    apart: fc.integer({ min: 0, max: 3 }),
  }),
  { numRuns: 20, seed: 3 },
);

/** Counts the lines, and sends the signals. */
function stopper({ signals, afterLines, apart }: (typeof SIGNALS)[number]) {
  let lines = 0;
  return (_: string, stop: Stop): void => {
    lines += 1;
    for (const [index, signal] of signals.entries()) if (lines === afterLines + index * apart) stop(signal);
  };
}

test.concurrent.each(SIGNALS)(
  'sync-tags: cancelled by $signals after $afterLines lines, it reports everything, and the next run continues',
  async (moment) => {
    await inCloud({ seed: SEED }, async ({ emulator, run }) => {
      const first = await run({ ...STEP, onLine: stopper(moment) });
      expectFullReport(first);
      expect(first.report.results).toHaveLength(2 * TAGS.length);
      expectContinued(await run(STEP), emulator);
    });
  },
);
