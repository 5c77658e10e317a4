/** Lists that need not be given. */
import type { InputName } from './defaults.ts';
import { parseList } from './list.ts';
import type { InputReader } from './reader.ts';
import type { Rule } from './rule.ts';

/**
 * Reads a list, where one that is given and has no entries is an error: whoever gives an empty list, such as the output of
 * another step, does not mean what holds without the input.
 */
export function readOptionalList(reader: InputReader, name: InputName, rule?: Rule): readonly string[] {
  const entries = reader.list(name, rule);
  const text = reader.text(name);
  if (reader.isGiven(name) && entries.length === 0 && parseList(text).fault === undefined)
    reader.addError(name, 'must have at least one entry, or not be given', text);
  return entries;
}
