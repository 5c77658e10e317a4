import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createSieve, type Keep } from '../../src/http/sieve.ts';

const A_AND_C: Keep = { members: ['a', 'c'] };

/** What comes out when the text arrives in pieces of these sizes. */
function sieved(text: string, sizes: readonly number[] = [], keep = A_AND_C): string {
  const sieve = createSieve(keep);
  const bytes = Buffer.from(text);
  let from = 0;
  for (const size of sizes) {
    sieve.push(bytes.subarray(from, from + size));
    from += size;
  }
  sieve.push(bytes.subarray(from));
  return sieve.end();
}

/** What is to be kept of an object, said once more in other words. */
function kept(element: Readonly<Record<string, unknown>>, { members, only }: Keep): unknown {
  const known = Object.fromEntries(Object.entries(element).filter(([key]) => members.includes(key)));
  const name = only?.named.find((member) => member in element);
  if (only === undefined || name === undefined) return known;
  const value = element[name];
  const isOther = typeof value === 'string' && value !== '' && !only.wanted.has(value);
  return isOther ? { [name]: value } : known;
}

const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
const keys = fc.constantFrom('a', 'b', 'c', 'cc', '', '"', '\\', '[]', '}{', 'é', 'a\u0000');
const values = fc.oneof(fc.constantFrom('v1', 'v2', '', '\\', '"}]'), fc.jsonValue({ maxDepth: 2 }));
const lists = fc.array(fc.dictionary(keys, values), { maxLength: 6 });
const keeps = fc.constantFrom<Keep>(
  A_AND_C,
  { members: ['b', 'é'] },
  { members: [] },
  { members: ['a', 'b', 'c'], only: { named: ['a'], wanted: new Set(['v1']) } },
  { members: ['a', 'c', 'cc'], only: { named: ['c', 'a'], wanted: new Set(['v2', '"}]']) } },
);

describe('a list of objects', () => {
  test('comes out as the list of what is kept, however it arrives', () => {
    fc.assert(
      fc.property(lists, sizes, keeps, fc.constantFrom(undefined, 2), (list, pieces, keep, space) => {
        const text = JSON.stringify(list, undefined, space);
        const expected: unknown = JSON.parse(JSON.stringify(list.map((element) => kept(element, keep))));
        expect(JSON.parse(sieved(text, pieces, keep))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('that is cut off is no list afterwards either', () => {
    fc.assert(
      fc.property(lists, fc.nat(), keeps, (list, at, keep) => {
        const text = JSON.stringify(list);
        expect(() => JSON.parse(sieved(text.slice(0, at % text.length), [], keep)) as unknown).toThrow(SyntaxError);
      }),
    );
  });

  test('with other things in it keeps those', () => {
    expect(sieved(' [1, "x]{", {"a":1,"b":[{}]}, [{"b":2}], null] ')).toBe(' [1, "x]{", {"a":1}, [{"b":2}], null] ');
  });

  test('may spell the names of its members as it likes, and repeat them: the last counts', () => {
    expect(JSON.parse(sieved('[{"\\u0061" : 1, "b":"a", "\\u0062":2, "c":3 , "c" :4}]'))).toEqual([{ a: 1, c: 4 }]);
  });

  test('loses what is not wanted but for its name', () => {
    const keep: Keep = { members: ['a', 'b', 'c'], only: { named: ['a', 'b'], wanted: new Set(['yes', 'é"']) } };
    const text =
      '[{"c":1,"a":"yes"},{"c":2,"a":"no"},{"c":3,"b":"no"},{"c":4,"a":7,"b":"no"},{"c":5},{"c":6,"a":"\\u00e9\\""}]';
    expect(JSON.parse(sieved(text, [3, 20, 21], keep))).toEqual([
      { c: 1, a: 'yes' },
      { a: 'no' },
      { b: 'no' },
      { c: 4, a: 7, b: 'no' },
      { c: 5 },
      { c: 6, a: 'é"' },
    ]);
  });
});

describe('anything else comes out as it went in', () => {
  test.each([
    '',
    '<html>[{}]</html>',
    '{"errors":[{"b":1}]}',
    'null',
    '"[{}"',
    '[{"a":1',
    '[]]]{"b":1}',
    ']]]][{"b":1}',
  ])('%s', (text) => {
    expect(sieved(text, [1, 2, 3])).toBe(text);
  });

  test('whatever it is, as long as it is no list', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.json()).filter((text) => !/^[^"{]*\[/.test(text)),
        sizes,
        (text, pieces) => {
          expect(sieved(text, pieces)).toBe(text);
        },
      ),
    );
  });
});

describe('a broken object', () => {
  test('stays broken where it is read', () => {
    expect(sieved('[{"a":1},{"a":},{"a":2}]')).toBe('[{"a":1},{"a":},{"a":2}]');
  });

  test('lacks what is read of it where it has no names', () => {
    expect(sieved('[{a:1},{"b" "a":1}]')).toBe('[{},{}]');
  });

  test('ends with its list where a bracket is another than it should be', () => {
    for (const text of ['[{"a":[1}]', '[{"b":[1}]', '[{"b":1]]']) {
      expect(() => JSON.parse(sieved(text)) as unknown).toThrow(SyntaxError);
    }
  });
});
