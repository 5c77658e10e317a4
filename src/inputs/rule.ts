/** The form of a value, and what to say of one that does not have it. */
import { nearest } from './regions.ts';

/** The form that a text must have. */
export interface Rule {
  readonly pattern: RegExp;
  /** Completes the sentence "… must be". */
  readonly description: string;
  /** Values that are known. Another one of the right form is a warning; errors and warnings name the nearest of them. */
  readonly known?: readonly string[];
}

/** Judges one value, or an entry of a list. `error` completes "`input` …", and `warning` "`input` has 'value', …". */
export function judgeValue(
  value: string,
  { pattern, description, known }: Rule,
  isEntry: boolean,
): { readonly error?: string; readonly warning?: string } {
  const hasForm = pattern.test(value);
  if (hasForm && known?.includes(value) !== false) return {};
  const near = nearest(value, known ?? []);
  const meant = near === '' ? '' : ` (did you mean ${near}?)`;
  if (hasForm) return { warning: `which this version does not know${meant}` };
  const parts = value.split(/[\s,;|"'[\]]+/).filter((part) => part !== '');
  const isValue = (part: string): boolean => pattern.test(part) || pattern.test(part.toLowerCase());
  const areSeveral = (isEntry || known !== undefined) && parts.length > 1 && parts.every(isValue);
  const separate = isEntry ? ' (put commas or new lines between entries)' : ' (give one only)';
  return {
    error: `must ${isEntry ? 'have entries that are each' : 'be'} ${description}${areSeveral ? separate : meant}`,
  };
}
