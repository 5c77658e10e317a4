/** Secrets, and texts in which they are spelled, at random. What is left of a text is decoded by a decoder of the tests. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createRedactor } from '../../src/redaction.ts';
import { hostileText } from '../support/hostile-text.ts';
import { BYTE_ENCODINGS, decodings, type Encoder, ESCAPES, lines } from '../support/spellings.ts';

/** Any character, often one that an encoding writes in another way, and parts of escapes. */
const characters = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[ -~]$/) },
  { weight: 1, arbitrary: fc.constantFrom('%', '&', '\\', '+', ';', '#', '=', '"', ' ', '/', '<', "'") },
  { weight: 1, arbitrary: fc.constantFrom('%41', '25', '&lt;', '\\n', 'u0041', '\\u', 'x3d', '4', 'e') },
  { weight: 1, arbitrary: fc.constantFrom('ä', 'é', 'ö', 'ß', '§', 'ñ', 'Ω', '€', '日', '本', '語', '😀') },
);
const secretsOf = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .array(characters, { minLength: 2, maxLength: max })
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() !== '' && text.length >= min && text.length <= max);
const secrets = fc.oneof(secretsOf(6, 7), secretsOf(8, 40), fc.stringMatching(/^[A-Za-z0-9+/]{40,100}={0,2}$/));

/** The shortest form of a secret that counts as one. */
function core(secret: string): string {
  return secret.trim().length < 6 ? secret : secret.trim();
}

function redacted(secret: string, text: string): string {
  const { add, redact } = createRedactor();
  add(secret);
  return redact(text);
}

const encoders = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ESCAPES) },
  { weight: 2, arbitrary: fc.constantFrom(...BYTE_ENCODINGS) },
  { weight: 1, arbitrary: fc.constantFrom(lines(8), lines(19), lines(76)) },
);
const words = fc.stringMatching(/^[A-Za-z<>(),;:. "]{0,8}$/);

/** `before SECRET after`, which is then encoded, and put between texts, once for each level. */
function written(secret: string, [before, after]: readonly string[], levels: readonly Encoder[]): string {
  return levels.reduce((text, { encode }) => `${before}${encode(text)}${after}`, `${before}${secret}${after}`);
}

/** The readings of a redacted text that show a secret. */
function shown(secret: string, text: string, depth: number): readonly string[] {
  return [...decodings(text, depth)].filter((decoded) => decoded.includes(core(secret)));
}

describe('no random secret can be decoded from what is left', () => {
  test('of its encodings, at several levels', () => {
    fc.assert(
      fc.property(secrets, fc.tuple(words, words), fc.array(encoders, { maxLength: 3 }), (secret, around, levels) => {
        const clean = redacted(secret, written(secret, around, levels));
        expect(clean).toContain('***');
        expect(shown(secret, clean, levels.length + 1)).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });

  test('between texts that look like parts of escapes', () => {
    const parts = fc.oneof(
      fc.stringMatching(/^[ -~]{0,8}$/),
      fc.constantFrom('%', '%2', '%25', '&', '&#', '&amp', '\\', '\\\\', '\\u00', 'ä', '\xc3'),
    );
    const escapes = fc.array(fc.constantFrom(...ESCAPES), { maxLength: 2 });
    fc.assert(
      fc.property(secrets, fc.tuple(parts, parts), escapes, (secret, around, levels) => {
        const clean = redacted(secret, written(secret, around, levels));
        expect(clean).toContain('***');
        expect(shown(secret, clean, levels.length + 1)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

test('no beginning of a random secret is left where a text is cut', () => {
  // Letters that no escape consists of.
  const starts = fc.stringMatching(/^[G-TVWYZ]{3}$/);
  fc.assert(
    fc.property(
      fc.tuple(starts, secrets).map(([start, secret]) => start + secret),
      words.map((word) => word.toLowerCase()),
      fc.constantFrom(...ESCAPES),
      fc.nat({ max: 100 }),
      fc.constantFrom('', '…', '...'),
      (secret, before, { encode }, percent, mark) => {
        const text = encode(`${before}${secret}`);
        const cut = text.slice(0, Math.ceil((text.length * percent) / 100));
        const clean = redacted(secret, cut + mark);
        // A text may end, or go on with dots, without having been cut. The last character may be the beginning of an escape.
        const beginning = secret.slice(0, mark === '…' ? 4 : 9);
        expect({ cut, shown: [...decodings(clean, 2)].filter((decoded) => decoded.includes(beginning)) }).toEqual({
          cut,
          shown: [],
        });
      },
    ),
    { numRuns: 2000 },
  );
});

test('a text without any secret stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[A-Z]{6,40}$/), { minLength: 1, maxLength: 5 }),
      fc.array(fc.oneof(hostileText, fc.stringMatching(/^[ -~]{0,200}$/))),
      (held, texts) => {
        const { add, redact, redactName } = createRedactor();
        for (const secret of held) add(`${secret}日`);
        const text = texts.join(' ');
        expect([redact(text), redactName(text)]).toEqual([text, text]);
      },
    ),
    { numRuns: 1000 },
  );
});
