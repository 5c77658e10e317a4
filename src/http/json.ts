/** JSON of which the shape is not known. */

/** An integer of 16 or more digits as a value of JSON; a text that looks like one does no harm. */
const LARGE_INTEGER = /[:,[]\s*-?\d{16,}\s*[,}\]]/;

/**
 * The value of a text; undefined for a text that is not JSON. An integer beyond 2^53 stays text, because as a number it would
 * equal others.
 */
export function parseJson(text: string): unknown {
  try {
    return LARGE_INTEGER.test(text) ? JSON.parse(text, keepLargeInteger) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A reviver. Node 20 has no `source`, and leaves the number. */
function keepLargeInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

/** An own field of an object; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
