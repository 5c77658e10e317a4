/** Ways in which services write a text, and a decoder that shares no code with the action. */

/** A way to write a text. */
export interface Encoder {
  readonly name: string;
  readonly encode: (text: string) => string;
}

const bytesOf = (text: string): readonly number[] => [...Buffer.from(text)];
const hexOf = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** Spells the units of UTF-16 that match. */
function units(name: string, pattern: RegExp, spell: (code: number) => string): Encoder {
  return { name, encode: (text) => text.replace(pattern, (unit) => spell(unit.charCodeAt(0))) };
}

/** Spells the characters that match. */
function points(name: string, pattern: RegExp, spell: (point: number, character: string) => string): Encoder {
  return { name, encode: (text) => text.replace(pattern, (one) => spell(one.codePointAt(0) ?? 0, one)) };
}

/** Spells the bytes beyond ASCII, and those below `least`; escapes quotes and backslashes. */
function bytes(name: string, least: number, spell: (byte: number) => string): Encoder {
  const encode = (text: string): string =>
    bytesOf(text)
      .map((byte) => (byte > 126 || byte < least ? spell(byte) : String.fromCharCode(byte).replace(/["\\]/, '\\$&')))
      .join('');
  return { name, encode };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '=': 'equals',
  '/': 'sol',
  '+': 'plus',
  '%': 'percnt',
  '\\': 'bsol',
  '§': 'sect',
  ß: 'szlig',
  ä: 'auml',
  é: 'eacute',
  ö: 'ouml',
  ñ: 'ntilde',
  '€': 'euro',
  Ω: 'Omega',
};

/** Escapes of symbols or of everything. */
export const ESCAPES: readonly Encoder[] = [
  { name: 'percent', encode: encodeURIComponent },
  { name: 'percent, lower case', encode: (text) => encodeURIComponent(text).replace(/%../g, (x) => x.toLowerCase()) },
  { name: 'percent, twice', encode: (text) => encodeURIComponent(encodeURIComponent(text)) },
  {
    name: 'percent, all',
    encode: (text) =>
      bytesOf(text)
        .map((byte) => `%${hexOf(byte, 2)}`)
        .join(''),
  },
  units('percent, units', /[^\w ]/g, (code) => (code < 256 ? `%${hexOf(code, 2)}` : `%u${hexOf(code, 4)}`)),
  { name: 'form', encode: (text) => new URLSearchParams([['', text]]).toString().slice(1) },
  { name: 'JSON', encode: (text) => JSON.stringify(text) },
  { name: 'JSON, slashes', encode: (text) => JSON.stringify(text).replaceAll('/', '\\/') },
  { name: 'JSON in JSON', encode: (text) => JSON.stringify(JSON.stringify(text)) },
  units('\\u', /[^\w ]/g, (code) => `\\u${hexOf(code, 4)}`),
  units('\\u, upper case', /[^a-z ]/g, (code) => `\\u${hexOf(code, 4).toUpperCase()}`),
  units('\\u, all', /[^]/g, (code) => `\\u${hexOf(code, 4)}`),
  points('\\u{}', /[^\w ]/gu, (point) => `\\u{${hexOf(point, 1)}}`),
  units('\\x', /[^\w ]/g, (code) => (code < 256 ? `\\x${hexOf(code, 2)}` : `\\u${hexOf(code, 4)}`)),
  bytes('\\x, bytes', 0, (byte) => `\\x${hexOf(byte, 2)}`),
  bytes('octal', 48, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  { name: 'backslashes', encode: (text) => text.replace(/[^\w]/gu, '\\$&') },
  points('entities', /[^\w ]/gu, (_, one) => (ENTITIES[one] === undefined ? one : `&${ENTITIES[one]};`)),
  points('entities, decimal', /[^\w ]/gu, (point) => `&#${point};`),
  points('entities, hexadecimal', /[^\w ]/gu, (point) => `&#x${hexOf(point, 1)};`),
  points('entities, all', /[^]/gu, (point) => `&#X${hexOf(point, 1).toUpperCase()};`),
  { name: 'Latin-1 of UTF-8', encode: (text) => Buffer.from(text).toString('latin1') },
  { name: 'Windows-1252 of UTF-8', encode: (text) => new TextDecoder('windows-1252').decode(Buffer.from(text)) },
];

/** Encodings of bytes. */
export const BYTE_ENCODINGS: readonly Encoder[] = [
  { name: 'base64', encode: (text) => Buffer.from(text).toString('base64') },
  { name: 'base64url', encode: (text) => Buffer.from(text).toString('base64url') },
  { name: 'hex', encode: (text) => Buffer.from(text).toString('hex') },
  { name: 'hex, upper case', encode: (text) => Buffer.from(text).toString('hex').toUpperCase() },
];

/** Indented lines of a width. */
export function lines(width: number): Encoder {
  const pattern = new RegExp(`.{1,${width}}`, 'gsu');
  return { name: `lines of ${width}`, encode: (text) => text.match(pattern)?.join('\n   ') ?? '' };
}

const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, name]) => [name, character]));
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' };
const WINDOWS_1252 = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index),
);

