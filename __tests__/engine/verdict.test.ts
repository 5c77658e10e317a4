import { describe, expect, test } from '@jest/globals';
import type { FailureKind } from '../../src/errors.ts';
import { countVerdicts, failureKindOf, isOk, type VerdictKind, VERDICTS, verdictOf } from '../../src/engine/verdict.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

test.each<[VerdictKind, boolean, FailureKind | undefined]>([
  ['copied', true, undefined],
  ['overwritten', true, undefined],
  ['unchanged', true, undefined],
  ['active', true, undefined],
  ['synchronized', true, undefined],
  ['deleted', true, undefined],
  ['absent', true, undefined],
  ['accepted', true, undefined],
  ['planned', true, undefined],
  ['missing', false, 'gate'],
  ['conflict', false, 'gate'],
  ['mismatch', false, 'gate'],
  ['bad-status', false, 'gate'],
  ['refused', false, 'refused'],
  ['unavailable', false, 'unavailable'],
  ['timeout', false, 'timeout'],
  ['cancelled', false, 'cancelled'],
  ['skipped', false, 'gate'],
  ['tagged', true, undefined],
  ['verified', true, undefined],
  ['kept', true, undefined],
  ['restored', true, undefined],
  ['moved', false, 'gate'],
  ['drifted', false, 'drift'],
])('%s: ok is %p, the failure kind is %p', (kind, ok, failure) => {
  const verdict = verdictOfKind(kind);
  expect([isOk(verdict), failureKindOf(verdict)]).toEqual([ok, failure]);
});

test('a verdict may set the failure kind that it stands for', () => {
  expect(failureKindOf(verdictOfKind('refused', 'auth'))).toBe('auth');
});

test('there are 24 verdicts', () => {
  expect(Object.keys(VERDICTS)).toHaveLength(24);
});

describe('the verdict for a failure', () => {
  test.each<[FailureKind, VerdictKind]>([
    ['input', 'refused'],
    ['auth', 'refused'],
    ['refused', 'refused'],
    ['unavailable', 'unavailable'],
    ['gate', 'bad-status'],
    ['timeout', 'timeout'],
    ['cancelled', 'cancelled'],
    ['bug', 'unavailable'],
  ])('%s is %s, is never ok, and keeps kind and code of the failure', (kind, verdict) => {
    const failure = failureOfKind(kind, 'No.', { hint: 'Do it.' });
    const made = verdictOf(failure);
    expect(made).toEqual({ kind: verdict, code: failure.code, message: 'No. Do it.', failure: kind });
    expect([isOk(made), failureKindOf(made)]).toEqual([false, kind]);
  });

  test('the last observation is in the message of a failure that interrupts a wait', () => {
    const kinds = ['timeout', 'cancelled', 'auth', 'refused'] as const;
    expect(kinds.map((kind) => verdictOf(failureOfKind(kind, 'No.'), 'job running').message)).toEqual([
      'No. Last observed: job running.',
      'No. Last observed: job running.',
      'No. Last observed: job running.',
      'No.',
    ]);
  });
});

test('verdicts are counted in the order of their first occurrence', () => {
  expect([countVerdicts(['copied', 'conflict', 'copied']), countVerdicts([])]).toEqual(['2 copied, 1 conflict', '']);
});
