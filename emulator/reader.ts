/**
 * Checks an untrusted JSON value and returns it with its type. Throws an Error whose message names the path and the rule, see
 * `validationError`.
 */
export type Reader<T> = (value: unknown, path: string) => T;

/** A reader of a field that its object may leave out; made by `optional`. */
export type OptionalReader<T> = Reader<T | undefined> & { readonly optional: true };

/** The type that a reader returns. */
export type Read<R> = R extends Reader<infer T> ? T : never;

type Shape = Readonly<Record<string, Reader<unknown>>>;
type OptionalKeys<S> = { [K in keyof S]: S[K] extends { readonly optional: true } ? K : never }[keyof S];
type Fields<S> = { readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Read<S[K]> } & {
  readonly [K in OptionalKeys<S>]?: Read<S[K]>;
};

/** The validationError of a reader: `seed.regions.cn-north-4.syncSeconds: must be a number of at least 0, not "x"`. */
export function validationError(path: string, rule: string, value: unknown): Error {
  const seen = value === undefined ? 'nothing' : JSON.stringify(value);
  return new Error(`${path}: must be ${rule}, not ${seen.length > 120 ? `${seen.slice(0, 120)}…` : seen}`);
}

/** Whether the value is a JSON object (no array, not null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that is not empty and matches the pattern, if one is given. `rule` names it in the error message. */
export function text(pattern?: RegExp, rule = pattern === undefined ? 'a string' : `a string like ${pattern.source}`) {
  return (value: unknown, path: string): string => {
    if (typeof value !== 'string' || value === '' || pattern?.test(value) === false)
      throw validationError(path, rule, value);
    return value;
  };
}

/** Any string, including the empty one. */
export const anyText: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw validationError(path, 'a string', value);
  return value;
};

/** `true` or `false`; not the strings. */
export const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw validationError(path, 'true or false', value);
  return value;
};

/** A finite number of at least `least`. */
export function number(least = 0): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
      throw validationError(path, Number.isFinite(least) ? `a number of at least ${least}` : 'a number', value);
    }
    return value;
  };
}

/** An integer from `least` to `most`, both included. */
export function integer(least = 0, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, path) => {
    if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
      throw validationError(path, `an integer from ${least} to ${most}`, value);
    }
    return Number(value);
  };
}

/** One of the given words. */
export function oneOf<const T extends readonly string[]>(...words: T): Reader<T[number]> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw validationError(path, `one of ${words.join(', ')}`, value);
    return word;
  };
}

/** Any JSON value. */
export const anything: Reader<unknown> = (value) => value;

/** An array whose entries the given reader accepts. */
export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw validationError(path, 'a list', value);
    return value.map((entry: unknown, index) => read(entry, `${path}[${index}]`));
  };
}

/** An object with arbitrary keys, each of which `key` checks. */
export function dictionary<T>(read: Reader<T>, key: Reader<string> = anyText): Reader<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (!isRecord(value)) throw validationError(path, 'an object', value);
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [key(name, `${path} (key)`), read(entry, `${path}.${name}`)]),
    );
  };
}

/** Lets an object leave the field out. */
export function optional<T>(read: Reader<T>): OptionalReader<T> {
  const reader: Reader<T | undefined> = (value, path) => (value === undefined ? undefined : read(value, path));
  return Object.assign(reader, { optional: true as const });
}

/** An object with exactly these fields. An unknown field is an error, so that a misspelt setting of a seed is found. */
export function object<S extends Shape>(shape: S): Reader<Fields<S>>;
export function object(shape: Shape): Reader<Record<string, unknown>> {
  return (value, path) => {
    if (!isRecord(value)) throw validationError(path, 'an object', value);
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
    if (unknown !== undefined) {
      throw new Error(`${path}.${unknown}: unknown field; known are ${Object.keys(shape).join(', ')}`);
    }
    const fields = Object.entries(shape).map(([name, read]) => [name, read(value[name], `${path}.${name}`)] as const);
    return Object.fromEntries(fields.filter(([, entry]) => entry !== undefined));
  };
}

/** What the first or else the second reader accepts. If neither does, the error has both messages. */
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

/** The message of a caught value; of anything but an Error, its text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** An object whose field `kind` selects the reader. */
export function variants<S extends Shape>(shapes: S): Reader<Read<S[keyof S]>>;
export function variants(shapes: Shape): Reader<unknown> {
  return (value, path) => {
    const kind = isRecord(value) ? value['kind'] : undefined;
    const read = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    if (read === undefined) throw validationError(`${path}.kind`, `one of ${Object.keys(shapes).join(', ')}`, kind);
    return read(value, path);
  };
}