function utf8(text: string): string {
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

function unitOf(digits: string, base: number): string {
  return String.fromCharCode(Number.parseInt(digits, base));
}

function pointOf(digits: string, base: number): string {
  const point = Number.parseInt(digits, base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    utf8(run.replace(/%(..)/g, (_, digits: string) => unitOf(digits, 16))),
  );
}

function byteEscapesDecoded(text: string): string {
  return text.replace(/(?:\\x[\da-f]{2}|\\[0-3][0-7]{2})+/gi, (run) =>
    utf8(run.replace(/\\x(..)|\\(...)/gi, (_, x?: string, octal = '') => (x ? unitOf(x, 16) : unitOf(octal, 8)))),
  );
}

/** One level of an encoding undone, everywhere at once. */
const DECODERS: readonly ((text: string) => string)[] = [
  percentDecoded,
  (text) => percentDecoded(text.replaceAll('+', ' ')),
  (text) => text.replace(/%u([\da-f]{4})|%([\da-f]{2})/gi, (_, unit?: string, byte = '') => unitOf(unit ?? byte, 16)),
  (text) =>
    byteEscapesDecoded(text).replace(
      /\\u\{([\da-f]+)\}|\\u([\da-f]{4})|\\([^])/gi,
      (_, point?: string, unit?: string, other = '') =>
        point ? pointOf(point, 16) : unit ? unitOf(unit, 16) : (CONTROLS[other] ?? other),
    ),
  (text) =>
    text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name = '') =>
      hex ? pointOf(hex, 16) : decimal ? pointOf(decimal, 10) : (CHARACTERS.get(name) ?? whole),
    ),
  (text) =>
    text.replace(/[^\0-\x7f]+/g, (run) =>
      utf8(
        run.replace(/[^]/g, (unit) =>
          WINDOWS_1252.includes(unit) ? String.fromCharCode(0x80 + WINDOWS_1252.indexOf(unit)) : unit,
        ),
      ),
    ),
  (text) => text.replace(/\s*\n\s*/g, ''),
];

function* bytesIn(text: string): Generator<string> {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}/g))
    for (const missing of ['', 'A', 'AA', 'AAA']) yield Buffer.from(missing + run, 'base64').toString('latin1');
  for (const [run] of text.matchAll(/[\da-f]{12,}/gi))
    for (const missing of ['', '0']) yield Buffer.from(missing + run, 'hex').toString('latin1');
}

/** What a text may stand for, after at most `depth` of the decoders, in any order. */
export function decodings(text: string, depth: number): ReadonlySet<string> {
  const all = new Set([text]);
  let last: readonly string[] = [text];
  for (let level = 0; level < depth; level += 1) {
    last = last.flatMap((one) =>
      [...DECODERS.map((decode) => decode(one)), ...bytesIn(one)].filter(
        (decoded) => all.size < 3000 && !all.has(decoded) && all.add(decoded),
      ),
    );
  }
  return all;
}
