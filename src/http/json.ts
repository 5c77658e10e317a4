/** JSON of which the shape is not known. */

/** No documented reply has a tenth of it. What walks a value that is nested without a limit overflows the stack. */
const MAX_DEPTH = 100;
// Comparing numbers takes a quarter of the time that comparing characters takes.
const [QUOTE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The value of a text; undefined for a text that is not JSON, or that is nested more than 100 deep. An integer beyond 2^53 is
 * text, because as a number it would equal others.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(quoteLargeIntegers(text));
  } catch {
    return undefined;
  }
}

/**
 * Looks at the text, because a value of millions of levels takes most of a second to build. Strings are skipped, which are
 * most of a list.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= MAX_DEPTH; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index) - 1;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
  }
  return depth > MAX_DEPTH;
}

/**
 * The text with quotes around its integers beyond 2^53; what is no JSON stays none. In time proportional to its length: with
 * a reviver, which JavaScript calls for every value, parsing takes up to sixty times as long.
 */
function quoteLargeIntegers(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  /** Where the next string begins. */
  let open = text.indexOf('"');
  const digits = /-?\d{16,}/g;
  for (let found = digits.exec(text); found !== null; found = digits.exec(text)) {
    const { index, 0: number } = found;
    let outside = index;
    while (open !== -1 && open < index) {
      outside = endOfString(text, open);
      open = text.indexOf('"', outside);
    }
    if (outside > index) {
      digits.lastIndex = outside;
    } else if (isInteger(text, index, digits.lastIndex) && !Number.isSafeInteger(Number(number))) {
      parts.push(text.slice(copied, index), '"', number, '"');
      copied = digits.lastIndex;
    }
  }
  return parts.join('') + text.slice(copied);
}

/** The index behind the string that begins at `open`. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0;
    while (text[close - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return close + 1;
  }
  return text.length;
}

/** Whether digits are a whole number, and where a value may stand: quotes must not make a key, or JSON, of what is none. */
function isInteger(text: string, start: number, end: number): boolean {
  const around = `${text[start - 1] ?? ''}${text[end] ?? ''}`;
  if (/[\d.eE+-]/.test(around) || /^-?0/.test(text.slice(start, start + 2))) return false;
  const behind = /[^\s]/g;
  behind.lastIndex = end;
  return behind.exec(text)?.[0] !== ':';
}

/** An own field of an object; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
