/**
 * Keeps of a long list what is read of it, byte by byte while it arrives: a page of a thousand tags carries a manifest for
 * each of them, and many pages at once would cost memory by the size of the repository instead of by the work at hand.
 */
import { createBytes } from './bytes.ts';
import { createKept, type Keep } from './kept.ts';

export interface Sieve {
  push(bytes: Buffer): void;
  /**
   * The rest of the list, as JSON again. What is no list comes out as it went in, and what is no JSON does not become JSON;
   * only the value of a member that is left out may be anything whose quotes and brackets close.
   */
  end(): string;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Where the next byte stands: before the list or after it, in it, in a list in it, or in an object of it. There, a key is
 * due (and after a comma must come), a colon, or the rest of a value.
 */
type Place = 'outside' | 'list' | 'nested' | 'key' | 'next key' | 'colon' | 'value';

export function createSieve(keep: Keep): Sieve {
  const kept = createKept(keep);
  /** The brackets that are open. */
  const open = createBytes();
  let place: Place = 'outside';
  let inString = false;
  let isEscaped = false;
  /** Whether what comes is kept. */
  let isKept = true;
  /** Whether the rest is for nobody here to judge: no list, or broken. */
  let isRaw = false;

  const isAtKey = (): boolean => place === 'key' || place === 'next key';

  /** One byte of a string, whatever it is in. Whether the string was a key, and this its end. */
  function inside(sign: number): boolean {
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
    if (sign <= SPACE) return false;
    if (place === 'colon') return sign !== COLON;
    return isAtKey() && sign !== QUOTE && (sign !== CLOSE_OBJECT || place === 'next key');
  }

  return {
    push(bytes) {
      let from = 0;
      const flush = (to: number): void => {
        if (isKept) kept.append(bytes, from, to);
        from = to;
      };
      const giveUp = (at: number): void => {
        flush(at);
        kept.spoil();
        isKept = true;
        isRaw = true;
      };
      for (let at = 0; at < bytes.length && !isRaw; at++) {
        const sign = bytes[at] ?? 0;
        if (inString) {
          if (!inside(sign)) continue;
          isKept = kept.endKey();
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
          isKept = false;
          place = 'next key';
        } else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
          open.put(sign);
          // What is no list must arrive unchanged, above all when it is a refusal.
          if (open.length() === 1) {
            isRaw = sign !== OPEN_LIST;
            place = 'list';
          } else if (open.length() === 2 && sign === OPEN_LIST) place = 'nested';
          else if (open.length() === 2) {
            flush(at);
            kept.beginObject();
            isKept = false;
            place = 'key';
          }
        } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
          if (open.length() === 0) isRaw = true;
          else if (open.last() !== (sign === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT)) giveUp(at);
          else open.cut(open.length() - 1);
          if (isRaw || open.length() !== 1) continue;
          if (place !== 'nested') {
            flush(at);
            if (place === 'value') kept.endValue();
            kept.endObject();
          }
          isKept = true;
          place = 'list';
        }
      }
      flush(bytes.length);
    },
    end: () => kept.text(),
  };
}
