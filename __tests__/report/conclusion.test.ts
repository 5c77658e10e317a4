import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Image } from '../../src/cloud/modelarts.ts';
import type { Failure, FailureKind } from '../../src/errors.ts';
import type { FailOn } from '../../src/inputs/settings.ts';
import type { Item, Outcome } from '../../src/engine/item.ts';
import { isOk, isProved, type VerdictKind, VERDICTS } from '../../src/engine/verdict.ts';
import { conclude as concludeRun, type Conclusion } from '../../src/report/conclusion.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';
import { runResultOf } from '../support/run-report.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

interface About {
  readonly tag?: string;
  readonly region?: string;
  readonly namespace?: string;
  readonly repository?: string;
  readonly failure?: FailureKind | undefined;
}

function outcome(
  kind: VerdictKind,
  { tag = 'v1', region = 'r', namespace = 'team', repository = 'app', failure }: About = {},
): Outcome {
  const item: Item = { operation: 'op', region, namespace, repository, subject: tag, tag };
  return { item, verdict: verdictOfKind(kind, failure), seconds: 0 };
}

function conclude(
  outcomes: readonly Outcome[],
  {
    failure,
    failOn = 'any',
    images = new Map(),
  }: {
    readonly failure?: Failure | undefined;
    readonly failOn?: FailOn;
    readonly images?: ReadonlyMap<Item, readonly Image[]>;
  } = {},
): Conclusion {
  return concludeRun(runResultOf({ outcomes, failure, failOn, images }));
}

const of = (kinds: readonly VerdictKind[], failOn: FailOn) => {
  const { status, failureKind, exitCode } = conclude(
    kinds.map((kind, index) => outcome(kind, { tag: `v${index}` })),
    { failOn },
  );
  return [status, failureKind, exitCode];
};

describe('status, failure kind and exit code', () => {
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
    [['skipped', 'unavailable'], 'failed', 'unavailable', [1, 1, 0]],
    [[], 'failed', undefined, [1, 1, 1]],
  ])('items that ended as %j', (kinds, status, failureKind, [any, all, never]) => {
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
  ])('a run in which one item of two failed, with failure kind %s', (failure, codes) => {
    const outcomes = [outcome('copied'), outcome('refused', { tag: 'v2', failure })];
    expect((['any', 'all', 'never'] as const).map((failOn) => conclude(outcomes, { failOn }).exitCode)).toEqual(codes);
  });

  test.each<FailureKind>(['input', 'auth', 'bug', 'unavailable', 'cancelled'])(
    'a run that failed before it had items, with failure kind %s',
    (kind) => {
      const codes = (['any', 'all', 'never'] as const).map((failOn) =>
        conclude([], { failure: failureOfKind(kind, 'No.'), failOn }),
      );
      expect(codes.map(({ exitCode, failureKind, status }) => [exitCode, failureKind, status])).toEqual(
        Array.from({ length: 3 }, () => [1, kind, kind === 'cancelled' ? 'cancelled' : 'failed']),
      );
    },
  );
});

test('a tag succeeded if all items of it are ok, and a region is ready if all items in it are proved', () => {
  const outcomes = [
    outcome('copied', { tag: 'v1', region: 'a' }),
    outcome('copied', { tag: 'v2', region: 'a' }),
    outcome('unchanged', { tag: 'v1', region: 'b' }),
    outcome('conflict', { tag: 'v2', region: 'b' }),
  ];
  expect(conclude(outcomes)).toMatchObject({
    succeededTags: ['v1'],
    failedTags: ['v2'],
    readyRegions: ['a'],
  });
});

test.each<VerdictKind>(['accepted', 'planned'])(
  'a region with an item that is %s is ok, not proved, and not ready',
  (kind) => {
    const outcomes = [
      outcome('copied', { region: 'a' }),
      outcome('copied', { region: 'b' }),
      outcome(kind, { region: 'b', tag: 'v2' }),
      outcome(kind, { region: 'c' }),
      outcome('conflict', { region: 'c', tag: 'v2' }),
    ];
    expect(conclude(outcomes)).toMatchObject({ readyRegions: ['a'], unprovedRegions: ['b'] });
  },
);

/** `v1` of two repositories. */
const twice = (first: VerdictKind, second: VerdictKind): readonly Outcome[] => [
  outcome(first, { repository: 'a' }),
  outcome(second, { repository: 'b' }),
];

