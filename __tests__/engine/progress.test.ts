import { expect, test } from '@jest/globals';
import { createProgress } from '../../src/engine/progress.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

const A = { operation: 'o', region: 'r', subject: 'a' };
const B = { operation: 'o', region: 'r', subject: 'b' };
/** Equal to an item of the plan, and another object. */
const STRANGER = { ...A };

test('the first verdict stands, items outside the plan get none, and the time runs from the start of the step', async () => {
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
    progress.settle(A, verdictOfKind('timeout')),
    progress.settle(STRANGER, { kind: 'copied' }),
    progress.settle(B, verdictOfKind('cancelled')),
  ];
  expect(settled).toEqual([true, false, false, true]);
  expect(progress.outcomes()).toEqual([
    { item: A, verdict: { kind: 'copied' }, seconds: 1.235 },
    { item: B, verdict: { kind: 'cancelled', code: 'cancelled' }, seconds: 0 },
  ]);
});

test('a state is new when it differs from the last one, and observations are part of every verdict', () => {
  const progress = createProgress([A], createManualClock());
  const isNew = [
    progress.observe(A, 'one', { status: 'CREATING', digest: 'd' }),
    progress.observe(A, 'one', { status: 'ACTIVE' }),
    progress.observe(A, 'two'),
    progress.observe(A, 'one'),
    progress.observe(STRANGER, 'one'),
  ];
  expect([isNew, progress.lastObservation(A), progress.lastObservation(STRANGER)]).toEqual([
    [true, false, true, true, false],
    'one',
    undefined,
  ]);
  expect(progress.unsettled()).toEqual([A]);
  progress.settle(A, verdictOfKind('cancelled'));
  expect(progress.outcomes()).toEqual([
    {
      item: A,
      verdict: { kind: 'cancelled', code: 'cancelled', digest: 'd', status: 'ACTIVE' },
      seconds: 0,
    },
  ]);
  expect(progress.unsettled()).toEqual([]);
});

test('what a verdict says itself replaces what was observed', () => {
  const progress = createProgress([A], createManualClock());
  progress.observe(A, 'copying', { status: 'running', locations: ['registry/team/app:v1'] });
  progress.settle(A, { kind: 'copied', status: 'success' });
  expect(progress.verdictOf(A)).toEqual({ kind: 'copied', status: 'success', locations: ['registry/team/app:v1'] });
});

test('waiting for items ends when each of them has its verdict', async () => {
  const progress = createProgress([A, B], createManualClock());
  const over = progress.allSettled([A, B, STRANGER]).then(() => 'over');
  const state = (): Promise<string> =>
    Promise.race([over, new Promise<string>((resolve) => setImmediate(resolve, 'waiting'))]);
  progress.settle(B, { kind: 'copied' });
  expect(await state()).toBe('waiting');
  progress.settle(A, verdictOfKind('missing'));
  expect(await state()).toBe('over');
});

test('an item that is left out has ended, without an outcome', async () => {
  const progress = createProgress([A, B], createManualClock());
  const ended = progress.allSettled([A]);
  expect([progress.leaveOut(A), progress.leaveOut(A), progress.leaveOut(STRANGER)]).toEqual([true, false, false]);
  await ended;
  expect([progress.settle(A, { kind: 'copied' }), progress.observe(A, 'late')]).toEqual([false, false]);
  expect([progress.unsettled(), progress.outcomes()]).toEqual([[B], []]);
  progress.settle(B, { kind: 'copied' });
  expect([progress.leaveOut(B), progress.outcomes().length]).toEqual([false, 1]);
});
