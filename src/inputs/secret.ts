/** What secrets look like. */

/**
 * What is wrong with a value that is sent in a header: headers carry visible ASCII only, and a line break inside a pasted key
 * would otherwise fail in the middle of the run. It does not quote the value.
 */
export function faultOfSecret(value: string): string | undefined {
  if (!/^[\x21-\x7e]*$/.test(value)) return 'must be one line of visible ASCII characters (value not shown)';
  return /^["'].*["']$/.test(value) ? 'must not be in quotes (value not shown)' : undefined;
}

/** A token without the `Bearer ` that stands before it in a header. */
export function bareToken(text: string): string {
  return text.replace(/^bearer(?:\s+|$)/i, '');
}