describe('tags of several repositories', () => {
  test('a tag that one repository has ok and another has failed is a failed tag only', () => {
    for (const outcomes of [twice('copied', 'conflict'), twice('conflict', 'copied')]) {
      expect(conclude(outcomes)).toMatchObject({ succeededTags: [], failedTags: ['v1'], readyRegions: [] });
    }
  });

  test('a tag that both have is named once', () => {
    expect(conclude(twice('copied', 'unchanged'))).toMatchObject({ succeededTags: ['v1'], failedTags: [] });
    expect(conclude(twice('conflict', 'missing'))).toMatchObject({ succeededTags: [], failedTags: ['v1'] });
  });

  test('the same holds for repositories of one name in two organizations', () => {
    const outcomes = [outcome('copied', { namespace: 'team' }), outcome('conflict', { namespace: 'other' })];
    expect(conclude(outcomes)).toMatchObject({ succeededTags: [], failedTags: ['v1'] });
  });
});

const wait = (kind: VerdictKind, subject: string): Outcome => ({
  item: { operation: 'wait-image', region: 'r', subject },
  verdict: verdictOfKind(kind),
  seconds: 0,
});

const active = (id: string, more: Partial<Image> = {}): Image => ({ id, status: 'ACTIVE', ...more });

describe('items about images', () => {
  test('they count for the tag that ModelArts reports, and for no tag where it reports none', () => {
    const [first, second] = [wait('active', 'i1'), wait('active', 'i2')];
    const images = new Map([
      [first.item, [active('i1', { tag: 'v1' })]],
      [second.item, [active('i2')]],
    ]);
    expect(conclude([first, second], { images })).toMatchObject({
      succeededTags: ['v1'],
      failedTags: [],
      readyRegions: ['r'],
    });
  });

  test('an item of which no details were read counts for no tag', () => {
    expect(conclude([wait('missing', 'i1')])).toMatchObject({ succeededTags: [], failedTags: [], readyRegions: [] });
  });

  test.each<[Partial<Image>, Partial<Image>, object]>([
    [
      { name: 'a', tag: 'v1' },
      { name: 'b', tag: 'v1' },
      { succeededTags: [], failedTags: ['v1'] },
    ],
    [
      { name: 'a', tag: 'v1' },
      { name: 'a', tag: 'v2' },
      { succeededTags: ['v1'], failedTags: ['v2'] },
    ],
    [
      { name: 'a:b', tag: 'c' },
      { name: 'a', tag: 'b:c' },
      { succeededTags: ['c'], failedTags: ['b:c'] },
    ],
  ])('%j is ok and %j is not', (good, bad, tags) => {
    const [first, second] = [wait('active', 'i1'), wait('bad-status', 'i2')];
    const images = new Map([
      [first.item, [active('i1', { namespace: 'team', ...good })]],
      [second.item, [active('i2', { namespace: 'team', ...bad })]],
    ]);
    expect(conclude([first, second], { images })).toMatchObject(tags);
  });
});

test('for all outcomes: the step is green only if every item is ok or the workflow allows failures', () => {
  const kinds = fc.constantFrom(...Object.keys(VERDICTS).filter((kind): kind is VerdictKind => kind in VERDICTS));
  const outcomes = fc.array(
    fc
      .record({
        kind: kinds,
        tag: fc.constantFrom('v1', 'v2', 'v3'),
        region: fc.constantFrom('a', 'b'),
        repository: fc.constantFrom('app', 'api'),
      })
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
      const { status, exitCode, succeededTags, failedTags, readyRegions, unprovedRegions, failureKind } = conclude(
        all,
        {
          failure: ended,
          failOn,
        },
      );
      const isAllOk = all.length > 0 && ended === undefined && all.every(({ verdict }) => isOk(verdict));
      expect(status === 'succeeded').toBe(isAllOk);
      expect(failureKind === undefined && all.length > 0).toBe(isAllOk);
      expect(isAllOk && exitCode === 1).toBe(false);
      expect(failOn === 'any' && exitCode === 0 && !isAllOk).toBe(false);
      expect([...succeededTags, ...failedTags].toSorted()).toEqual(
        [...new Set(all.map(({ item }) => item.subject))].toSorted(),
      );
      const isKeyOk = (key: 'tag' | 'region', value: string): boolean =>
        all.every(({ item, verdict }) => item[key] !== value || isOk(verdict));
      expect([
        succeededTags.every((tag) => isKeyOk('tag', tag)),
        failedTags.some((tag) => isKeyOk('tag', tag)),
      ]).toEqual([true, false]);
      const regions = [...new Set(all.map(({ item }) => item.region))];
      expect(readyRegions).toEqual(
        regions.filter((region) => all.every(({ item, verdict }) => item.region !== region || isProved(verdict))),
      );
      expect([...readyRegions, ...unprovedRegions].toSorted()).toEqual(
        regions.filter((region) => isKeyOk('region', region)).toSorted(),
      );
    }),
    { numRuns: 2000 },
  );
});
