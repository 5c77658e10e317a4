import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decode } from '../src/decode.ts';
import { createRedactor, type Redactor, redactValues } from '../src/redaction.ts';

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

const SECRET = 'S3cret/with+odd="parts"\\and=ä';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a secret is replaced', () => {
  test.each([
    ['as it is', `<${SECRET}>`, '<***>'],
    ['several times', `${SECRET} and ${SECRET}`, '*** and ***'],
    ['in JSON', JSON.stringify({ message: `<${SECRET}>` }), '{"message":"<***>"}'],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(`<${SECRET}>`)), String.raw`"\"<***>\""`],
    ['in a query', `q=${encodeURIComponent(SECRET)}&x=1`, 'q=***&x=1'],
    ['in a form', new URLSearchParams({ q: SECRET, x: '1' }).toString(), 'q=***&x=1'],
    ['in hexadecimal', `<${Buffer.from(SECRET).toString('hex')}>`, '<***>'],
    ['in a header that was read as Latin-1', Buffer.from(`<${SECRET}>`).toString('latin1'), '<***>'],
    ['over several lines', `<${SECRET.slice(0, 9)}\n    ${SECRET.slice(9)}>`, '<***>'],
  ])('%s', (_, text, clean) => {
    expect(redactorOf(SECRET).redact(text)).toBe(clean);
  });

  test.each(['', 'u', 'us', 'user'])('in base64, after %j', (user) => {
    const pair = `${user}:${SECRET}`;
    const tail = base64(pair).slice(-8);
    for (const text of [base64(pair), base64(pair).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')]) {
      const clean = redactorOf(SECRET).redact(`Basic ${text}`);
      expect(clean).toContain('***');
      expect(clean.length).toBeLessThan(`Basic ***${user}`.length + 12);
      expect(clean).not.toContain(tail);
    }
  });

  test('with and without the spaces around it', () => {
    const { redact } = redactorOf('  pass word  ');
    expect(redact('a "  pass word  ", "pass word", pass+word%20')).toBe('a "  ***  ", "***", ***');
  });

  test('of six characters, and not of five', () => {
    expect(redactorOf('Abc12!', 'Abc13').redact('xAbc12! Abc13 Abc12%21')).toBe('x*** Abc13 ***');
  });

  test('that consists of what encodings add', () => {
    const { redact } = redactorOf('+ \\+ \\+');
    expect(redact('a+ \\+ \\+b %2B%20%5C%2B%20%5C%2B "+ \\\\+ \\\\+"')).toBe('a***b *** "***"');
  });

  test('that repeats itself, or overlaps another one', () => {
    expect(redactorOf('ab1ab1ab1ab1ab1ab1ab1ab1').redact(`<${'ab1'.repeat(16)}>`)).toBe('<***>');
    expect(redactorOf('first-secret', 'secret-second').redact('first-secret-second')).toBe('***');
  });
});

describe('a part of a secret is replaced', () => {
  const token = 'MIIEpgYJKoZIhvcNAQcCoIIElzCCBJMCAQExDTALBglghkgBZQMEAgEwggK4Bg';

  test.each([
    ['its beginning at the end of a text', `bad token ${token.slice(0, 9)}`, 'bad token ***'],
    ['its beginning before an ellipsis', `bad token ${token.slice(0, 9)}… for you`, 'bad token ***… for you'],
    ['its beginning in the middle', `token "${token.slice(0, 12)}" is bad`, 'token "***" is bad'],
    ['its middle', `token "${token.slice(20, 28)}" is bad`, 'token "***" is bad'],
    ['its end', `…${token.slice(-8)} is bad`, '…*** is bad'],
  ])('%s', (_, text, clean) => {
    expect(redactorOf(token).redact(text)).toBe(clean);
  });

  test('where the text is longer than what is kept', () => {
    const clean = redactorOf(token).redact('x'.repeat(16_370) + token);
    expect(clean).toBe(`${'x'.repeat(16_370)}***…`);
  });

  test('of a password, only its beginning, and only where the text was cut', () => {
    const { redact } = redactorOf('Tr0ub4dor&3!');
    expect(['Tr0ub4dor&', 'Tr0ub4do...', 'a Tr0ub4dor b', 'ub4dor&3!'].map(redact)).toEqual([
      '***',
      '***...',
      'a Tr0ub4dor b',
      'ub4dor&3!',
    ]);
  });

  test('but no words and numbers, which stand for themselves', () => {
    const text = 'The secret-key for cn-east-3 of 2024.11.03 is planted here.';
    expect(redactorOf('planted-secret-key-for-cn-east-3.2024.11.03-x9').redact(text)).toBe(text);
  });

  test('and none in a name', () => {
    const { redactName } = redactorOf('cn-north-4-token-of-a-run', 'v1.4.0-rc.1');
    expect(['cn-north-4', 'v1.4.0-rc.2', 'v1.4.0-rc.1', 'cn-north-4-token-of-a-run'].map(redactName)).toEqual([
      'cn-north-4',
      'v1.4.0-rc.2',
      '***',
      '***',
    ]);
  });
});

test('the signatures of the last 256 requests are replaced', () => {
  const redactor = createRedactor();
  const signatures = Array.from({ length: 257 }, (_, index) => index.toString(16).padStart(64, 'ab'));
  for (const signature of signatures) redactor.addSignature(signature);
  expect(redactor.redact(`Signature=${signatures[256]}, ${signatures[1]}`)).toBe('Signature=***, ***');
  expect(redactor.redact(`Signature=${signatures[0]}`)).toContain('aba0');
});

