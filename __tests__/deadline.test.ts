import { expect, test } from '@jest/globals';
import { createBudget } from '../src/deadline.ts';
import { createManualClock } from './support/manual-clock.ts';

test.each([
  [60_000, 30_000, { start: 5000, end: 65_000, hardEnd: 95_000 }],
  [0, 30_000, { start: 5000, end: 5000, hardEnd: 35_000 }],
])('a budget of %d ms with requests of %d ms', (timeoutMs, requestTimeoutMs, budget) => {
  expect(createBudget(createManualClock(new Date(0), 5000), timeoutMs, requestTimeoutMs)).toEqual(budget);
});
