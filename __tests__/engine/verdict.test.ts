import { describe, expect, test } from '@jest/globals';
import type { FailureKind } from '../../src/errors.ts';
import { failureKindOf, isOk, type VerdictKind, VERDICTS, verdictOf } from '../../src/engine/verdict.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

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
])('%s: ok is %p, the failure %p', (kind, ok, failure) => {
  expect([isOk({ kind }), failureKindOf({ kind })]).toEqual([ok, failure]);
});

test('the contract knows no other verdict', () => {
  expect(Object.keys(VERDICTS)).toHaveLength(18);
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
  ])('%s is %s, is never ok, and keeps its kind', (kind, verdict) => {
    const made = verdictOf(failureOfKind(kind, 'No.', { hint: 'Do it.' }));
    expect(made).toEqual({ kind: verdict, message: 'No. Do it.', failure: kind });
    expect([isOk(made), failureKindOf(made)]).toEqual([false, kind]);
  });

  test('what was last seen is told where it ends a wait', () => {
    const kinds = ['timeout', 'cancelled', 'refused'] as const;
    expect(kinds.map((kind) => verdictOf(failureOfKind(kind, 'No.'), 'job running').message)).toEqual([
      'No. Last seen: job running.',
      'No. Last seen: job running.',
      'No.',
    ]);
  });
});
