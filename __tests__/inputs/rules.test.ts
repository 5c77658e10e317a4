import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Rule } from '../../src/inputs/rule.ts';
import {
  ENTERPRISE_PROJECT,
  IMAGE_ID,
  ORGANIZATION,
  PROJECT,
  REGION,
  REPOSITORY,
  TAG,
} from '../../src/inputs/rules.ts';

const accepted = (rule: Rule, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => rule.pattern.test(text));

describe('region', () => {
  test('ids of every shape that Huawei Cloud has', () => {
    const regions =
      'ae-ad-1 af-north-1 ap-southeast-5 cn-north-4 cn-north-11 cn-north-12 cn-southwest-3 eu-west-0 eu-west-101 ' +
      'la-north-2 me-east-1 my-kualalumpur-1 na-mexico-1 ru-northwest-2 sa-brazil-1 tr-west-1';
    const all = regions.split(' ');
    expect(accepted(REGION, all)).toEqual(all);
  });

  test('what is none', () => {
    const none = [
      '',
      'cn',
      'cn-4',
      'cn-north',
      'cn-north-',
      'CN-North-4',
      'cn_north_4',
      'cn-north-4\n',
      ' cn-north-4',
      'cn-north-4.evil.example',
    ];
    const more = ['cn-north-4/..', 'cn-north-4@evil.example', '1n-north-4', 'cn--north-4', `cn-${'n'.repeat(70)}-4`];
    expect(accepted(REGION, [...none, ...more])).toEqual([]);
  });
});

describe('organization', () => {
  test('good names', () => {
    const names = ['a', 'ab', 'a1', 'my-org', 'my.org', 'my_org', 'my__org', 'a-b.c_d__e', 'a'.repeat(64)];
    expect(accepted(ORGANIZATION, names)).toEqual(names);
  });

  test('bad names', () => {
    const names = [
      '',
      '1a',
      '-a',
      'a-',
      'a.',
      'a_',
      'a--b',
      'a..b',
      'a___b',
      'a.-b',
      'a_-b',
      'A',
      'a/b',
      'a b',
      'é',
      'a'.repeat(65),
      'a\n',
    ];
    expect(accepted(ORGANIZATION, names)).toEqual([]);
  });
});

describe('repository', () => {
  test('good names', () => {
    const names = ['a', '1', 'team/app', 'a/b/c', '0-0', 'a__b/c.d', 'x'.repeat(128)];
    expect(accepted(REPOSITORY, names)).toEqual(names);
  });

  test('bad names', () => {
    const names = ['', '/a', 'a/', 'a//b', 'a/-b', 'a$b', 'A', 'a/../b', '..', 'a%2Fb', 'a:b', 'x'.repeat(129), 'a\n'];
    expect(accepted(REPOSITORY, names)).toEqual([]);
  });
});

const isName = (text: string, separators: RegExp, start: RegExp, limit: number): boolean =>
  text.length >= 1 &&
  text.length <= limit &&
  start.test(text) &&
  /[a-z0-9]$/.test(text) &&
  !text.includes('\n') &&
  text.split(/[a-z0-9]/).every((between) => between === '' || separators.test(between));

test('names are accepted exactly if they obey the documents, said another way', () => {
  const pieces = fc.array(fc.constantFrom('a', 'z', '0', '9', '.', '_', '__', '-', '/', '$', 'A', 'é', '\n'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      expect(ORGANIZATION.pattern.test(text)).toBe(isName(text, /^([.-]|__?)$/, /^[a-z]/, 64));
      expect(REPOSITORY.pattern.test(text)).toBe(isName(text, /^([./-]|__?)$/, /^[a-z0-9]/, 128));
    }),
    { numRuns: 3000 },
  );
});

test('no rule takes long over any text', () => {
  const long = `${'a-'.repeat(5000)}${'a_'.repeat(5000)}!`;
  const rules = [REGION, ORGANIZATION, REPOSITORY, TAG, PROJECT, IMAGE_ID, ENTERPRISE_PROJECT];
  expect(rules.filter((rule) => rule.pattern.test(long))).toEqual([]);
});

test.each<[string, Rule, string[], string[]]>([
  [
    'tag',
    TAG,
    ['1', 'v1.2.3', '_a', 'A-b_c.d', 'sha256-abc.sig', 't'.repeat(128)],
    ['', '.a', '-a', 'a b', 'a/b', 'a:b', 'é', 't'.repeat(129), 'a\n'],
  ],
  [
    'project',
    PROJECT,
    ['0', 'a'.repeat(64), '05041fffa40025702f6dc009cc6f8f33'],
    ['', 'a'.repeat(65), 'a/b', '..', 'a_b', 'a b', 'a\n'],
  ],
  [
    'image id',
    IMAGE_ID,
    ['d0967a73-5ec6-4d43-8b2c-30bd17a1cf13', 'D0967A73-5EC6-4D43-8B2C-30BD17A1CF13'],
    [
      '',
      'd0967a735ec64d438b2c30bd17a1cf13',
      'd0967a73-5ec6-4d43-8b2c-30bd17a1cf1',
      'g0967a73-5ec6-4d43-8b2c-30bd17a1cf13',
      '../d0967a73',
    ],
  ],
  [
    'enterprise project',
    ENTERPRISE_PROJECT,
    ['0', 'all_granted_eps', '4f1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13', '4F1D2E3C-5EC6-4D43-8B2C-30BD17A1CF13'],
    ['', 'a b', 'a/b', 'a&b=c', 'ep-7', 'my-project', '00', '4f1d2e3c5ec64d438b2c30bd17a1cf13'],
  ],
])('%s: what is one and what is not', (_, rule, good, bad) => {
  expect({ good: accepted(rule, good), bad: accepted(rule, bad) }).toEqual({ good, bad: [] });
});
