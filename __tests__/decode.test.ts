import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decode, undecoded } from '../src/decode.ts';
import { hostileText } from './support/hostile-text.ts';

describe('decode', () => {
  test.each([
    ['JSON', String.raw`a\/b\u003dc\u003D\"d\" \u00e4\ud83d\ude00`],
    ['JSON in JSON', String.raw`a\\\/b\\u003dc\\\u003D\\\"d\\\" \\n\u005cu00e4\\ud83d\\ude00`],
    ['percent-encoding', 'a%2fb%3dc%3D%22d%22%20%C3%A4%f0%9f%98%80'],
    ['double percent-encoding', 'a%252Fb%25253dc%3D%2522d%22%2520%25C3%25a4%25F0%259F%2598%2580'],
    ['percent-encoding of Unicode and Latin-1', 'a%u002fb=c=%u0022d"%E4%ud83d%ude00'],
    ['a form', 'a%2Fb%3Dc%3D%22d%22+%C3%A4%F0%9F%98%80'],
    ['decimal entities', 'a&#47;b&#61;c&#61;&#34;d&quot; &#228;&#128512;'],
    ['hexadecimal entities', 'a&#x2F;b&#x3d;c&#X3D;&#x22;d&#x22; &#xe4;&#x1F600;'],
    ['named entities, some twice', 'a&sol;b&equals;c&amp;equals;&quot;d&amp;amp;quot; ä😀'],
    ['UTF-8 that was read as Latin-1', 'a/b=c="d" \xc3\xa4\xf0\x9f\x98\x80'],
    ['the same twice', Buffer.from('a/b=c="d" \xc3\xa4\xf0\x9f\x98\x80', 'utf8').toString('latin1')],
    ['lines', 'a/b\r\n   =c="d"\t\u200bä😀'],
    ['lines in the middle of an escape', 'a%2\n  Fb=c=%22d%\r\n22ä😀'],
    ['escapes of other languages', String.raw`a\x2fb\x3Dc="d"\tä😀`],
    ['a mixture', String.raw`a%5Cu002fb&amp;#61;c%26%2361%3B\u0026quot;d\" %5cu00e4😀`],
  ])('gives the same text for %s', (_, text) => {
    expect(decode(text).text).toBe('a/b=c="d"ä😀');
  });

  test.each([
    '%',
    '%2',
    '%zz',
    '&',
    '&unknown;',
    '&#9999999;',
    '&#xffffff;',
    '\\',
    '\\u00',
    '\xc3',
    '\xe2\x82',
    '\ud83d',
  ])('does not fail at %j', (text) => {
    expect(decode(`ab${text}`).text.startsWith('ab')).toBe(true);
  });

  test('knows where each character comes from', () => {
    const { text, at } = decode('x%3D \\u0041\xc3\xa4y');
    expect([text, at]).toEqual(['x=Aäy', [0, 1, 5, 11, 13, 14]]);
    expect(undecoded('a%b')).toEqual({ text: 'a%b', at: [0, 1, 2, 3] });
  });

  test('ends for every text, with one place for each character and one for the end', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText,
          fc.string({ unit: fc.constantFrom('\\', '%', '25', '&amp;', 'u005c', '\xc3', '\xa4', ' ', '+') }),
        ),
        (text) => {
          const { text: decoded, at } = decode(text);
          expect(at).toHaveLength(decoded.length + 1);
          expect([...at].toSorted((a, b) => a - b)).toEqual(at);
          expect(at.at(-1)).toBe(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
