/**
 * Reads inputs strictly and gathers every complaint, so that a workflow author mends them all in one go.
 *
 * A reading that is refused gives a stand-in value of the right type; nobody uses it, because {@link InputReader.check}
 * throws before anything is done.
 */
import { Failure } from '../errors.ts';
import { visible } from '../escape.ts';
import { INPUT_NAMES, INPUTS, type InputName } from './defaults.ts';
import { durationMs } from '../duration.ts';

/** A shape that a text must have, and the words that describe it. */
export interface Rule {
  readonly pattern: RegExp;
  /** Completes the sentence "… must be". */
  readonly words: string;
}

export interface InputReader {
  /** The text, or the default, or empty. */
  text(name: InputName, rule?: Rule): string;
  /** The text; empty is a complaint. */
  required(name: InputName, rule?: Rule): string;
  /** Like {@link text}, masked in the log, and never quoted in a complaint. */
  secret(name: InputName): string;
  /** A {@link secret} that is sent in a body, so that it may hold any character. */
  password(name: InputName): string;
  /** The public part of a credential: not masked, and not quoted either, because a secret may have been pasted there. */
  identifier(name: InputName): string;
  choice<const T extends string>(name: InputName, choices: readonly [T, ...T[]]): T;
  flag(name: InputName): boolean;
  /** Milliseconds. */
  duration(name: InputName, limits: { readonly min: string; readonly max: string }): number;
  count(name: InputName, limits: { readonly min: number; readonly max: number }): number;
  /** Entries between commas or new lines: trimmed, without repetitions, in the order given. */
  list(name: InputName, rule: Rule): readonly string[];
  /** {@link list}, where an empty one is a complaint. */
  requiredList(name: InputName, rule: Rule): readonly string[];
  /** Whether the workflow gives it at all; that alone does not count as reading it. */
  isGiven(name: InputName): boolean;
  complain(name: InputName, rule: string, seen?: string): void;
  /** Inputs that differ from their default and that nobody has read. */
  unused(): readonly InputName[];
  /** Throws one `input` failure with all complaints, if there is any. */
  check(): void;
}

export interface InputSource {
  input(name: string): string;
  mask(secret: string): void;
}

export function createInputReader(source: InputSource): InputReader {
  const complaints: string[] = [];
  const read = new Set<InputName>();

  const complain = (name: InputName, rule: string, seen?: string): void => {
    complaints.push(`\`${name}\` ${rule}${seen === undefined ? '' : `, but is '${visible(seen, 200)}'`}`);
  };
  const given = (name: InputName): string => {
    read.add(name);
    return source.input(name).trim() || INPUTS[name];
  };
  const matching = (name: InputName, value: string, rule: Rule | undefined): string => {
    if (value !== '' && rule !== undefined && !rule.pattern.test(value)) complain(name, `must be ${rule.words}`, value);
    return value;
  };
  /** Headers carry visible ASCII only; a line break inside a pasted key would otherwise fail in the middle of the run. */
  const sendable = (name: InputName, value: string): string => {
    if (!/^[\x21-\x7e]*$/.test(value)) complain(name, 'must be one line of visible ASCII characters (value not shown)');
    return value;
  };
  const masked = (name: InputName): string => {
    const value = given(name);
    if (value !== '') source.mask(value);
    return value;
  };
  const list = (name: InputName, rule: Rule): readonly string[] => {
    const entries = given(name)
      .split(/[\n\r,]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    const unique = [...new Set(entries)];
    for (const entry of unique) {
      if (!rule.pattern.test(entry)) complain(name, `must have entries that are each ${rule.words}`, entry);
    }
    return unique;
  };

  return {
    complain,
    isGiven: (name) => source.input(name).trim() !== '',
    text: (name, rule) => matching(name, given(name), rule),
    required(name, rule) {
      const value = given(name);
      if (value === '') complain(name, 'is required', '');
      return matching(name, value, rule);
    },
    secret: (name) => sendable(name, masked(name)),
    password: masked,
    identifier: (name) => sendable(name, given(name)),
    choice(name, choices) {
      const value = given(name);
      const found = choices.find((choice) => choice === value);
      if (found === undefined) complain(name, `must be one of ${choices.join(', ')}`, value);
      return found ?? choices[0];
    },
    flag(name) {
      const value = given(name);
      const lower = value.toLowerCase();
      if (lower !== 'true' && lower !== 'false') complain(name, 'must be true or false', value);
      return lower === 'true';
    },
    duration(name, { min, max }) {
      const value = given(name);
      const ms = durationMs(value);
      const [least, most] = [durationMs(min) ?? 0, durationMs(max) ?? 0];
      if (ms === undefined) complain(name, 'must be a duration such as 90s, 30m, 2h or plain seconds', value);
      else if (ms < least || ms > most) complain(name, `must be between ${min} and ${max}`, value);
      return ms ?? least;
    },
    count(name, { min, max }) {
      const value = given(name);
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= min && number <= max)) complain(name, `must be a whole number from ${min} to ${max}`, value);
      return number >= min ? number : min;
    },
    list,
    requiredList(name, rule) {
      const entries = list(name, rule);
      if (entries.length === 0) complain(name, 'is required and must have at least one entry', '');
      return entries;
    },
    unused: () =>
      INPUT_NAMES.filter((name) => {
        const value = source.input(name).trim();
        return value !== '' && value !== INPUTS[name] && !read.has(name);
      }),
    check() {
      if (complaints.length === 0) return;
      const noun = complaints.length === 1 ? 'input is' : `${complaints.length} inputs are`;
      throw new Failure('input-invalid', `The ${noun} wrong: ${complaints.join('; ')}.`);
    },
  };
}
