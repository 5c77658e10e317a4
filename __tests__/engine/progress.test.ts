import { expect, test } from '@jest/globals';
import { createProgress } from '../../src/engine/progress.ts';
import { createManualClock } from '../support/manual-clock.ts';

const A = { operation: 'o', region: 'r', subject: 'a' };
const B = { operation: 'o', region: 'r', subject: 'b' };
const STRANGER = { ...A };

test('the first verdict stands, items of others have none, and the time runs from the start of the step', async () => {
  const clock = createManualClock();
  const progress = createProgress([A, B], clock);
  const wait = (ms: number) =>
    clock.run(
      new Promise<void>((resolve) => {
        clock.after(ms, resolve);
      }),
    );
  await wait(5000);
  progress.begin([A]);
  await wait(1234.5);
  const settled = [
    progress.settle(A, { kind: 'copied' }),
    progress.settle(A, { kind: 'timeout' }),
    progress.settle(STRANGER, { kind: 'copied' }),
    progress.settle(B, { kind: 'cancelled' }),
  ];
  expect(settled).toEqual([true, false, false, true]);
  expect(progress.outcomes()).toEqual([
    { item: A, verdict: { kind: 'copied' }, seconds: 1.235, images: [] },
    { item: B, verdict: { kind: 'cancelled' }, seconds: 0, images: [] },
  ]);
});

test('what is seen is news once, and the facts stay, however the item ends', () => {
  const progress = createProgress([A], createManualClock());
  const image = { id: 'i', status: 'CREATING' };
  const news = [
    progress.see(A, 'one', { image, digest: 'd' }),
    progress.see(A, 'one', { image: { ...image, status: 'ACTIVE' }, status: 'ACTIVE' }),
    progress.see(A, 'two'),
    progress.see(A, 'one'),
    progress.see(STRANGER, 'one'),
  ];
  expect([news, progress.lastSeen(A), progress.lastSeen(STRANGER)]).toEqual([
    [true, false, true, true, false],
    'one',
    undefined,
  ]);
  expect(progress.unsettled()).toEqual([A]);
  progress.settle(A, { kind: 'cancelled' });
  expect(progress.outcomes()).toEqual([
    {
      item: A,
      verdict: { kind: 'cancelled', digest: 'd', status: 'ACTIVE' },
      seconds: 0,
      images: [{ id: 'i', status: 'ACTIVE' }],
    },
  ]);
  expect(progress.unsettled()).toEqual([]);
});
