/** The characters that may be read at each position of a text of which nobody knows how it was encoded, or how often. */
import type { Budget } from './budget.ts';

/** A character that a text may have, written from `start` to `end`. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly character: string;
  /** The character by which secrets are found; see {@link foldText}. */
  readonly folded: string;
}

/** All readings of a text. */
export interface Readings {
  readonly text: string;
  readonly folded: string;
  /** For everything that is done with these readings. */
  readonly budget: Budget;
  /**
   * What may be read at a position, the character as it is first; undefined where nothing but that may be. Fillers (white
   * space and what is invisible, with which lines are wrapped, plus signs and backslashes) may be passed over: what follows
   * them may be read in their place as well.
   */
  readonly special: readonly (readonly Reading[] | undefined)[];
}

/** White space of any kind, controls, and invisible characters; for a class of a regular expression. */
export const BLANK = '\\0- \\x7f\\x85\\xa0\\xad\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff';

const ONE_BLANK = new RegExp(`^[${BLANK}]$`);
const BLANKS_AND_PLUSES = new RegExp(`[+${BLANK}]`, 'g');

/** What may be read at a position; nothing at the end. */
export function readingsAt({ text, folded, special }: Readings, start: number): readonly Reading[] {
  const here = special[start];
  if (here !== undefined) return here;
  if (start >= text.length) return [];
  return [{ start, end: start + 1, character: text.charAt(start), folded: folded.charAt(start) }];
}

/** Whether a character is a {@link BLANK}. */
export function isBlank(character: string): boolean {
  return ONE_BLANK.test(character);
}

/** The text by which secrets are found: blanks of all kinds are the same, and `+`, which may stand for one. */
export function foldText(text: string): string {
  return text.replace(BLANKS_AND_PLUSES, ' ');
}
