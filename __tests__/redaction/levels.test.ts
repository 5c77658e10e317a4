import { describe, expect, test } from '@jest/globals';
import { levelsOf } from '../../src/redaction/levels.ts';
import { readingsOf } from '../../src/redaction/readings.ts';

function levels(text: string) {
  return [...levelsOf(readingsOf(text, { left: 1_000_000 }))];
}

describe('one of the levels is the same text', () => {
  test.each([
    ['JSON', String.raw`a\/b\u003dc\u003D\"d\" \u00e4\ud83d\ude00`],
    ['JSON in JSON', String.raw`a\\\/b\\u003dc\\\u003D\\\"d\\\" \\n\u005cu00e4\\ud83d\\ude00`],
    ['percent-encoding', 'a%2fb%3dc%3D%22d%22%20%C3%A4%f0%9f%98%80'],
    ['double percent-encoding', 'a%252Fb%25253dc%3D%2522d%22%2520%25C3%25a4%25F0%259F%2598%2580'],
    ['percent-encoding of units', 'a%u002fb=c=%u0022d"%E4%ud83d%ude00'],
    ['a form', 'a%2Fb%3Dc%3D%22d%22+%C3%A4%F0%9F%98%80'],
    ['decimal entities', 'a&#47;b&#61;c&#61;&#34;d&quot; &#228;&#128512;'],
    ['hexadecimal entities', 'a&#x2F;b&#x3d;c&#X3D;&#x22;d&#x22; &#xe4;&#x1F600;'],
    ['named entities, some twice', 'a&sol;b&equals;c&amp;equals;&quot;d&amp;amp;quot; &auml;😀'],
    ['UTF-8 that was read as Latin-1', 'a/b=c="d" \xc3\xa4\xf0\x9f\x98\x80'],
    ['the same twice', Buffer.from('a/b=c="d" \xc3\xa4\xf0\x9f\x98\x80', 'utf8').toString('latin1')],
    ['lines', 'a/b\r\n   =c="d"\t\u200bä😀'],
    ['lines in the middle of an escape', 'a%2\n  Fb=c=%22d%\r\n22ä😀'],
    ['escaped lines', String.raw`a/b\r\n   =c%0A=\"d\"\u000aä😀`],
    ['lines in a form', 'a%2Fb%3D%0A+++c%3D%22d%22%C3%A4%F0%9F%98%80'],
    ['escapes of other languages', String.raw`a\x2fb\x3Dc=\042d"\tä\u{1f600}`],
    ['a mixture', String.raw`a%5Cu002fb&amp;#61;c%26%2361%3B\u0026quot;d\" %5cu00e4😀`],
  ])('%s', (_, text) => {
    expect(levels(text).map((level) => level.text)).toContain('a/b=c="d"ä😀');
  });
});

test('a level knows where each unit comes from', () => {
  const { text, starts, ends } = levels('x%3D \\u0041\xc3\xa4y')[1] ?? {};
  expect([text, starts, ends]).toEqual(['x=Aäy', [0, 1, 5, 11, 13], [1, 4, 11, 13, 14]]);
});

test('a text without escapes has one level, any other one a few', () => {
  expect(levels('Some words, no more')).toHaveLength(1);
  expect(levels('%'.repeat(1000)).length).toBeLessThan(5);
  expect(levels(`%${'25'.repeat(1000)}`).length).toBeLessThan(25);
});
