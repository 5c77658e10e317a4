/**
 * Keeps of a long list what is read of it, byte by byte while it arrives: a page of a thousand tags carries a manifest for
 * each of them, and many pages at once would cost memory by the size of the repository instead of by the work at hand.
 */
import { type Bytes, createBytes } from './bytes.ts';

export interface Sieve {
  push(bytes: Buffer): void;
  /**
   * The rest of the list, as JSON again. What is no list comes out as it went in; a list that breaks off stays broken, while
   * a member that is left out may hold anything whose quotes and brackets close.
   */
  end(): string;
}

/** What is kept of each object of a list. */
export interface Keep {
  readonly members: readonly string[];
  /** Of an object whose name is not among the wanted ones the name alone is kept. */
  readonly only?: {
    /** The member that holds the name: the first of these that is there. */
    readonly named: readonly string[];
    readonly wanted: ReadonlySet<string>;
  };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NOT_THERE = -1;

/** Where the next byte stands: in the list itself, in a list in it, or in an object of it. */
type Place = 'outside' | 'list' | 'nested' | 'key' | 'value';

export function createSieve({ members, only }: Keep): Sieve {
  const keys = members.map((member) => Buffer.from(member));
  const named = only?.named.map((member) => members.indexOf(member)) ?? [];
  const out = createBytes();
  const key = createBytes();
  /** Where in `out` the present object begins, and each of its members that is there. */
  let objectAt = 0;
  const begins = keys.map(() => NOT_THERE);
  const ends = keys.map(() => NOT_THERE);
  let isFirst = true;
  let place: Place = 'outside';
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  /** The member whose value this is, by its place among the members. */
  let member = NOT_THERE;
  let isRaw = false;

  const isCopied = (): boolean => (place === 'value' ? member !== NOT_THERE : place !== 'key');

  function beginObject(): void {
    objectAt = out.length();
    isFirst = true;
    begins.fill(NOT_THERE);
    place = 'key';
  }

  function endKey(): void {
    member = memberOf(key, keys, members);
    place = 'value';
    if (member !== NOT_THERE) {
      if (!isFirst) out.put(COMMA);
      isFirst = false;
      begins[member] = out.length();
      key.appendTo(out);
    }
    key.cut(0);
  }

  function endValue(): void {
    if (place === 'value' && member !== NOT_THERE) ends[member] = out.length();
    place = 'key';
  }

  /** Leaves the name alone where the object is not wanted. */
  function endObject(): void {
    place = 'list';
    const name = named.find((candidate) => begins[candidate] !== NOT_THERE);
    if (only === undefined || name === undefined) return;
    const [from = 0, to = 0] = [begins[name], ends[name]];
    const pair = out.text(from, to);
    const text = stringOf(pair.slice(pair.indexOf(':') + 1));
    if (text === undefined || text === '' || only.wanted.has(text)) return;
    out.cut(objectAt);
    out.put(OPEN_OBJECT);
    out.pull(from, to);
  }

  return {
    push(bytes) {
      let from = 0;
      const flush = (to: number): void => {
        if (isCopied()) out.append(bytes, from, to);
        from = to;
      };
      for (let at = 0; at < bytes.length && !isRaw; at++) {
        const sign = bytes[at] ?? 0;
        if (inString) {
          if (place === 'key') key.put(sign);
          if (isEscaped) isEscaped = false;
          else if (sign === BACKSLASH) isEscaped = true;
          else if (sign === QUOTE) {
            inString = false;
            if (place === 'key') {
              endKey();
              from = at + 1;
            }
          }
        } else if (sign === QUOTE) {
          inString = true;
          if (place === 'key') key.put(sign);
        } else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
          depth += 1;
          // Not a list: what it says must arrive unchanged, above all when it is a refusal.
          if (depth === 1) {
            isRaw = sign !== OPEN_LIST;
            place = 'list';
          } else if (depth === 2 && sign === OPEN_LIST) place = 'nested';
          else if (depth === 2) {
            flush(at);
            beginObject();
            out.put(sign);
          }
        } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
          depth -= 1;
          if (depth === 1 && place === 'nested') place = 'list';
          else if (depth === 1) {
            flush(at);
            endValue();
            endObject();
          }
        } else if (sign === COMMA && depth === 2 && place === 'value') {
          flush(at);
          endValue();
        }
      }
      flush(bytes.length);
    },
    end: () => out.text(),
  };
}

/** Which of the members a key names, quotes included; it may spell its letters as escapes. */
function memberOf(key: Bytes, keys: readonly Buffer[], members: readonly string[]): number {
  if (key.has(BACKSLASH)) {
    const text = stringOf(key.text());
    return members.findIndex((name) => name === text);
  }
  for (let index = 0; index < keys.length; index++) {
    const candidate = keys[index];
    if (candidate !== undefined && key.enclose(candidate)) return index;
  }
  return NOT_THERE;
}

/** The string that a JSON text is; undefined for anything else. */
function stringOf(text: string): string | undefined {
  // Most are plain.
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
