/** Random scenarios with the bundle in a process of its own, over real sockets and in real time. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { findViolations } from '../../../tools/chaos/invariants/invariants.ts';
import { runBundle } from '../../../tools/chaos/run-bundle.ts';
import { shortScenarios } from '../../../tools/chaos/scenario/scenario.ts';

const SEED = 2026;
const SCENARIOS = fc
  .sample(shortScenarios, { seed: SEED, numRuns: 30 })
  .map((scenario, number) => ({ number, scenario }));

// The same ones as `npm run chaos -- --bundle --seed 2026`.
test.concurrent.each(SCENARIOS)(
  `the bundle keeps every invariant in scenario $number of seed ${SEED}`,
  async ({ scenario }) => {
    expect(findViolations(await runBundle(scenario))).toEqual([]);
  },
);
