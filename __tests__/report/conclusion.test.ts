import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { FailureKind } from '../../src/errors.ts';
import type { FailOn } from '../../src/inputs/settings.ts';
import type { Outcome } from '../../src/engine/item.ts';
import { isOk, type Verdict, type VerdictKind, VERDICTS } from '../../src/engine/verdict.ts';
import { conclude } from '../../src/report/conclusion.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

function outcome(
  kind: VerdictKind,
  { tag = 'v1', region = 'r', failure }: { tag?: string; region?: string; failure?: FailureKind } = {},
): Outcome {
  const verdict: Verdict = { kind, failure };
  return { item: { operation: 'op', region, subject: tag, tag }, verdict, seconds: 0, images: [] };
}

const of = (kinds: readonly VerdictKind[], failOn: FailOn) => {
  const { status, failureKind, exitCode } = conclude(
    kinds.map((kind, index) => outcome(kind, { tag: `v${index}` })),
    undefined,
    failOn,
  );
  return [status, failureKind, exitCode];
};

describe('status, kind and exit code', () => {
  test.each<[VerdictKind[], string, FailureKind | undefined, [0 | 1, 0 | 1, 0 | 1]]>([
    // any, all, never
    [['copied', 'unchanged'], 'succeeded', undefined, [0, 0, 0]],
    [['planned'], 'succeeded', undefined, [0, 0, 0]],
    [['accepted', 'absent'], 'succeeded', undefined, [0, 0, 0]],
    [['copied', 'conflict'], 'partial', 'gate', [1, 0, 0]],
    [['unavailable', 'copied', 'refused'], 'partial', 'unavailable', [1, 0, 0]],
    [['missing'], 'failed', 'gate', [1, 1, 0]],
    [['refused', 'timeout'], 'failed', 'refused', [1, 1, 0]],
    [['copied', 'cancelled'], 'cancelled', 'cancelled', [1, 0, 0]],
    [['cancelled', 'cancelled'], 'cancelled', 'cancelled', [1, 1, 0]],
    [['skipped', 'copied'], 'partial', 'gate', [1, 0, 0]],
    [[], 'failed', undefined, [1, 1, 1]],
  ])('%j', (kinds, status, failureKind, [any, all, never]) => {
    expect([of(kinds, 'any'), of(kinds, 'all'), of(kinds, 'never')]).toEqual([
      [status, failureKind, any],
      [status, failureKind, all],
      [status, failureKind, never],
    ]);
  });

  test.each<[FailureKind, [0 | 1, 0 | 1, 0 | 1]]>([
    ['input', [1, 1, 1]],
    ['auth', [1, 1, 1]],
    ['bug', [1, 1, 1]],
    ['refused', [1, 0, 0]],
    ['unavailable', [1, 0, 0]],
    ['gate', [1, 0, 0]],
    ['timeout', [1, 0, 0]],
    ['cancelled', [1, 0, 0]],
  ])('one item of two that failed by %s', (failure, codes) => {
    const outcomes = [outcome('copied'), outcome('refused', { tag: 'v2', failure })];
    expect((['any', 'all', 'never'] as const).map((failOn) => conclude(outcomes, undefined, failOn).exitCode)).toEqual(
      codes,
    );
  });

  test.each<FailureKind>(['input', 'auth', 'bug', 'unavailable', 'cancelled'])(
    'a run that failed by %s before it had items',
    (kind) => {
      const codes = (['any', 'all', 'never'] as const).map((failOn) =>
        conclude([], failureOfKind(kind, 'No.'), failOn),
      );
      expect(codes.map(({ exitCode, failureKind, status }) => [exitCode, failureKind, status])).toEqual(
        Array.from({ length: 3 }, () => [1, kind, kind === 'cancelled' ? 'cancelled' : 'failed']),
      );
    },
  );
});

test('a tag succeeded if it did everywhere, a region is ready if all of it is', () => {
  const outcomes = [
    outcome('copied', { tag: 'v1', region: 'a' }),
    outcome('copied', { tag: 'v2', region: 'a' }),
    outcome('unchanged', { tag: 'v1', region: 'b' }),
    outcome('conflict', { tag: 'v2', region: 'b' }),
  ];
  expect(conclude(outcomes, undefined, 'any')).toMatchObject({
    succeededTags: ['v1'],
    failedTags: ['v2'],
    readyRegions: ['a'],
  });
});

const image = (id: string, tag?: string): Outcome => ({
  item: { operation: 'wait-image', region: 'r', subject: id },
  verdict: { kind: 'active' },
  seconds: 0,
  images: [{ id, status: 'ACTIVE', tag }],
});

const hss = (kind: VerdictKind): Outcome => ({
  item: { operation: 'sync-hss', region: 'r', subject: 'private_image', tags: ['v1', 'v2'] },
  verdict: { kind },
  seconds: 0,
  images: [],
});

test('what concerns all tags counts for each of them', () => {
  const tags = [outcome('copied'), outcome('conflict', { tag: 'v2' })];
  const { succeededTags, failedTags } = conclude([...tags, hss('synchronized')], undefined, 'any');
  expect([succeededTags, failedTags]).toEqual([['v1'], ['v2']]);
  expect(conclude([...tags, hss('refused')], undefined, 'any')).toMatchObject({
    succeededTags: [],
    failedTags: ['v1', 'v2'],
  });
});

test('images have the tag that ModelArts tells, and none without it', () => {
  expect(conclude([image('i1', 'v1'), image('i2')], undefined, 'any')).toMatchObject({
    succeededTags: ['v1'],
    failedTags: [],
    readyRegions: ['r'],
  });
});

test('whatever came out: green only when it is proved, or when the workflow says that it may be red', () => {
  const kinds = fc.constantFrom(...Object.keys(VERDICTS).filter((kind): kind is VerdictKind => kind in VERDICTS));
  const outcomes = fc.array(
    fc
      .record({ kind: kinds, tag: fc.constantFrom('v1', 'v2', 'v3'), region: fc.constantFrom('a', 'b') })
      .map(({ kind, ...where }) => outcome(kind, where)),
    { maxLength: 8 },
  );
  const failure = fc.option(
    fc.constantFrom<FailureKind>('input', 'auth', 'refused', 'unavailable', 'cancelled', 'bug'),
    { nil: undefined },
  );
  fc.assert(
    fc.property(outcomes, failure, fc.constantFrom<FailOn>('any', 'all', 'never'), (all, kind, failOn) => {
      const ended = kind === undefined ? undefined : failureOfKind(kind, 'No.');
      const { status, exitCode, succeededTags, failedTags, readyRegions, failureKind } = conclude(all, ended, failOn);
      const isProved = all.length > 0 && ended === undefined && all.every(({ verdict }) => isOk(verdict));
      expect(status === 'succeeded').toBe(isProved);
      expect(failureKind === undefined && all.length > 0).toBe(isProved);
      expect(isProved && exitCode === 1).toBe(false);
      expect(failOn === 'any' && exitCode === 0 && !isProved).toBe(false);
      expect([...succeededTags, ...failedTags].toSorted()).toEqual(
        [...new Set(all.map(({ item }) => item.subject))].toSorted(),
      );
      const isGood = (key: 'tag' | 'region', value: string): boolean =>
        all.every(({ item, verdict }) => item[key] !== value || isOk(verdict));
      expect([succeededTags.every((tag) => isGood('tag', tag)), failedTags.some((tag) => isGood('tag', tag))]).toEqual([
        true,
        false,
      ]);
      expect(readyRegions.every((region) => isGood('region', region))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
