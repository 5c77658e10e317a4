import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { conflictsOf, describeEntry, parseTagEntry, type TagEntry } from '../../src/inputs/tag-entries.ts';
import { hostileText } from '../support/hostile-text.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('an entry', () => {
  test.each([
    ['v1.4.0', { source: 'v1.4.0', target: 'v1.4.0' }],
    [`v1.4.0@${DIGEST}`, { source: 'v1.4.0', digest: DIGEST, target: 'v1.4.0' }],
    ['sha-abc123 => v1.4.0', { source: 'sha-abc123', target: 'v1.4.0' }],
    ['sha-abc123=>v1.4.0', { source: 'sha-abc123', target: 'v1.4.0' }],
    [`sha-abc123@${DIGEST} => v1.4.0`, { source: 'sha-abc123', digest: DIGEST, target: 'v1.4.0' }],
    ['v1 => v1', { source: 'v1', target: 'v1' }],
  ])('%s', (text, entry) => {
    expect(parseTagEntry(text)).toEqual({ digest: undefined, ...entry });
  });

  test.each([
    ['=> v1', 'name a tag before the =>'],
    ['v1 =>', 'name a tag after the =>'],
    [`@${DIGEST}`, 'name a tag before the digest'],
    ['a => b => c', 'have one => at most'],
    ['a -> b', 'the arrow at character 4 is not =>'],
    ['a = b', 'the arrow at character 3 is not =>'],
    ['a → b', 'the arrow at character 3 is not =>'],
    [`a => b@${DIGEST}`, 'have the digest before the =>'],
    ['a@sha256:12', "64 lowercase hexadecimal digits; 'sha256:12' is not"],
    [`a@${DIGEST.toUpperCase()}`, '64 lowercase hexadecimal digits'],
    [`a@${DIGEST}@${DIGEST}`, '64 lowercase hexadecimal digits'],
    ['a b', "have as source an image tag: 1 to 128 letters, digits and _ . -, not starting with . or -; 'a b' is not"],
    ['a => -b', 'have as target an image tag'],
    ['', 'name a tag'],
  ])('%j is refused', (text, rule) => {
    expect(parseTagEntry(text)).toEqual({ entry: text, rule: expect.stringContaining(rule) });
  });

  test('is read as it is described', () => {
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
    const digest = fc.option(
      fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`),
      { nil: undefined },
    );
    fc.assert(
      fc.property(tag, digest, tag, (source, pin, target) => {
        const entry = { source, digest: pin, target };
        expect(parseTagEntry(describeEntry(entry))).toEqual(entry);
      }),
    );
  });

  test('is an entry or an error, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const parsed = parseTagEntry(text);
        expect('rule' in parsed ? parsed.entry === text && parsed.rule !== '' : parsed.source !== '').toBe(true);
      }),
    );
  });
});

function entriesOf(...texts: readonly string[]): readonly TagEntry[] {
  return texts.map(parseTagEntry).filter((entry) => 'target' in entry);
}

describe('entries together', () => {
  test.each([
    [['a', 'b'], []],
    [['a => v1', 'a => latest'], []],
    [['v1', 'v1 => latest'], []],
    [['a => v1', 'b => v1'], ['not give the name v1, which another entry gives too']],
    [['a => b', 'b => c'], ['not give the name b, which another entry copies from']],
    [
      ['a => b', 'b'],
      ['not give the name b, which another entry gives too', 'not give the name b, which another entry copies from'],
    ],
  ])('%j', (texts, rules) => {
    expect(
      conflictsOf(entriesOf(...texts))
        .map(({ rule }) => rule)
        .toSorted(),
    ).toEqual([...rules].toSorted());
  });
});
