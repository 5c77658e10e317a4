/** The job is stopped at moments that nobody chose; another run takes up what was left. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Stop } from '../../tools/runner/run-action.ts';
import { EAST, inCloud, NORTH, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

const TAGS = ['v1', 'v2', 'v3', 'v4'];
const SEED = seedOf({
  [NORTH]: { ...team(tagged(...TAGS)), syncSeconds: 1, syncOutcomes: [{ tag: 'v2', outcome: 'success', seconds: 2 }] },
  [EAST]: EMPTY_TEAM,
  [SOUTH]: EMPTY_TEAM,
});
const STEP = { with: syncStep(TAGS.join(','), [EAST, SOUTH]) };

/** The moments: milliseconds after the first word of the action, and between the signals. */
const MOMENTS = fc.sample(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 2200 }),
    signals: fc.subarray(['SIGINT', 'SIGTERM', 'SIGINT'] as const, { minLength: 1 }),
    apartMs: fc.integer({ min: 0, max: 100 }),
  }),
  { numRuns: 20, seed: 3 },
);

/** Counts down from the first line on; gives the moment of the first signal. */
function stopper({ afterMs, signals, apartMs }: (typeof MOMENTS)[number]) {
  const moment: { at?: number; begun?: true } = {};
  const onLine = (_: string, stop: Stop): void => {
    if (moment.begun) return;
    moment.begun = true;
    for (const [index, signal] of signals.entries()) {
      setTimeout(
        () => {
          moment.at ??= Date.now();
          stop(signal);
        },
        afterMs + index * apartMs,
      ).unref();
    }
  };
  return { moment, onLine };
}

test.concurrent.each(MOMENTS)(
  'stopped $afterMs ms after its first word by $signals: told to the end, and taken up by the next run',
  async (when) => {
    await inCloud({ seed: SEED }, async ({ emulator, run }) => {
      const { moment, onLine } = stopper(when);
      const first = await run({ ...STEP, onLine });
      const ended = Date.now();
      const rows = rowsOf(first);
      expect(rows.map(({ region, subject }) => `${region} ${subject}`)).toEqual(
        [EAST, SOUTH].flatMap((region) => TAGS.map((tag) => `${region} ${tag}`)),
      );
      // It may have come to its own end a moment before.
      const isStopped = first.outputs['status'] === 'cancelled';
      expect(isStopped ? (first.exitCode ?? 1) : 1).toBe(1);
      expect(isStopped).toBe(rows.some(({ verdict }) => verdict === 'cancelled'));
      for (const { verdict } of rows) expect(['copied', 'cancelled']).toContain(verdict);
      const stoppedAt = isStopped ? (moment.at ?? 0) : Infinity;
      expect(ended - stoppedAt).toBeLessThan(2000);
      expect(changesOf(emulator.requests()).filter(({ at }) => at > stoppedAt + 100)).toEqual([]);

      const second = await run(STEP);
      for (const { verdict } of rowsOf(second)) expect(['copied', 'unchanged']).toContain(verdict);
      for (const region of [EAST, SOUTH])
        expect(tagsOf(emulator.state(), region, 'team', 'app/api')).toEqual(tagged(...TAGS));
      // Whatever the first run had sent was not sent again.
      const sent = changesOf(emulator.requests()).flatMap(({ body }) => {
        const { imageTag, remoteRegionId } = syncBodyOf(body);
        return imageTag.map((tag) => `${remoteRegionId} ${tag}`);
      });
      expect(sent.toSorted()).toEqual(
        [EAST, SOUTH].flatMap((region) => TAGS.map((tag) => `${region} ${tag}`)).toSorted(),
      );
    });
  },
);
