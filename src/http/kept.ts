/** What stays of a list: the members of its objects that are kept, put together again. */
import { type Bytes, createBytes } from './bytes.ts';

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

export interface Kept {
  append(bytes: Buffer, from: number, to: number): void;
  beginObject(): void;
  /** A byte of the next key, quotes included. */
  keyByte(sign: number): void;
  /** True where the member is kept: then what is appended next is the rest of it. */
  endKey(): boolean;
  endValue(): void;
  endObject(): void;
  /** From here on nobody can read it as JSON. */
  spoil(): void;
  text(): string;
}

const NOT_THERE = -1;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
/** Means nothing in JSON, wherever it stands outside of a string. */
const NONSENSE = 0x21;

export function createKept({ members, only }: Keep): Kept {
  const keys = members.map((member) => Buffer.from(member));
  const named = only?.named.map((member) => members.indexOf(member)) ?? [];
  const out = createBytes();
  const key = createBytes();
  /** Whether the key spells letters as escapes. */
  let hasEscape = false;
  /** Where in `out` the present object begins, and each of its members that is there. */
  let objectAt = 0;
  const begins = keys.map(() => NOT_THERE);
  const ends = keys.map(() => NOT_THERE);
  let isFirst = true;
  /** The present member, by its place among those that are kept. */
  let member = NOT_THERE;

  const memberOf = (): number => {
    if (!hasEscape) return placeOf(key, keys);
    const text = stringOf(key.text());
    return members.findIndex((name) => name === text);
  };

  return {
    append: (bytes, from, to) => out.append(bytes, from, to),
    beginObject() {
      objectAt = out.length();
      out.put(OPEN_OBJECT);
      isFirst = true;
      begins.fill(NOT_THERE);
    },
    keyByte(sign) {
      key.put(sign);
      hasEscape ||= sign === BACKSLASH;
    },
    endKey() {
      member = memberOf();
      if (member !== NOT_THERE) {
        if (!isFirst) out.put(COMMA);
        isFirst = false;
        begins[member] = out.length();
        key.appendTo(out);
      }
      key.cut(0);
      hasEscape = false;
      return member !== NOT_THERE;
    },
    endValue() {
      if (member !== NOT_THERE) ends[member] = out.length();
    },
    endObject() {
      const name = named.find((candidate) => begins[candidate] !== NOT_THERE);
      if (only === undefined || name === undefined) return;
      const from = begins[name] ?? 0;
      const to = ends[name] ?? 0;
      const pair = out.text(from, to);
      const text = stringOf(pair.slice(pair.indexOf(':') + 1));
      if (text === undefined || text === '' || only.wanted.has(text)) return;
      // After the bracket of the object.
      out.cut(objectAt + 1);
      out.pull(from, to);
    },
    spoil: () => out.put(NONSENSE),
    text: () => out.text(),
  };
}

function placeOf(key: Bytes, keys: readonly Buffer[]): number {
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
