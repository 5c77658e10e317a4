/** 400 of the random scenarios that `npm run chaos` runs and 200 stories, the same ones every time; and their recording. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { findViolations } from '../../../tools/chaos/invariants/invariants.ts';
import { recordLine } from '../../../tools/chaos/record.ts';
import { scenarios } from '../../../tools/chaos/scenario/scenario.ts';
import { stories } from '../../../tools/chaos/scenario/story.ts';
import { simulate } from '../../../tools/chaos/simulate.ts';

describe('npm run chaos', () => {
  test('every invariant holds in 400 random scenarios', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        expect(findViolations(await simulate(scenario))).toEqual([]);
      }),
      { numRuns: 400, seed: 2026 },
    );
  });

  test('every invariant holds in 200 random stories', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        expect(findViolations(await simulate(story))).toEqual([]);
      }),
      { numRuns: 200, seed: 2026 },
    );
  });

  test('the record of a scenario is the same every time', async () => {
    for (const [index, scenario] of fc.sample(scenarios, { numRuns: 10, seed: 2026 }).entries()) {
      const [first, second] = [await simulate(scenario), await simulate(scenario)];
      const line = recordLine(index, first);
      expect(recordLine(index, second)).toBe(line);
      expect(JSON.parse(line).runs).toHaveLength(scenario.runs.length);
    }
  });
});
