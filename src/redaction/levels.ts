/**
 * Undoes escapes level by level, everywhere at once. This finds what consists of letters and digits, such as base64, because
 * none of it looks like an escape itself.
 */
import type { Budget } from './budget.ts';
import { decodingsAt } from './escapes.ts';
import { isBlank, type Readings } from './reading.ts';

/** A text that is written in another one. */
export interface Level {
  readonly text: string;
  /** Where each unit of the text begins in the other one, and where it ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** More than any service applies; a limit because texts are hostile. */
const MAX_LEVELS = 10;
const ESCAPED = /[%&\\\xc2-\xf4]/;

/** A text, then that without one level of escapes, and so on; all of it without blanks, with which lines are wrapped. */
export function* levelsOf({ text, budget }: Readings): Generator<Level> {
  // In a form, plus signs are blanks.
  for (const written of text.includes('+') ? [text, text.replaceAll('+', ' ')] : [text]) {
    const at = Array.from(written.split(''), (_, index) => index);
    const level = { text: written, starts: at, ends: at.map((start) => start + 1) };
    yield* undo(level, budget);
    // Wrapped after it was escaped, also in the middle of an escape.
    if (ESCAPED.test(written)) yield* undo(withoutBlanks(level), budget);
  }
}

function* undo(written: Level, budget: Budget): Generator<Level> {
  let level = written;
  for (let count = 0; count < MAX_LEVELS; count += 1) {
    yield withoutBlanks(level);
    if (!ESCAPED.test(level.text)) return;
    const before = level.text;
    level = unescaped(level, budget);
    if (level.text === before) return;
  }
}

/** A level with one level of escapes undone. Backslashes that are no part of an escape are left out. */
function unescaped(level: Level, budget: Budget): Level {
  const { text } = level;
  const written: Readings = { text, folded: text, budget, special: [] };
  return rewritten(level, (start) => {
    const first = text.charAt(start);
    let longest: readonly [string, number] = [first === '\\' ? '' : first, start + 1];
    const reading = { start, end: start + 1, character: first, folded: first };
    if (ESCAPED.test(first))
      for (const decoding of decodingsAt(written, reading)) if (decoding[1] > longest[1]) longest = decoding;
    return longest;
  });
}

function withoutBlanks(level: Level): Level {
  return rewritten(level, (at) => {
    const unit = level.text.charAt(at);
    return [isBlank(unit) ? '' : unit, at + 1];
  });
}

/** `rewrite` is called for a position, and gives what stands there and where it ends. */
function rewritten({ text, starts, ends }: Level, rewrite: (at: number) => readonly [string, number]): Level {
  const next = { text: '', starts: new Array<number>(), ends: new Array<number>() };
  for (let at = 0; at < text.length;) {
    const [units, end] = rewrite(at);
    next.text += units;
    for (let index = 0; index < units.length; index += 1) {
      next.starts.push(starts[at] ?? 0);
      next.ends.push(ends[end - 1] ?? 0);
    }
    at = end;
  }
  return next;
}
