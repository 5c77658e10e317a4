import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readingsAt } from '../../src/redaction/reading.ts';
import { readingsOf } from '../../src/redaction/readings.ts';
import { hostileText } from '../support/hostile-text.ts';

const budget = (left = 1_000_000): { left: number } => ({ left });

/** What may be read at the start of a text, each with the length of its spelling. */
function first(text: string): readonly string[] {
  return readingsAt(readingsOf(text, budget()), 0).map(({ character, end }) => `${character} ${end}`);
}

describe('a character is read', () => {
  test.each([
    ['as it is', 'A', ['A 1']],
    ['from percent-encoding, also twice', '%2541', ['% 1', '% 3', 'A 5']],
    ['from percent-encoding of Unicode and of UTF-8', '%C3%A4', ['% 1', 'Ã 3', 'ä 6']],
    ['from percent-encoding of units', '%u00e4', ['% 1', 'ä 6']],
    ['from an entity', '&#65;', ['& 1', 'A 5']],
    ['from an entity that is encoded', '&amp;#x41;', ['& 1', '& 5', 'A 10']],
    ['from a named entity', '&auml;', ['& 1', 'ä 6']],
    ['from JSON', '\\u0041', ['\\ 1', 'A 6', 'u 2']],
    ['from JSON in JSON', '\\\\"', ['\\ 1', '\\ 2', '" 3']],
    ['from JavaScript', '\\x41', ['\\ 1', 'A 4', 'x 2']],
    ['from JavaScript with braces', '\\u{1f600}', ['\\ 1', '😀 9', 'u 2']],
    ['from octal bytes of UTF-8', '\\303\\244', ['\\ 1', 'Ã 4', 'ä 8', '3 2']],
    ['from UTF-8 that was read as Latin-1', 'Ã¤', ['Ã 1', 'ä 2']],
    ['from UTF-8 that was read as Windows-1252', 'â‚¬', ['â 1', '€ 3']],
    ['from an escape over two lines', '%4\n  1', ['% 1', 'A 6']],
    ['from digits that are escaped', '%&#52;1', ['% 1', 'A 7']],
    ['behind a line break', '\n  A', ['\n 1', 'A 4']],
    ['from a form', '+A', ['+ 1', 'A 2']],
  ])('%s: %s', (_, text, expected) => {
    expect(first(text)).toEqual(expected);
  });

  test.each([
    '%',
    '%2',
    '%zz',
    '&',
    '&unknown;',
    '&#9999999;',
    '&#xffffff;',
    '&#xzz;',
    '\\',
    '\\u00',
    '\\777',
    '\xc3',
    '\xe2\x82',
  ])('as it is from %j, which is no escape', (text) => {
    const own = readingsAt(readingsOf(text, budget()), 0).filter(({ start }) => start === 0);
    expect(own.map(({ character }) => character)).toEqual([text.charAt(0)]);
  });
});

test('every position of a text has its character, and everything ends within the text', () => {
  const parts = fc.constantFrom('\\', '%', '25', '&amp;', 'u005c', '\xc3', '\xa4', ' ', '+', '\\n', '4', '1');
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        fc.array(parts).map((found) => found.join('')),
      ),
      (text) => {
        const readings = readingsOf(text, budget());
        for (let at = 0; at < text.length; at += 1) {
          const [written, ...others] = readingsAt(readings, at);
          expect(written).toMatchObject({ start: at, end: at + 1, character: text.charAt(at) });
          for (const { start, end } of others) expect(start >= at && start < end && end <= text.length).toBe(true);
          expect(others.length).toBeLessThan(32);
        }
        expect(readingsAt(readings, text.length)).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

test('a budget that is spent leaves the characters as they are', () => {
  const spent = budget(3);
  expect(readingsAt(readingsOf('%41%41%41', spent), 0)).toMatchObject([{ character: '%' }]);
  expect(spent.left).toBeLessThan(0);
});
