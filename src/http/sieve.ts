/**
 * Keeps of a long list what is read of it, byte by byte while it arrives: a page of a thousand tags carries a manifest for
 * each of them, and many pages at once would cost memory by the size of the repository instead of by the work at hand.
 */
import { createBytes } from './bytes.ts';
import { createKept, type Keep } from './kept.ts';
import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  LINE_FEED,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  TAB,
} from './signs.ts';

export interface Sieve {
  push(bytes: Buffer): void;
  /**
   * The rest of the list, as JSON again. What is no list comes out as it went in, and what is no JSON does not become JSON;
   * only the value of a member that is left out may be anything whose quotes and brackets close.
   */
  end(): string;
}

/**
 * Where the next byte stands:
 *
 * - `outside`: before the list
 * - `list`: in the list itself, between its elements
 * - `nested`: in a list in it
 * - `key`: after the bracket of an object, which may also close
 * - `next key`: after a comma in an object, so that a key must come
 * - `colon`: after a key
 * - `value`: after a colon, up to the comma or the bracket that ends the value
 */
type Place = 'outside' | 'list' | 'nested' | 'key' | 'next key' | 'colon' | 'value';

export function createSieve(keep: Keep): Sieve {
  const kept = createKept(keep);
  /** The brackets that are open. */
  const open = createBytes();
  let place: Place = 'outside';
  let inString = false;
  let isEscaped = false;
  /** Whether what comes goes into what is kept. */
  let isCopied = true;
  /** Whether the rest is for nobody here to judge: no list, broken, or after the list. */
  let isRaw = false;

  const isAtKey = (): boolean => place === 'key' || place === 'next key';

  /** Takes one byte of a string; true where that ends a key. */
  function endsKey(sign: number): boolean {
    if (isAtKey()) kept.keyByte(sign);
    if (isEscaped) isEscaped = false;
    else if (sign === BACKSLASH) isEscaped = true;
    else if (sign === QUOTE) {
      inString = false;
      return isAtKey();
    }
    return false;
  }

  /** Whether the sign has no business where it stands in an object. */
  function isOutOfPlace(sign: number): boolean {
    if (isSpace(sign)) return false;
    if (place === 'colon') return sign !== COLON;
    return isAtKey() && sign !== QUOTE && (sign !== CLOSE_OBJECT || place === 'next key');
  }

  return {
    push(bytes) {
      let from = 0;
      const flush = (to: number): void => {
        if (isCopied) kept.append(bytes, from, to);
        from = to;
      };
      const giveUp = (at: number): void => {
        flush(at);
        kept.spoil();
        isCopied = true;
        isRaw = true;
      };
      for (let at = 0; at < bytes.length && !isRaw; at++) {
        const sign = bytes[at] ?? 0;
        if (place === 'outside') {
          // What is no list must arrive unchanged, above all when it is a refusal.
          if (sign === OPEN_LIST) {
            open.put(sign);
            place = 'list';
          } else isRaw = !isSpace(sign);
        } else if (inString) {
          if (!endsKey(sign)) continue;
          isCopied = kept.endKey();
          place = 'colon';
          from = at + 1;
        } else if (isOutOfPlace(sign)) {
          giveUp(at);
        } else if (sign === QUOTE) {
          inString = true;
          if (isAtKey()) kept.keyByte(sign);
        } else if (sign === COLON && place === 'colon') {
          place = 'value';
        } else if (sign === COMMA && place === 'value' && open.length() === 2) {
          flush(at);
          kept.endValue();
          isCopied = false;
          place = 'next key';
        } else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
          open.put(sign);
          if (open.length() !== 2) continue;
          if (sign === OPEN_LIST) place = 'nested';
          else {
            flush(at);
            kept.beginObject();
            isCopied = false;
            place = 'key';
          }
        } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
          if (open.last() === (sign === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT)) open.cut(open.length() - 1);
          else giveUp(at);
          if (open.length() === 0) isRaw = true;
          if (isRaw || open.length() !== 1) continue;
          if (place !== 'nested') {
            flush(at);
            kept.endValue();
            kept.endObject();
          }
          isCopied = true;
          place = 'list';
        }
      }
      flush(bytes.length);
    },
    end: () => kept.text(),
  };
}

/** JSON knows four, and no other sign that shows nothing. */
function isSpace(sign: number): boolean {
  return sign === SPACE || sign === LINE_FEED || sign === CARRIAGE_RETURN || sign === TAB;
}
