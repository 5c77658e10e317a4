/**
 * Removes the secrets of a run from what it writes, however a service that quotes them has spelled them. The runner masks
 * secrets too, but in the log only, and in fewer spellings.
 *
 * Every text is searched twice: as it is, and with all escapes decoded and without what encodings add or lose (white space,
 * `+`, backslashes). Secrets are indexed in the same two forms, and in base64 and hexadecimal.
 */
import { decode, type Decoded, undecoded } from './decode.ts';

/** Removes secrets from a text of which only the first {@link MAX_LENGTH} characters are kept: everything that is written is cut to less. */
export type Redact = (text: string) => string;

/** Knows the secrets of one run. */
export interface Redactor {
  /** Adds a secret. One of less than 6 characters is ignored: replacing it would make messages unreadable. */
  add(secret: string): void;
  /** Adds the signature of one request. Those of the last {@link MAX_SIGNATURES} requests are kept. */
  addSignature(signature: string): void;
  /**
   * The text with `***` in place of every secret, of a secret's beginning where the text ends or is cut there, and of each
   * piece of {@link MIN_PIECE} characters of a secret that is too long to have been chosen by a person.
   */
  readonly redact: Redact;
  /**
   * Only whole secrets are replaced, in any spelling. For names that the workflow gives and digests: in what a service writes, a
   * part of a secret is one, in a name it is a coincidence, such as a region that is in a password too.
   */
  readonly redactName: Redact;
}

/** The least length of a secret, and of the pieces by which secrets are found. */
const GRAM = 6;
const MIN_PIECE = 8;
/** Secrets of this length are keys and tokens; pieces of shorter ones may be ordinary words. */
const MIN_LENGTH_FOR_PIECES = 20;
/** Every piece of {@link MIN_PIECE} characters contains a whole gram that starts at a multiple of this. */
const STRIDE = MIN_PIECE - GRAM + 1;
const MAX_LENGTH = 16_384;
const MAX_SIGNATURES = 256;
/** A word or a number. Pieces of secrets that consist of them, such as `secret-key` and `cn-east-3`, may stand for themselves. */
const WORD = /^(?:[A-Za-z]?[a-z]*|v?\d+)$/;
/** The place where a text was cut, also in the middle of an escape. */
const CUT = /(?:(?<=[%&])[#\w]{1,8}|[%&][#\w]{0,8}|\\*u[\da-fA-F]{0,3})?(?:$|…|\.\.)/y;

/** A secret in one spelling. */
interface Spelling {
  readonly text: string;
  readonly hasPieces: boolean;
}

/** Where spellings have a gram. */
type Index = Map<string, { readonly spelling: Spelling; readonly offset: number }[]>;

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const index: Index = new Map();
  const known = new Set<string>();
  const signatures: string[] = [];

  const addSpelling = (text: string, hasPieces: boolean): void => {
    if (text.length < GRAM || known.has(text)) return;
    known.add(text);
    const spelling = { text, hasPieces };
    const grams = new Set<string>();
    const last = hasPieces ? text.length - GRAM : 0;
    for (let offset = 0; offset <= last; offset += STRIDE) {
      const gram = text.slice(offset, offset + GRAM);
      // Once for each spelling, so that a secret that repeats itself costs no more than another one.
      if (!grams.has(gram)) index.set(gram, [...(index.get(gram) ?? []), { spelling, offset }]);
      grams.add(gram);
    }
  };
  const forget = (signature: string | undefined): void => {
    if (signature === undefined) return;
    const gram = signature.slice(0, GRAM);
    known.delete(signature);
    index.set(gram, index.get(gram)?.filter(({ spelling }) => spelling.text !== signature) ?? []);
  };

  return {
    add(secret) {
      const trimmed = secret.trim();
      if (trimmed.length < GRAM) return;
      const plain = decode(trimmed).text;
      const hasPieces = plain.length >= MIN_LENGTH_FOR_PIECES;
      for (const text of [trimmed, plain]) addSpelling(text, hasPieces);
      // Of a secret that consists of ignored characters.
      if (plain.length < GRAM)
        for (const text of [JSON.stringify(trimmed).slice(1, -1), encodeURIComponent(trimmed)])
          addSpelling(text, false);
      for (const text of encodingsOf(Buffer.from(trimmed))) {
        addSpelling(text, false);
        addSpelling(decode(text).text, false);
      }
    },
    addSignature(signature) {
      if (signatures.push(signature) > MAX_SIGNATURES) forget(signatures.shift());
      addSpelling(signature, false);
    },
    redact: (text) => replaceSecrets(text, index, true),
    redactName: (text) => replaceSecrets(text, index, false),
  };
}

function replaceSecrets(text: string, index: Index, withParts: boolean): string {
  const head = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  if (index.size === 0) return head;
  return replaceRanges(
    head,
    [undecoded(head), decode(head)].flatMap((decoded) => find(index, decoded, withParts)),
  );
}

/** A copy in which every text is redacted but those of the fields `own`, which hold this action's own words. Keys are never changed. */
export function redactValues<T>(value: T, redact: Redact, own?: readonly (keyof T)[]): T;
export function redactValues(value: unknown, redact: Redact, own: readonly PropertyKey[] = []): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((entry: unknown) => redactValues(entry, redact));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries<unknown>({ ...value });
  return Object.fromEntries(
    fields.map(([key, field]) => [key, own.includes(key) ? field : redactValues(field, redact)]),
  );
}

