/** Turns an untrusted JSON value into a checked one, or throws an Error whose text names the place and the rule. */
export type Reader<T> = (value: unknown, path: string) => T;

/** A reader whose field may be left out of its object. */
export type OptionalReader<T> = Reader<T | undefined> & { readonly optional: true };

/** What a reader gives. */
export type Read<R> = R extends Reader<infer T> ? T : never;

type Shape = Readonly<Record<string, Reader<unknown>>>;
type OptionalKeys<S> = { [K in keyof S]: S[K] extends { readonly optional: true } ? K : never }[keyof S];
type Fields<S> = { readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Read<S[K]> } & {
  readonly [K in OptionalKeys<S>]?: Read<S[K]>;
};

/** The complaint of a reader: `seed.regions.cn-north-4.syncSeconds: must be a number of at least 0, not "x"`. */
export function complaint(path: string, rule: string, value: unknown): Error {
  const seen = value === undefined ? 'nothing' : JSON.stringify(value);
  return new Error(`${path}: must be ${rule}, not ${seen.length > 120 ? `${seen.slice(0, 120)}…` : seen}`);
}

/** Whether the value is a JSON object (no array, not null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string, not empty, and of the given pattern if there is one. */
export function text(pattern?: RegExp, rule = pattern === undefined ? 'a text' : `a text like ${pattern.source}`) {
  return (value: unknown, path: string): string => {
    if (typeof value !== 'string' || value === '' || pattern?.test(value) === false) throw complaint(path, rule, value);
    return value;
  };
}

/** Any string, the empty one too. */
export const anyText: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw complaint(path, 'a text', value);
  return value;
};

/** True or false, as JSON has them. */
export const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw complaint(path, 'true or false', value);
  return value;
};

/** A finite number of at least `least`. */
export function number(least = 0): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
      throw complaint(path, Number.isFinite(least) ? `a number of at least ${least}` : 'a number', value);
    }
    return value;
  };
}

/** An integer between the two, both included. */
export function integer(least = 0, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, path) => {
    if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
      throw complaint(path, `an integer from ${least} to ${most}`, value);
    }
    return Number(value);
  };
}

/** One of the given words. */
export function oneOf<const T extends readonly string[]>(...words: T): Reader<T[number]> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw complaint(path, `one of ${words.join(', ')}`, value);
    return word;
  };
}

/** Anything at all, but something. */
export const anything: Reader<unknown> = (value) => value;

/** An array of what the reader reads. */
export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw complaint(path, 'a list', value);
    return value.map((entry: unknown, index) => read(entry, `${path}[${index}]`));
  };
}

/** An object with free keys; `key` checks each of them. */
export function dictionary<T>(read: Reader<T>, key: Reader<string> = anyText): Reader<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (!isRecord(value)) throw complaint(path, 'an object', value);
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [key(name, `${path} (key)`), read(entry, `${path}.${name}`)]),
    );
  };
}

/** The field may be left out. */
export function optional<T>(read: Reader<T>): OptionalReader<T> {
  const reader: Reader<T | undefined> = (value, path) => (value === undefined ? undefined : read(value, path));
  return Object.assign(reader, { optional: true as const });
}

/** An object with exactly these fields: an unknown one is an error, so that a misspelt seed cannot pass. */
export function object<S extends Shape>(shape: S): Reader<Fields<S>>;
export function object(shape: Shape): Reader<Record<string, unknown>> {
  return (value, path) => {
    if (!isRecord(value)) throw complaint(path, 'an object', value);
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
    if (unknown !== undefined) {
      throw new Error(`${path}.${unknown}: unknown field; known are ${Object.keys(shape).join(', ')}`);
    }
    const fields = Object.entries(shape).map(([name, read]) => [name, read(value[name], `${path}.${name}`)] as const);
    return Object.fromEntries(fields.filter(([, entry]) => entry !== undefined));
  };
}

/** What the first or else the second reader accepts; if neither does, both complain. */
export function either<A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> {
  return (value, path) => {
    try {
      return first(value, path);
    } catch (one) {
      try {
        return second(value, path);
      } catch (other) {
        throw new Error(`${messageOf(one)}; or else ${messageOf(other)}`, { cause: other });
      }
    }
  };
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** An object whose field `kind` says which of the readers reads it. */
export function variants<S extends Shape>(shapes: S): Reader<Read<S[keyof S]>>;
export function variants(shapes: Shape): Reader<unknown> {
  return (value, path) => {
    const kind = isRecord(value) ? value['kind'] : undefined;
    const read = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    if (read === undefined) throw complaint(`${path}.kind`, `one of ${Object.keys(shapes).join(', ')}`, kind);
    return read(value, path);
  };
}
