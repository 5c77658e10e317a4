/** Finds secrets, and parts of them, among the readings of a text. */
import { isSpent } from './budget.ts';
import type { Cut, Layer, Range } from './layers.ts';
import { type Readings, readingsAt } from './reading.ts';

/** The least length of a secret, and of the pieces by which secrets are found. */
export const GRAM = 6;
const MIN_PIECE = 8;
/** Secrets of this length are keys and tokens; pieces of shorter ones may be ordinary words. */
const MIN_LENGTH_FOR_PIECES = 20;
/** The least length of a secret's beginning before an ellipsis. */
const MIN_BEGINNING = 3;
/** A word or a number. Pieces of secrets that consist of them, such as `secret-key` and `cn-east-3`, may stand for themselves. */
const WORD = /^(?:[A-Za-z]?[a-z]*|v?\d+)$/;
const MAX_WORDS = 40;

/** The secrets of a run, each folded as readings are. */
export interface SecretIndex {
  /** Adds a secret of {@link GRAM} characters at least. */
  add(secret: string): void;
  /** Adds a secret of which only the whole, and its beginning before a cut, is searched for. */
  addWhole(secret: string): void;
  remove(secret: string): void;
  /** The ranges of the source in which a layer shows secrets, and with `withParts` also those with parts. */
  find(layer: Layer, withParts: boolean): readonly Range[];
}

interface Secret {
  readonly text: string;
  readonly hasPieces: boolean;
}

/** An index without secrets. */
export function createSecretIndex(): SecretIndex {
  const secrets = new Map<string, Secret>();
  /** Where secrets have a text of {@link GRAM} characters. */
  const grams = new Map<string, { readonly secret: Secret; readonly offset: number }[]>();
  /** What grams begin with, up to {@link MIN_BEGINNING} characters, so that a reading which leads to none is not followed. */
  const starts = new Set<string>();
  /** What secrets begin with, from {@link MIN_BEGINNING} characters on. */
  const beginnings = new Set<string>();

  const add = (secret: Secret): void => {
    const { text, hasPieces } = secret;
    if (secrets.has(text)) return;
    secrets.set(text, secret);
    // Each gram once, so that a secret that repeats itself costs no more than another one.
    const own = new Set<string>();
    for (let offset = 0; offset <= (hasPieces ? text.length - GRAM : 0); offset += 1) {
      const gram = text.slice(offset, offset + GRAM);
      if (own.has(gram)) continue;
      own.add(gram);
      const places = grams.get(gram);
      if (places === undefined) grams.set(gram, [{ secret, offset }]);
      else places.push({ secret, offset });
      for (let length = 1; length <= MIN_BEGINNING; length += 1) starts.add(gram.slice(0, length));
    }
  };

  return {
    add(text) {
      add({ text, hasPieces: text.length >= MIN_LENGTH_FOR_PIECES });
      for (let length = MIN_BEGINNING; length < GRAM; length += 1) beginnings.add(text.slice(0, length));
    },
    addWhole: (text) => add({ text, hasPieces: false }),
    remove(text) {
      secrets.delete(text);
      const gram = text.slice(0, GRAM);
      grams.set(gram, grams.get(gram)?.filter(({ secret }) => secret.text !== text) ?? []);
    },
    find({ readings, cutAt, rangeOf }, withParts) {
      const { folded: whole, special, budget } = readings;
      const ranges: Range[] = [];
      /** Up to where each secret was found. */
      const ends = new Map<Secret, number>();

      /** `path`, which is a gram or a bit more, was read from `start` to `at`. */
      const examine = (start: number, path: string, at: number): void => {
        for (const { secret, offset } of grams.get(path.slice(0, GRAM)) ?? []) {
          if (start < (ends.get(secret) ?? 0) || !secret.text.startsWith(path, offset)) continue;
          const from: Way = [offset + path.length, at];
          const ways = waysOn(readings, secret.text, from);
          const [longest = from] = ways;
          const isWhole = longest[0] - offset === secret.text.length;
          const isFound = isWhole || (withParts && isPiece(secret, offset, longest[0]));
          const found = isFound
            ? longest
            : ways.find(([until, end]) => withParts && isCut(secret, offset, until, cutAt(end)));
          if (found === undefined) continue;
          if (isFound) ends.set(secret, found[1]);
          ranges.push(rangeOf(start, found[1]));
        }
      };
      /** Follows all readings of the text from `at` on; `path` was read from `start` to `at`. */
      const follow = (start: number, path: string, at: number): void => {
        if (isSpent(budget)) return;
        if (withParts && beginnings.has(path) && cutAt(at) === 'ellipsis') ranges.push(rangeOf(start, at));
        for (const { folded, end } of readingsAt(readings, at)) {
          const longer = path + folded;
          if (longer.length >= GRAM) examine(start, longer, end);
          else if (longer.length > MIN_BEGINNING || starts.has(longer)) follow(start, longer, end);
        }
      };

      let nextSpecial = 0;
      for (let start = 0; start < whole.length; start += 1) {
        while (nextSpecial < whole.length && (nextSpecial < start || special[nextSpecial] === undefined))
          nextSpecial += 1;
        if (nextSpecial >= start + GRAM) examine(start, whole.slice(start, start + GRAM), start + GRAM);
        else
          for (const reading of readingsAt(readings, start))
            if (reading.start === start && starts.has(reading.folded)) follow(start, reading.folded, reading.end);
      }
      return ranges;
    },
  };
}

/** Up to where a secret was read, and where that ends in the text. */
type Way = readonly [until: number, end: number];

/** All ways to read more of a secret, or nothing more; the longest first. */
function waysOn(readings: Readings, secret: string, from: Way): readonly Way[] {
  const ways: Way[] = [from];
  const seen = new Set<number>();
  for (const [until, at] of ways) {
    if (isSpent(readings.budget)) break;
    for (const { folded, end } of readingsAt(readings, at)) {
      const key = end * (secret.length + 1) + until + folded.length;
      if (!secret.startsWith(folded, until) || seen.has(key)) continue;
      seen.add(key);
      ways.push([until + folded.length, end]);
    }
  }
  return ways.toSorted(([untilA, endA], [untilB, endB]) => untilB - untilA || endB - endA);
}

/** Whether a text that a secret has from `offset` to `until` is no coincidence. */
function isPiece({ text, hasPieces }: Secret, offset: number, until: number): boolean {
  const piece = text.slice(offset, until);
  if (!hasPieces || piece.length < MIN_PIECE) return false;
  return piece.length > MAX_WORDS || !piece.split(/[-._]/).every((word) => WORD.test(word));
}

/** Whether it is the beginning of the secret, and cut there. */
function isCut({ text }: Secret, offset: number, until: number, cut: Cut): boolean {
  const least = cut === 'ellipsis' || text.length < MIN_PIECE ? GRAM : MIN_PIECE;
  return offset === 0 && cut !== undefined && until >= least;
}
