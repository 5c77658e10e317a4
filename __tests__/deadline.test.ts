import { expect, test } from '@jest/globals';
import { createDeadline } from '../src/deadline.ts';
import { createManualClock } from './support/manual-clock.ts';

test.each([
  [60_000, 30_000, { startedAt: 5000, waitUntil: 65_000, requestUntil: 95_000 }],
  [0, 30_000, { startedAt: 5000, waitUntil: 5000, requestUntil: 35_000 }],
])('a deadline of %d ms with requests of %d ms', (timeoutMs, requestTimeoutMs, deadline) => {
  expect(createDeadline(createManualClock(new Date(0), 5000), timeoutMs, requestTimeoutMs)).toEqual(deadline);
});
