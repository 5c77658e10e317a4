/** The escapes of all encodings that services use, and bytes of UTF-8 that were read as characters. */
import { isSpent } from './budget.ts';
import { ENTITIES } from './entities.ts';
import { type Reading, type Readings, readingsAt } from './reading.ts';

/** A text of some readings, and where the last of them ends. */
type Span = readonly [text: string, end: number];

/** What a browser takes for the bytes from 0x80 to 0x9f of a text that is said to be ISO-8859-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const HEX = /^[\da-fA-F]$/;
const OCTAL = /^[0-7]$/;
const IN_ENTITY = /^[\da-zA-Z#]$/;
const CONTINUATION = new RegExp(`^[\\x80-\\xbf${WINDOWS_1252}]$`);

/** The longest entity, such as `#x10ffff`. */
const MAX_ENTITY = 8;

/** The characters that the escapes which begin with `first` stand for, where what follows it was read. */
export function* decodingsAt(readings: Readings, { character: first, start, end }: Reading): Generator<Span> {
  if (first === '%') yield* percentEscapes(readings, end);
  else if (first === '\\') yield* backslashEscapes(readings, end, readings.text.slice(start, end));
  else if (first === '&') yield* entities(readings, end);
  else if (first >= '\xc2' && first <= '\xf4') yield* utf8(readings, end, first.charCodeAt(0));
}

/** `%3d`, `%u003d`. */
function* percentEscapes(readings: Readings, at: number): Generator<Span> {
  yield* units(spans(readings, at, HEX, 2), 16);
  for (const { character, end } of readingsAt(readings, at))
    if (character === 'u') yield* units(spans(readings, end, HEX, 4), 16);
}

/**
 * `\\`, `\u003d`, `\u{3d}`, `\x3d`, `\075`, `\n`. A backslash before any other character is passed over. `first` is how the
 * first backslash is written: together with another one that is written like it, it stands for one backslash.
 */
function* backslashEscapes(readings: Readings, at: number, first: string): Generator<Span> {
  const doubled = readingsAt(readings, at).filter(
    ({ start, end, character }) => character === '\\' && start === at && readings.text.slice(start, end) === first,
  );
  for (const { character, end } of doubled) yield [character, end];
  if (doubled.length > 0) return;
  for (const [digits, end] of spans(readings, at, OCTAL, 3)) if (digits <= '377') yield* units([[digits, end]], 8);
  for (const { character, end } of readingsAt(readings, at)) {
    if (/^[nrtbfv]$/.test(character)) yield ['\n', end];
    if (character === 'x') yield* units(spans(readings, end, HEX, 2), 16);
    if (character !== 'u') continue;
    yield* units(spans(readings, end, HEX, 4), 16);
    for (const brace of readingsAt(readings, end))
      if (brace.character === '{') yield* points(spansUntil(readings, brace.end, HEX, '}'), 16);
  }
}

/** `&#61;`, `&#x3d;`, `&equals;`. */
function* entities(readings: Readings, at: number): Generator<Span> {
  for (const [name, end] of spansUntil(readings, at, IN_ENTITY, ';')) {
    const named = ENTITIES.get(name);
    if (named !== undefined) yield [named, end];
    if (/^#x[\da-f]+$/i.test(name)) yield* points([[name.slice(2), end]], 16);
    if (/^#\d+$/.test(name)) yield* points([[name.slice(1), end]], 10);
  }
}

function* utf8(readings: Readings, at: number, lead: number): Generator<Span> {
  const count = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  for (const [text, end] of spans(readings, at, CONTINUATION, count)) {
    const decoded = Buffer.from([lead, ...text.split('').map(byteOf)]).toString('utf8');
    if (!decoded.includes('\ufffd')) yield [decoded, end];
  }
}

function byteOf(character: string): number {
  const index = WINDOWS_1252.indexOf(character);
  return index === -1 ? character.charCodeAt(0) : 0x80 + index;
}

/** The character of each number that is one: a unit of UTF-16, or a byte. */
function* units(numbers: Iterable<Span>, base: number): Generator<Span> {
  for (const [digits, end] of numbers) yield [String.fromCharCode(Number.parseInt(digits, base)), end];
}

/** The character of each number that is a code point. */
function* points(numbers: Iterable<Span>, base: number): Generator<Span> {
  for (const [digits, end] of numbers) {
    const point = Number.parseInt(digits, base);
    if (point <= 0x10ffff) yield [String.fromCodePoint(point), end];
  }
}

/** The texts of `count` characters that may be read at a position, all of them `allowed`. */
function* spans(readings: Readings, at: number, allowed: RegExp, count: number, before = ''): Generator<Span> {
  if (count === 0) yield [before, at];
  else if (!isSpent(readings.budget))
    for (const { character, end } of readingsAt(readings, at))
      if (allowed.test(character)) yield* spans(readings, end, allowed, count - 1, before + character);
}

/** The same for texts of at most {@link MAX_ENTITY} characters with `last` behind them, which ends the span. */
function* spansUntil(readings: Readings, at: number, allowed: RegExp, last: string, before = ''): Generator<Span> {
  if (isSpent(readings.budget)) return;
  for (const { character, end } of readingsAt(readings, at)) {
    if (character === last) yield [before, end];
    else if (before.length < MAX_ENTITY && allowed.test(character))
      yield* spansUntil(readings, end, allowed, last, before + character);
  }
}
