/**
 * Reads a text: `%2541` begins with `%`, which may end before or after the `25`, or with `A`.
 *
 * Because all levels of all encodings are read at the same time, it does not matter in which order they were applied, nor
 * whether what was encoded looks like an escape itself.
 */
import { type Budget, isSpent } from './budget.ts';
import { decodingsAt } from './escapes.ts';
import { BLANK, foldText, isBlank, type Reading, type Readings, readingsAt } from './reading.ts';

/** More than the levels of encoding that any service applies; a limit because texts are hostile. */
const MAX_READINGS = 32;

/** Fillers, what escapes and sequences of UTF-8 begin with, and the ellipsis, before which beginnings of secrets are looked for. */
const SPECIAL = new RegExp(`[%&+…\\\\\\xc2-\\xf4${BLANK}]`, 'g');

/** All readings of a text, as far as the budget lasts. */
export function readingsOf(text: string, budget: Budget): Readings {
  const special = Array.from<Reading[] | undefined>({ length: text.length });
  const readings = { text, folded: foldText(text), budget, special };
  // From the end on, because an escape consists of characters that may be escaped.
  for (const { index: start } of [...text.matchAll(SPECIAL)].toReversed()) {
    const here = [readingOf(start, start + 1, text.charAt(start))];
    for (const first of here) {
      for (const [character, end] of decodingsAt(readings, first)) {
        if (here.length >= MAX_READINGS || isSpent(budget)) break;
        if (!here.some((other) => other.end === end && other.character === character))
          here.push(readingOf(start, end, character));
      }
    }
    here.push(...passedOver(readings, here));
    special[start] = here;
  }
  return readings;
}

/** What may be read behind the fillers among some readings. */
function passedOver(readings: Readings, here: readonly Reading[]): readonly Reading[] {
  const found: Reading[] = [];
  for (const filler of here.filter(isFiller)) {
    for (const next of readingsAt(readings, filler.end)) {
      // Of several backslashes or blanks the first may be read, and all may be passed over; a byte of UTF-8 is like no other.
      const isSame = isFiller(next) && !isByte(next) && next.folded === filler.folded;
      if (!isSame && !found.some(({ end, character }) => end === next.end && character === next.character))
        found.push(next);
    }
  }
  return found.length <= MAX_READINGS ? found : found.toSorted((a, b) => b.end - a.end).slice(0, MAX_READINGS);
}

function readingOf(start: number, end: number, character: string): Reading {
  return { start, end, character, folded: foldText(character) };
}

/** A plus sign is a space in a form. */
function isFiller({ character }: Reading): boolean {
  return character === '\\' || character === '+' || isBlank(character);
}

function isByte({ character }: Reading): boolean {
  return character >= '\x80' && character <= '\xff';
}
