import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createSieve } from '../../src/http/sieve.ts';

const keepA = (element: object): unknown => ('a' in element ? { a: element.a } : {});

/** What comes out when the text arrives in pieces of these sizes. */
function sieved(text: string, sizes: readonly number[] = [], keep: (element: object) => unknown = keepA): string {
  const sieve = createSieve(keep);
  let from = 0;
  for (const size of sizes) {
    sieve.push(text.slice(from, from + size));
    from += size;
  }
  sieve.push(text.slice(from));
  return sieve.end();
}

const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
const objects = fc.array(fc.dictionary(fc.constantFrom('a', 'b', '"', '[]'), fc.jsonValue({ maxDepth: 2 })), {
  maxLength: 6,
});

describe('a list of objects', () => {
  test('comes out as the list of what is kept, however it arrives', () => {
    fc.assert(
      fc.property(objects, sizes, fc.constantFrom(undefined, 2), (list, pieces, space) => {
        const text = JSON.stringify(list, undefined, space);
        const kept: unknown = JSON.parse(JSON.stringify(list.map(keepA)));
        expect(JSON.parse(sieved(text, pieces))).toEqual(kept);
      }),
    );
  });

  test('with other things in it keeps those', () => {
    expect(sieved(' [1, "x]{", {"a":1,"b":[{}]}, [{"b":2}], null] ')).toBe(' [1, "x]{", {"a":1}, [{"b":2}], null] ');
  });
});

describe('anything else comes out as it went in', () => {
  test.each(['', '<html>[{}]</html>', '{"errors":[{"b":1}]}', 'null', '"[{}"', '[{"a":1'])('%s', (text) => {
    expect(sieved(text, [1, 2, 3])).toBe(text);
  });

  test('a broken object, so that whoever reads it sees that it is broken', () => {
    expect(sieved('[{"b":1},{"b":},{"b":2}]')).toBe('[{},{"b":},{}]');
  });

  test('whatever it is, when everything is kept', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), sizes, (text, pieces) => {
        const out = sieved(text, pieces, (element) => element);
        expect(parsed(out)).toEqual(parsed(text));
      }),
    );
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return 'no JSON';
  }
}
