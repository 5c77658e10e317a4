import { describe, expect, test } from '@jest/globals';
import { createRedactor, type Redactor, redactValues } from '../src/redaction.ts';
import { BYTE_ENCODINGS, decodings, ESCAPES } from './support/spellings.ts';

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
    expect(redact('a "  pass word  ", "pass word", pass+word%20')).toBe('a "  ***  ", "***", ***%20');
    expect(redactorOf(' a b c').redact('" a b c", "a b c", +a%20b+c')).toBe('"***", "a b c",***');
  });

  test('of six characters, and not of five', () => {
    expect(redactorOf('Abc12!', 'Abc13').redact('xAbc12! Abc13 Abc12%21')).toBe('x*** Abc13 ***');
  });

  test('that consists of what encodings add', () => {
    const { redact } = redactorOf('+ \\+ \\+');
    expect(redact('a+ \\+ \\+b %2B%20%5C%2B%20%5C%2B "+ \\\\+ \\\\+"')).toBe('a***b*** "***"');
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

  test('where the rest of the text is left out', () => {
    const { redact } = redactorOf('Tr0ub4dor&3!', token);
    for (let length = 0; length < 12; length += 1) {
      const clean = redact(
        `${token.repeat(200)}${'x'.repeat(16_384 - 200 * token.length - length)}Tr0ub4dor&3! ends here`,
      );
      expect(clean).toMatch(length === 0 ? /^\*\*\*x+…$/ : /^\*\*\*x*\*\*\*…$/);
    }
  });

  test.each(['Tr0', 'Tr0u', 'Tr0ub', 'Tr0ub4', 'Tr0ub4dor', 'Tr0ub4dor&amp', 'Tr0ub4dor%26', 'Tr0\\u007'])(
    'its beginning before the ellipsis with which this action cuts: %s',
    (beginning) => {
      expect(redactorOf('Tr0ub4dor&3!').redact(`'${beginning}…'`)).toMatch(/^'\*\*\*\S{0,5}…'$/);
    },
  );

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

/** Passwords whose symbols encodings write in another way, and that are escapes or forms themselves. */
const SHORT = [
  '=p/w+1',
  '%41bcd',
  'a b c d',
  `<&">'x`,
  'ä1é2ö3',
  '日本語pw1',
  '\\"\\n\\"1',
  '+%2B+x',
  '&lt;&x',
  ' p;w\\ 1',
];

describe.each(SHORT)('the password %j', (password) => {
  const { redact } = redactorOf(password);
  const core = password.trim().length < 6 ? password : password.trim();

  test.each(ESCAPES)('is found in $name', ({ encode }) => {
    const clean = redact(`<${encode(`(${password})`)}>`);
    expect(clean).toContain('***');
    expect([...decodings(clean, 3)].filter((text) => text.includes(core))).toEqual([]);
  });

  test.each(BYTE_ENCODINGS)('is found in $name of all of them, at every place', ({ encode }) => {
    for (const inner of [{ encode: (text: string) => text }, ...ESCAPES])
      for (const before of ['', 'u', 'us', 'usr:']) {
        const clean = redact(`Basic ${encode(inner.encode(before + password))}`);
        expect(clean).toContain('***');
        expect([...decodings(clean, 3)].filter((text) => text.includes(core))).toEqual([]);
      }
  });
});

test('what a password only resembles stays as it is', () => {
  const { redact } = redactorOf(...SHORT);
  const text = 'abcd, Abcd, a  b, =p/w1, ä1, <&">, "\\n", &lt;x, YWJjZA==, 61626364, %61%62';
  expect(redact(text)).toBe(text);
});

test('a secret is found in base64 of hexadecimal of base64', () => {
  const text = `password=${base64(Buffer.from(base64(`{"password":"${SECRET}"}`)).toString('hex'))}`;
  expect(redactorOf(SECRET).redact(text)).toMatch(/^password=[A-Za-z0-9]*\*\*\*[A-Za-z0-9=]*$/);
});

describe('signatures', () => {
  const signatures = Array.from({ length: 257 }, (_, index) => index.toString(16).padStart(64, 'ab'));
  const { redact, addSignature } = createRedactor();
  for (const signature of signatures) addSignature(signature);
  const [first = '', second = ''] = signatures;
  const header = `SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=${second}`;

  test('of the last 256 requests are replaced', () => {
    expect(redact(`Signature=${signatures[256]}, ${second}`)).toBe('Signature=***, ***');
    expect(redact(`Signature=${first}`)).toContain('aba0');
  });

  test.each([
    ['in upper case', second.toUpperCase()],
    ['in base64 of the header', base64(header)],
    ['in hexadecimal of the header', Buffer.from(header).toString('hex')],
    ['in the header as a part of a URL', encodeURIComponent(header)],
    ['in the header as JSON', JSON.stringify(JSON.stringify(header))],
  ])('%s are replaced', (_, text) => {
    const clean = redact(text);
    expect(clean).toContain('***');
    expect([...decodings(clean, 3)].filter((shown) => shown.toLowerCase().includes(second))).toEqual([]);
  });
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

/** The time that redacting texts of a length takes, in microseconds. */
function timeOf(redact: Redactor['redact'], pieces: readonly string[], length: number): number {
  const before = process.cpuUsage().user;
  for (const piece of pieces) expect(redact(piece.repeat(Math.ceil(length / piece.length)))).toMatch(/…$|^\*\*\*$/);
  return process.cpuUsage().user - before;
}

describe('texts are hostile', () => {
  const hostile = [
    '%',
    '%25',
    '25',
    '%u0025',
    '\\',
    '\\n',
    '\\u005c',
    '\\\\%5c',
    '&amp;',
    '&#38;#37;',
    'amp;',
    '\xc3\x83\xc2',
    'a ',
    '+',
    'A',
    'YWFh',
    '3431',
    'Tr0ub4dor',
  ];
  const { redact } = redactorOf('Tr0ub4dor&3!', '%%%%%%%%%%%%%%%%%%%%%%%%%x', '\\\\\\\\\\\\\\x', 'a      b');

  test('a long text takes no more time than what is kept of it', () => {
    const short = timeOf(redact, hostile, 2 ** 15);
    expect(timeOf(redact, hostile, 2 ** 20)).toBeLessThan(4 * short);
  });

  test('a text that takes too long is not shown at all', () => {
    expect(redact(`%${'\\u0025'.repeat(3000)}`)).toBe('***');
    expect(redact(`%${'\\u0025'.repeat(5)}`)).toBe(`%${'\\u0025'.repeat(5)}`);
  });
});
