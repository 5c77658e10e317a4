/**
 * Keeps of a long list what is asked for, while it arrives: a page of a thousand tags carries a manifest for each of them,
 * and many pages at once would cost memory by the size of the repository instead of by the work at hand.
 */
export interface Sieve {
  push(text: string): void;
  /** The rest of the list, as JSON again. What was no list of objects comes out as it went in. */
  end(): string;
}

/** What is kept of an object of the list. */
export type Keep = (element: object) => unknown;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = ['"', '\\', '[', ']', '{', '}'].map(
  (sign) => sign.charCodeAt(0),
);

export function createSieve(keep: Keep): Sieve {
  let kept = '';
  /** The beginning of an object whose end has not come yet. */
  let begun = '';
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let isRaw = false;

  return {
    push(text) {
      let from = 0;
      for (let at = 0; at < text.length && !isRaw; at++) {
        const sign = text.charCodeAt(at);
        if (inString) {
          if (isEscaped) isEscaped = false;
          else if (sign === BACKSLASH) isEscaped = true;
          else if (sign === QUOTE) inString = false;
        } else if (sign === QUOTE) inString = true;
        else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
          depth += 1;
          // Not a list: what it says must arrive unchanged, above all when it is a refusal.
          if (depth === 1 && sign !== OPEN_LIST) isRaw = true;
          if (depth === 2) {
            kept += text.slice(from, at);
            from = at;
          }
        } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
          depth -= 1;
          if (depth === 1) {
            kept += sifted(begun + text.slice(from, at + 1), keep);
            begun = '';
            from = at + 1;
          }
        }
      }
      if (depth >= 2) begun += text.slice(from);
      else kept += text.slice(from);
    },
    end: () => kept + begun,
  };
}

/** A text that is no object is not for the sieve to judge. */
function sifted(text: string, keep: Keep): string {
  try {
    const element: unknown = JSON.parse(text);
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return text;
    return JSON.stringify(keep(element)) ?? text;
  } catch {
    return text;
  }
}
