/**
 * Decodes text of which nobody knows how it was encoded, or how often, to find something in it. What comes out is not the
 * original text, but it is the same for every encoding of the same text.
 */

/** A decoded text: `at[i]` is where the source of character `i` starts, and `at[text.length]` where the text ends. */
export interface Decoded {
  readonly text: string;
  readonly at: readonly number[];
}

/** More levels of encoding than any service applies; a limit because texts are hostile. */
const MAX_LEVELS = 10;

/** What lines are wrapped with, also between the characters of an escape: white space, controls, invisible characters. */
const BLANK = /[\0- \x7f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+/g;
/**
 * Backslashes escape themselves, once at each level; a plus sign may be a space. The blanks below 256 may be bytes of UTF-8
 * until everything is decoded.
 */
const AMBIGUOUS = /[+\\\x80-\xa0\xad]+/g;

/** Escapes of JSON at any level (`\\\u003d`), percent-encoding (`%3d`, `%25253D`), HTML entities, and UTF-8 that was read as Latin-1. */
const ESCAPE =
  /(?<!\\)\\+(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|[nrtbfv])|%(?:25)*(?:u([\da-fA-F]{4})|([\da-fA-F]{2}))|&(?:amp;)*(?:#[xX]([\da-fA-F]{1,6})|#(\d{1,7})|([A-Za-z]{2,6}));|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;

/** The entities that encoders use for ASCII characters, each name before its character. */
const ENTITIES: ReadonlyMap<string, string> = new Map(
  (
    'amp& lt< gt> quot" apos\' excl! num# dollar$ percnt% lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; equals= ' +
    'quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ grave` lcub{ lbrace{ verbar| vert| rcub} rbrace}'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);

/** The text as it is. */
export function undecoded(text: string): Decoded {
  const at: number[] = [];
  for (let index = 0; index <= text.length; index += 1) at.push(index);
  return { text, at };
}

/** Without any level of escapes, and without what encodings add, or lose: white space, invisible characters, `+` and backslashes. Never throws. */
export function decode(text: string): Decoded {
  let decoded = undecoded(text);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    let next = replaceIn(replaceIn(decoded, BLANK, nothing), ESCAPE, characterOf);
    if (next.text.length === decoded.text.length) next = replaceIn(decoded, AMBIGUOUS, nothing);
    if (next.text.length === decoded.text.length) break;
    decoded = next;
  }
  return decoded;
}

function nothing(): string {
  return '';
}

function replaceIn({ text, at }: Decoded, pattern: RegExp, replacementOf: (match: RegExpExecArray) => string): Decoded {
  const kept: number[] = [];
  let result = '';
  let done = 0;
  const keepUntil = (end: number): void => {
    result += text.slice(done, end);
    for (let index = done; index < end; index += 1) kept.push(at[index] ?? 0);
  };
  for (const match of text.matchAll(pattern)) {
    keepUntil(match.index);
    const replacement = replacementOf(match);
    result += replacement;
    for (let index = 0; index < replacement.length; index += 1) kept.push(at[match.index] ?? 0);
    done = match.index + match[0].length;
  }
  keepUntil(text.length);
  kept.push(at[text.length] ?? 0);
  return { text: result, at: kept };
}

/** What an {@link ESCAPE} stands for. */
function characterOf([escape, json, jsonByte, percentUnit, percentByte, hex, decimal, name]: RegExpExecArray): string {
  const unit = json ?? jsonByte ?? percentUnit ?? percentByte;
  if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!Number.isNaN(point)) return point > 0x10ffff ? '' : String.fromCodePoint(point);
  if (name !== undefined) return ENTITIES.get(name) ?? `&${name};`;
  if (escape.startsWith('\\')) return '\n';
  const text = Buffer.from(escape, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? escape : text;
}
