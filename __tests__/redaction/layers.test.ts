import { describe, expect, test } from '@jest/globals';
import { layersOf } from '../../src/redaction/layers.ts';
import { BYTE_ENCODINGS, ESCAPES } from '../support/spellings.ts';

function layers(text: string) {
  return [...layersOf(text, { left: 1_000_000 })];
}

/** The parts of a text that hold `inner` in a layer below the text itself. */
function partsWith(inner: string, text: string): readonly string[] {
  return layers(text)
    .slice(1)
    .flatMap(({ readings, rangeOf }) => {
      const start = readings.text.indexOf(inner);
      return start === -1 ? [] : [text.slice(...rangeOf(start, start + inner.length))];
    });
}

function base64(text: string, encoding: BufferEncoding): string {
  return Buffer.from(text, encoding).toString('base64');
}

function cut(text: string, at: number): unknown {
  return layers(text)[0]?.cutAt(at);
}

/** Where `abcdef`, which is encoded in a text, is cut. */
function innerCut(text: string): unknown {
  return layers(text)
    .find(({ readings }) => readings.text === 'abcdef')
    ?.cutAt(6);
}

const INNER = 'user:password';

describe.each(BYTE_ENCODINGS)('what is encoded in $name', ({ encode }) => {
  test.each(['', '-', '--', '---', 'x=', 'token ', '%', '"'])('is found behind %j', (before) => {
    const parts = partsWith(INNER, `${before}${encode(INNER)}`);
    expect(parts.some((part) => encode(INNER).startsWith(part) && part.length > 16)).toBe(true);
  });

  test.each(ESCAPES)('is found where that is written in $name', ({ encode: escape }) => {
    expect(partsWith(INNER, escape(`<${encode(INNER)}>`)).length).toBeGreaterThan(0);
  });

  test('is found in lines', () => {
    const text = encode(INNER).replaceAll(/.{7}/g, '$&\n    ');
    expect(partsWith(INNER, text).length).toBeGreaterThan(0);
  });

  test('is found three times one in the other, and not four times', () => {
    expect(partsWith(INNER, encode(encode(encode(INNER)))).length).toBeGreaterThan(0);
    expect(partsWith(INNER, encode(encode(encode(encode(INNER)))))).toEqual([]);
  });
});

test('text in UTF-8, in Latin-1 and in UTF-16 is found', () => {
  expect(partsWith('läßt ä', base64('läßt ä', 'latin1'))).not.toEqual([]);
  expect(partsWith('l\0\xe4\0\xdf\0t\0', base64('läßt', 'utf16le'))).not.toEqual([]);
  expect(partsWith(Buffer.from('日本語').toString('latin1'), base64('日本語', 'utf8'))).not.toEqual([]);
});

test('the places where a text is cut', () => {
  expect([cut('abc', 3), cut('abc', 2), cut('ab… c', 2), cut('ab... c', 2)]).toEqual([
    'end',
    undefined,
    'ellipsis',
    'end',
  ]);
  expect(
    ['ab%2', 'ab%25%C', 'ab&#3', 'ab\\u00', 'ab\\\\u00', 'ab%F0%9F%98', 'abð\x9f'].map((text) => cut(text, 2)),
  ).toEqual(Array.from({ length: 7 }, () => 'end'));
  expect(cut('ab%2…', 2)).toBe('ellipsis');
  expect([innerCut('YWJjZGVm'), innerCut('YWJjZGVm…'), innerCut('YWJjZGVm, x')]).toEqual([
    'end',
    'ellipsis',
    undefined,
  ]);
});

test('an ordinary text has few layers', () => {
  const text = 'Could not copy the tag v1.4.0 to cn-east-3: HTTP 403 SVCSTG.SWR.4030001 (request id 8f3a77ac). '.repeat(
    100,
  );
  expect(layers(text).reduce((sum, { readings }) => sum + readings.text.length, 0)).toBeLessThan(2 * text.length);
});
