/** What stays of a list: the members of its objects that are kept, put together again. */
import { type Bytes, createBytes } from './bytes.ts';
import { BACKSLASH, COMMA, OPEN_OBJECT, SPACE } from './signs.ts';

/** What is kept of each object of a list. */
export interface Keep {
  readonly members: readonly string[];
  /** Of an object whose name is not among the wanted ones the name alone is kept. */
  readonly only?: {
    /** The member that holds the name: the first of these that is there. All of them are among the kept ones. */
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
  /** Nobody can read it as JSON. */
  spoil(): void;
  text(): string;
}

const NOT_THERE = -1;
/** No JSON text ends like this. */
const NONSENSE = '!';

export function createKept({ members, only }: Keep): Kept {
  const keys = members.map((member) => Buffer.from(member));
  const named = only?.named.map((member) => members.indexOf(member)) ?? [];
  const out = createBytes();
  const key = createBytes();
  /** Whether the key is what it says: no escape in it, and nothing that a string may not hold. */
  let isPlain = true;
  let isSpoilt = false;
  /** Where in `out` the present object begins; and each of its members that is there, its colon, and its end. */
  let objectAt = 0;
  const begins = keys.map(() => NOT_THERE);
  const colons = keys.map(() => NOT_THERE);
  const ends = keys.map(() => NOT_THERE);
  /** The present member, by its place among those that are kept. */
  let member = NOT_THERE;

  const memberOf = (): number => {
    if (isPlain) return placeOf(key, keys);
    const text = stringOf(key.text());
    isSpoilt ||= text === undefined;
    return members.findIndex((name) => name === text);
  };

  return {
    append: (bytes, from, to) => out.append(bytes, from, to),
    beginObject() {
      objectAt = out.length();
      out.put(OPEN_OBJECT);
      begins.fill(NOT_THERE);
    },
    keyByte(sign) {
      key.put(sign);
      if (sign === BACKSLASH || sign < SPACE) isPlain = false;
    },
    endKey() {
      member = memberOf();
      if (member !== NOT_THERE) {
        // Something of the object stands behind its bracket already.
        if (out.length() > objectAt + 1) out.put(COMMA);
        begins[member] = out.length();
        key.appendTo(out);
        colons[member] = out.length();
      }
      key.cut(0);
      isPlain = true;
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
      const text = stringOf(out.text(colons[name], to).replace(':', ''));
      if (text === undefined || text === '' || only.wanted.has(text)) return;
      // After the bracket of the object.
      out.cut(objectAt + 1);
      out.pull(from, to);
    },
    spoil() {
      isSpoilt = true;
    },
    text: () => out.text() + (isSpoilt ? NONSENSE : ''),
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
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
