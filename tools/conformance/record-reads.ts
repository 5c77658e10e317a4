/** Records which fields of a reply are read. */

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether the value is an object or a list of objects: their fields are recorded, not they themselves. */
function holdsFields(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isObject) : isObject(value);
}

/**
 * Wraps a value so that the name of every field that is read is added to `read`, present or not. The wrapped objects list
 * no names of their own: code that copies all fields does not count as reading them.
 */
export function recordReads<T>(value: T, read: Set<string>): T {
  if (!isObject(value)) return value;
  const isList = Array.isArray(value);
  const record = (name: string | symbol, found: unknown): void => {
    if (typeof name === 'string' && !isList && !holdsFields(found)) read.add(name);
  };
  return new Proxy(value, {
    has(target, name) {
      record(name, Reflect.get(target, name));
      return Reflect.has(target, name);
    },
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      record(name, found);
      return recordReads(found, read);
    },
    ownKeys: (target) => (isList ? Reflect.ownKeys(target) : []),
  });
}
