/** Splits the text of an input that takes a list. */
import { parseJson } from '../http/json.ts';

/** The entries of a list; none where its text breaks a rule, which is the fault. */
export interface ListEntries {
  readonly entries: readonly string[];
  readonly fault?: string;
}

/**
 * Reads a JSON array of strings, or entries between commas and new lines, which may stand in quotes or behind `- `. Entries
 * are trimmed, count once, and keep their order.
 */
export function parseList(text: string): ListEntries {
  const list = unquote(text.trim()).trim();
  const entries = list.startsWith('[') ? parseJson(list) : list.split(/[\n\r,]/).map((entry) => entry.trim());
  if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === 'string'))
    return { entries: [], fault: 'must be a JSON array of strings, such as ["a", "b"], because it starts with [' };
  const bare = entries.map((entry) => unquote(entry.trim().replace(/^-\s+/, '')).trim());
  return { entries: [...new Set(bare)].filter((entry) => entry !== '') };
}

/** The text without the quotes around it; `"` as in JSON. */
function unquote(text: string): string {
  if (/^'[^']*'$/s.test(text)) return text.slice(1, -1);
  const value = text.startsWith('"') ? parseJson(text) : undefined;
  return typeof value === 'string' ? value : text;
}