test('values are redacted, and neither keys, numbers nor own words', () => {
  const { redact } = redactorOf('status', 'succeeded', '123456');
  const value = {
    status: 'succeeded',
    message: 'It succeeded',
    seconds: 123_456,
    list: ['status', { status: 'x' }],
    none: null,
  };
  expect(redactValues(value, redact, ['status'])).toEqual({
    status: 'succeeded',
    message: 'It ***',
    seconds: 123_456,
    list: ['***', { status: 'x' }],
    none: null,
  });
});

/** Encodings of a whole text. */
const TEXT_ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  (text) => text.replace(/[^\w ]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => text.replace(/[^a-z ]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
  (text) => new URLSearchParams([['', text]]).toString().slice(1),
  (text) => text.replace(/[^\w ]/gu, (character) => `&#${character.codePointAt(0)};`),
  (text) => text.replace(/[^\w ]/gu, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  (text) => Buffer.from(text).toString('latin1'),
];

/** Encodings of the secret alone. */
const SECRET_ENCODINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => secret,
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  (secret) => base64(secret).replace(/.=+$/, ''),
  (secret) => base64(secret).replace(/.=+$/, '').replaceAll('+', '-').replaceAll('/', '_'),
  (secret) => base64(`user1:${secret}`).slice(8).replace(/.=+$/, ''),
  (secret) => base64(`user:${secret}`).slice(7).replace(/.=+$/, ''),
  (secret) => base64(`usr:${secret}`).slice(6).replace(/.=+$/, ''),
];

/** Spells texts at random, without what an encoding could not tell from itself. */
const secrets = fc.oneof(
  fc.stringMatching(/^[!-~]{6,7}$/),
  fc.stringMatching(/^[ -~]{8,40}$/),
  fc.stringMatching(/^[A-Za-z0-9+/]{40,400}={0,2}$/),
  fc.string({
    unit: fc.constantFrom('ä', '密', '😀', 'x', '7', '=', '"', '&', '\\', '%', '+'),
    minLength: 14,
    maxLength: 40,
  }),
);
const words = fc.stringMatching(/^[<>(),;: ]{0,8}$/);

const bare = (text: string): string => text.replaceAll(/\\n|[\s+\\]/g, '');

/** Whether `text` shows a piece of `limit` characters of `secret`; white space, `+` and backslashes do not count. */
function shows(text: string, secret: string, limit: number): boolean {
  const [all, piece] = [bare(text), bare(secret)];
  for (let start = 0; start + limit <= piece.length; start += 1)
    if (all.includes(piece.slice(start, start + limit))) return true;
  return false;
}

/** Too few characters remain when ambiguous ones are left out, or the secret looks like what surrounds it. */
const isUsual = (secret: string): boolean =>
  secret.replaceAll(/[\s+\\%&]|u[\da-f]{4}|[\da-f]{2}|x[\da-f]{2}|#|;/gi, '').length >= 8 ||
  /^[A-Za-z0-9]{6,}$/.test(secret);

describe('no piece of a random secret is shown', () => {
  test('in any encoding, at several levels, between other texts', () => {
    const encodings = fc.array(fc.constantFrom(...TEXT_ENCODINGS), { maxLength: 3 });
    fc.assert(
      fc.property(
        secrets.filter(isUsual),
        words,
        words,
        fc.constantFrom(...SECRET_ENCODINGS),
        encodings,
        (secret, before, after, spell, levels) => {
          const encode = (text: string): string => levels.reduce((encoded, level) => level(encoded), text);
          const limit = secret.length < 8 ? 6 : 8;
          const clean = redactorOf(secret).redact(encode(`${before} ${spell(secret)} ${after}`));
          expect([
            clean.includes('***'),
            shows(clean, spell(secret), limit),
            shows(decode(clean).text, decode(spell(secret)).text, limit),
          ]).toEqual([true, false, false]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('wherever a text is cut', () => {
    const encodings = fc.constantFrom(...TEXT_ENCODINGS.slice(0, 10));
    fc.assert(
      fc.property(
        secrets.filter(isUsual),
        words,
        encodings,
        fc.nat({ max: 100 }),
        fc.constantFrom('', '…', '...'),
        (secret, before, encode, percent, ellipsis) => {
          const text = encode(`${before} ${secret}`);
          const cut = text.slice(0, Math.ceil((text.length * percent) / 100));
          const clean = redactorOf(secret).redact(cut + ellipsis);
          // The last character may be the beginning of an escape.
          expect(shows(clean, secret, Math.min(9, secret.length))).toBe(false);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('when wrapped over lines', () => {
    fc.assert(
      fc.property(
        secrets.filter((secret) => isUsual(secret) && !secret.includes('\\')),
        fc.integer({ min: 1, max: 76 }),
        fc.constantFrom(...SECRET_ENCODINGS),
        (secret, width, spell) => {
          const lines =
            spell(secret)
              .match(new RegExp(`.{1,${width}}`, 'gsu'))
              ?.join('\n    ') ?? '';
          for (const text of [`<${lines}>`, JSON.stringify(lines)]) {
            const clean = redactorOf(secret).redact(text);
            expect([clean.includes('***'), shows(clean, spell(secret), 8)]).toEqual([true, false]);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
