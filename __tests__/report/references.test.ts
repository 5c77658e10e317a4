import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/engine/item.ts';
import type { Verdict, VerdictKind } from '../../src/engine/verdict.ts';
import { byRegion, referencesOf } from '../../src/report/references.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

const outcome = (tag: string, verdict: Verdict, region = 'cn-east-3'): Outcome => ({
  item: { operation: 'sync-tags', region, namespace: 'team', repository: 'app/api', subject: tag, tag },
  verdict,
  seconds: 0,
});

const of = (kind: VerdictKind, more: Pick<Verdict, 'digest' | 'locations'> = {}): Verdict => ({
  ...verdictOfKind(kind),
  digest: DIGEST,
  ...more,
});

describe('references', () => {
  test('every copy that is proved has one, by region and tag, at the registry of its region', () => {
    const outcomes = [
      outcome('v1', of('copied')),
      outcome('v2', of('overwritten')),
      outcome('v1', of('unchanged'), 'eu-west-101'),
    ];
    expect(byRegion(referencesOf(outcomes, true))).toEqual({
      'cn-east-3': {
        v1: `swr.cn-east-3.myhuaweicloud.com/team/app/api@${DIGEST}`,
        v2: `swr.cn-east-3.myhuaweicloud.com/team/app/api@${DIGEST}`,
      },
      'eu-west-101': { v1: `swr.eu-west-101.myhuaweicloud.eu/team/app/api@${DIGEST}` },
    });
  });

  test.each<VerdictKind>(['accepted', 'planned', 'active', 'conflict', 'mismatch', 'timeout', 'missing'])(
    'an item that is %s has none',
    (kind) => {
      expect(referencesOf([outcome('v1', of(kind))], true)).toEqual([]);
    },
  );

  test.each<[string, VerdictKind]>([
    ['retag', 'tagged'],
    ['retag', 'unchanged'],
    ['retag', 'overwritten'],
    ['rollback', 'restored'],
    ['rollback', 'unchanged'],
  ])('an item of %s has none, whatever it is: %s', (operation, kind) => {
    const { item, ...rest } = outcome('v1', of(kind));
    expect(referencesOf([{ ...rest, item: { ...item, operation } }], true)).toEqual([]);
  });

  test.each(['', 'sha256:0a', `${DIGEST}0`, `sha512:${'0a'.repeat(64)}`, `${DIGEST} && rm`])(
    'a digest such as %j makes none',
    (digest) => {
      expect(referencesOf([outcome('v1', of('copied', { digest }))], true)).toEqual([]);
    },
  );

  test.each<[string, readonly string[] | undefined, string | undefined]>([
    [
      'the one that SWR shows',
      ['swr.example:5000/team/app/api:v1', 'second.example/team/app/api:v1'],
      'swr.example:5000',
    ],
    [
      'the first that is about the tag',
      ['swr.example/team/app/api:v2', 'second.example/team/app/api:v1'],
      'second.example',
    ],
    ['none of another repository', ['swr.example/other/app/api:v1'], undefined],
    [
      'none that is no host',
      ['https://swr.example/team/app/api:v1', 'a b/team/app/api:v1', '/team/app/api:v1'],
      undefined,
    ],
    ['none where SWR shows none', undefined, undefined],
  ])('with endpoints of one’s own the registry is %s', (_, locations, host) => {
    const references = referencesOf([outcome('v1', of('copied', { locations }))], false);
    expect(references.map(({ reference }) => reference)).toEqual(
      host === undefined ? [] : [`${host}/team/app/api@${DIGEST}`],
    );
  });

  test('a tag called __proto__ is a tag like others', () => {
    expect(JSON.stringify(byRegion(referencesOf([outcome('__proto__', of('copied'))], true)))).toContain(
      '"__proto__":"swr.',
    );
  });
});
