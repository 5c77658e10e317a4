/** Single values in the lists of HSS, which differ in their form and are sometimes left out. */
import * as v from 'valibot';

/** A number, which some replies give as a string. */
export const count = () => v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]);

/** A number of images. What cannot be read as one is not left out: a task of which it is unknown proves nothing. */
export function imageCount(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const read = v.safeParse(count(), value);
  return read.success ? read.output : NaN;
}

/** What a value says that is to be a text; undefined for null, blanks, and anything else that is empty. */
export function shownText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  const isEmpty = !value || (typeof value === 'object' && Object.keys(value).length === 0);
  return isEmpty ? undefined : JSON.stringify(value);
}

/** Documented in milliseconds; seconds, and times as text, are read as well. A text without a zone is UTC. */
export function momentOf(value: number | string = ''): number | undefined {
  const word = String(value).trim();
  const number = Number(word);
  if (word !== '' && !Number.isNaN(number)) {
    if (number <= 0 || number === Infinity) return undefined;
    return number < 1e11 ? number * 1000 : number;
  }
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(word) ? word : `${word.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** What is shown in place of a digest is not "no digest": it contradicts the one that is looked for. */
export function shownDigest(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.trim() === '' ? undefined : value;
}
