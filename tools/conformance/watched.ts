/** Sees which fields of a reply are read. */

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Things with fields of their own, or lists of such: the fields below them count, not they. */
function holdsFields(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isObject) : isObject(value);
}

/**
 * The value, noting the name of every field that is asked for, whether it is there or not. It does not tell its names,
 * so that a reader which copies whatever it finds is not taken for one that needs it.
 */
export function watched<T>(value: T, read: Set<string>): T {
  if (!isObject(value)) return value;
  const isList = Array.isArray(value);
  const note = (name: string | symbol, found: unknown): void => {
    if (typeof name === 'string' && !isList && !holdsFields(found)) read.add(name);
  };
  return new Proxy(value, {
    has(target, name) {
      note(name, Reflect.get(target, name));
      return Reflect.has(target, name);
    },
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      note(name, found);
      return watched(found, read);
    },
    ownKeys: (target) => (isList ? Reflect.ownKeys(target) : []),
  });
}
