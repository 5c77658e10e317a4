import { describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseJson } from '../../src/http/json.ts';

const LARGE = '12345678901234567890';

describe('an integer beyond 2^53 is text', () => {
  test.each<[string, unknown]>([
    [LARGE, LARGE],
    [`-${LARGE}`, `-${LARGE}`],
    [`{"id": ${LARGE} , "of":[ -${LARGE},1]}`, { id: LARGE, of: [`-${LARGE}`, 1] }],
    [`[${LARGE},${LARGE}]`, [LARGE, LARGE]],
    [
      `[9007199254740991,9007199254740992,-9007199254740993]`,
      [9007199254740991, '9007199254740992', '-9007199254740993'],
    ],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test.each<[string, unknown]>([
    ['1000000000000000', 1e15],
    [`${LARGE}.5`, 1.2345678901234567e19],
    [`1.${LARGE}`, 1.1234567890123457],
    [`[${LARGE}e2]`, [1.2345678901234568e21]],
    [`1e-${LARGE}`, 0],
    [`"${LARGE}"`, LARGE],
    [`["a, ${LARGE}, \\", ${LARGE}, \\\\",${LARGE}]`, [`a, ${LARGE}, ", ${LARGE}, \\`, LARGE]],
    [`{":${LARGE},":"[${LARGE}]"}`, { [`:${LARGE},`]: `[${LARGE}]` }],
  ])('and nothing else: %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });
});

test.each([
  `{${LARGE}: 1}`,
  `{${LARGE} \n: 1}`,
  `[0${LARGE}]`,
  `[-0${LARGE}]`,
  `[--${LARGE}]`,
  `[+${LARGE}]`,
  `[${LARGE}`,
  `["${LARGE}`,
  `"\\"${LARGE}`,
  `[a${LARGE}]`,
  `[${LARGE} ${LARGE}]`,
  `[${LARGE}"a"]`,
  `[1.${LARGE}.]`,
])('what is no JSON stays none: %s', (text) => {
  expect(parseJson(text)).toBeUndefined();
});

const nest = (depth: number, inner: string): string => '['.repeat(depth) + inner + ']'.repeat(depth);

describe('what is nested', () => {
  test('100 deep is read, whatever stands in its strings', () => {
    expect(JSON.stringify(parseJson(nest(100, `"${'['.repeat(200)}\\"{{"`)))).toContain('[[[');
    expect(parseJson(`[${nest(99, '1')},${nest(99, '{}')}]`)).toBeUndefined();
    expect(parseJson(Array.from({ length: 200 }, () => '[1]').join('\n'))).toBeUndefined();
    expect(parseJson(`[${Array.from({ length: 200 }, () => '{"a":[1]}').join(',')}]`)).toHaveLength(200);
  });

  test.each([101, 2_000_000])('%d deep is not: what walks it would overflow the stack', (depth) => {
    expect(parseJson(nest(depth, '1'))).toBeUndefined();
    expect(parseJson(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toBeUndefined();
  });
});

/** Slow, and known to be right: it sees every value with its source. */
function keepLargeInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

/** A JSON text with numbers of any length in it, and with broken pieces. */
const texts = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('[', ']', '{', '}', ',', ':', ' ', '"', '\\', '"a":', '-', '.', 'e') },
      { weight: 3, arbitrary: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String) },
      { weight: 2, arbitrary: fc.json({ maxDepth: 2 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
    fc
      .string({ unit: fc.constantFrom('"', '\\', '1234567890123456', ',', ':', '[') })
      .map((text) => JSON.stringify(text)),
    fc.array(tie('value')).map((values) => `[${values.join(' , ')}]`),
    fc
      .array(tie('value'))
      .map((values) => `{${values.map((value, index) => `"${index}": ${String(value)}`).join(',')}}`),
  ),
})).value;

test('whatever the text, the value is the one that a reviver would give', () => {
  fc.assert(
    fc.property(fc.oneof(texts, nested), (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text, keepLargeInteger);
      } catch {
        expected = undefined;
      }
      expect(parseJson(text)).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
});

test('no reviver is used, which stops the event loop for seconds: a large list is parsed once', () => {
  const text = `[${'{"a":1},'.repeat(10_000)}${LARGE}]`;
  const parse = jest.spyOn(JSON, 'parse');
  try {
    parseJson(text);
    expect(parse.mock.calls.map((given) => given.length)).toEqual([1]);
  } finally {
    parse.mockRestore();
  }
});
