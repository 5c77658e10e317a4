import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { durationMs, durationWords } from '../src/duration.ts';

test.each<[string, number | undefined]>([
  ['0', 0],
  ['0s', 0],
  ['90', 90_000],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['007m', 420_000],
  ['999999999', 999_999_999_000],
  ['9999999999', undefined],
  ['', undefined],
  ['s', undefined],
  ['-1s', undefined],
  ['+1s', undefined],
  ['1.5h', undefined],
  ['1e3', undefined],
  ['1 s', undefined],
  [' 1s', undefined],
  ['1s\n', undefined],
  ['1S', undefined],
  ['1d', undefined],
  ['1h30m', undefined],
  ['0x10', undefined],
  ['١s', undefined],
  ['__proto__', undefined],
])('%j is %p', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test('every number with every unit is that many units, and nothing else is a duration', () => {
  const units = { '': 1, s: 1, m: 60, h: 3600 } as const;
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), fc.constantFrom(...(['', 's', 'm', 'h'] as const)), (number, unit) => {
      expect(durationMs(`${number}${unit}`)).toBe(number * units[unit] * 1000);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const ms = durationMs(text);
      expect(ms === undefined).toBe(!/^[0-9]{1,9}[smh]?$/.test(text) || text.endsWith('\n'));
    }),
  );
});

test.each([
  [0, '0s'],
  [499, '0s'],
  [59_499, '59s'],
  [59_500, '1m 00s'],
  [65_000, '1m 05s'],
  [3_599_499, '59m 59s'],
  [3_599_500, '1h 00m'],
  [3_725_000, '1h 02m'],
  [432_000_000, '120h 00m'],
])('%d ms reads %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