/** Hexadecimal, and base64 in both alphabets. */
function encodingsOf(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  // What comes before the secret, such as `user:`, shifts it by 0, 1 or 2 bytes.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Only the characters that depend on nothing but the secret.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return [hex, hex.toUpperCase(), ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

type Range = readonly [start: number, end: number];

/** The ranges of the source that show a secret. */
function find(index: Index, { text, at }: Decoded, withParts: boolean): readonly Range[] {
  const ranges: Range[] = [];
  /** Up to where each spelling was found. */
  const ends = new Map<Spelling, number>();
  for (let position = 0; position + GRAM <= text.length; position += 1) {
    for (const { spelling, offset } of index.get(text.slice(position, position + GRAM)) ?? []) {
      if (position < (ends.get(spelling) ?? 0)) continue;
      const [start, end] = extend(text, position, spelling.text, offset);
      const isWhole = end - start === spelling.text.length;
      const from = offset - (position - start);
      if (!isWhole && !(withParts && isPart(spelling, from, text.slice(start, end), isCutAt(text, end)))) continue;
      ends.set(spelling, end);
      ranges.push([at[start] ?? 0, at[end] ?? 0]);
    }
  }
  return ranges;
}

/** The longest common part around a gram that the text has at `position` and the secret at `offset`. */
function extend(text: string, position: number, secret: string, offset: number): Range {
  const shift = position - offset;
  let start = position;
  while (start > Math.max(0, shift) && text[start - 1] === secret[start - 1 - shift]) start -= 1;
  let end = position + GRAM;
  const limit = Math.min(text.length, shift + secret.length);
  while (end < limit && text[end] === secret[end - shift]) end += 1;
  return [start, end];
}

/** Whether `part`, which a text and a secret have in common from `offset` of the secret on, is no coincidence. */
function isPart({ text: secret, hasPieces }: Spelling, offset: number, part: string, isCut: boolean): boolean {
  if (part.length < (secret.length < MIN_PIECE ? GRAM : MIN_PIECE)) return false;
  if (offset === 0 && isCut) return true;
  return hasPieces && !part.split(/[-._]/).every((word) => WORD.test(word));
}

function isCutAt(text: string, end: number): boolean {
  CUT.lastIndex = end;
  return CUT.test(text);
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let result = '';
  let done = 0;
  let redactedUntil = -1;
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (end <= done) continue;
    if (start > redactedUntil) result += `${text.slice(done, start)}***`;
    // The white space after a secret is not part of it.
    done = Math.max(done, start) + text.slice(Math.max(done, start), end).trimEnd().length;
    redactedUntil = done;
  }
  return result + text.slice(done);
}
