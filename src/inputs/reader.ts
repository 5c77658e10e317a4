/**
 * Reads inputs strictly and collects every error, so that a workflow author can correct them all at once.
 *
 * Where a value is wrong, a reading returns a placeholder of the right type. It is never used, because
 * {@link InputReader.check} throws before anything is done.
 */
import { durationMs } from '../duration.ts';
import { Failure } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { INPUT_NAMES, INPUTS, type InputName } from './defaults.ts';
import { parseList } from './list.ts';
import { readContent } from './content.ts';
import { judgeValue, type Rule } from './rule.ts';
import type { InputSource } from './source.ts';
import { bareToken, faultOfSecret } from './secret.ts';

/** Reads typed values of inputs. Every value but a password is trimmed; an empty one counts as not given. */
export interface InputReader extends Required<Pick<InputSource, 'fallbacks'>> {
  /** The text, or the default, or empty. */
  text(name: InputName, rule?: Rule): string;
  /** The text; empty is an error. */
  required(name: InputName, rule?: Rule): string;
  /** Like {@link text}, masked in the log and never quoted in an error. `Bearer ` before it is removed. */
  secret(name: InputName): string;
  /**
   * A {@link secret} that is sent in a body, so that it may hold any character, also a space at its start or end. Line breaks
   * at the end are removed: files and pasted secrets have them, and nobody can type one.
   */
  password(name: InputName): string;
  /** The public part of a credential: not masked, but not quoted in an error, because a secret may have been pasted there. */
  identifier(name: InputName): string;
  /** One of `choices`, in the same letter case, or one of `synonyms`, whose keys are in lower case, in any. */
  choice<const T extends string>(
    name: InputName,
    choices: readonly [T, ...T[]],
    synonyms?: Readonly<Record<string, T>>,
  ): T;
  /** `true` or `false` in any letter case. */
  flag(name: InputName): boolean;
  /** Milliseconds. */
  duration(name: InputName, limits: { readonly min: string; readonly max: string }): number;
  /** A whole number. */
  count(name: InputName, limits: { readonly min: number; readonly max: number }): number;
  /** The entries of a list, see {@link parseList}. */
  list(name: InputName, rule?: Rule): readonly string[];
  /** {@link list}, where an empty one is an error. */
  requiredList(name: InputName, rule: Rule): readonly string[];
  /**
   * The text, or the content of the file that it names: a text that starts with `{` is no path. Neither is quoted in an
   * error. Empty where there is none, which is an error.
   */
  content(name: InputName): string;
  /** Whether the workflow gives the input. This does not count as reading it. */
  isGiven(name: InputName): boolean;
  /** Adds an error: the input, the rule that it breaks, and the value where that may be shown. */
  addError(name: InputName, rule: string, value?: string): void;
  /** Checks a value of an input, or an entry of a list; see {@link Rule}. */
  checkValue(name: InputName, value: string, rule: Rule, isEntry?: boolean): void;
  /** Adds what the workflow author may not have meant although it can be used; a sentence. */
  addWarning(sentence: string): void;
  /** What {@link addWarning} and rules have added. */
  warnings(): readonly string[];
  /** What was read, defaults included, without the inputs that hold credentials and those that are empty. */
  used(): Readonly<Record<string, string>>;
  /** Inputs that differ from their default and that nothing has read. */
  unused(): readonly InputName[];
  /** @throws Failure `input-invalid` with all errors, if there are any. */
  check(): void;
}

/** A reader without errors yet. */
export function createInputReader(source: InputSource): InputReader {
  const errors: string[] = [];
  const warnings = new Set<string>();
  const read = new Set<InputName>();
  const hidden = new Set<InputName>();

  const addError = (name: InputName, rule: string, value?: string): void => {
    errors.push(`\`${name}\` ${rule}${value === undefined ? '' : `, but is '${escapeInvisible(value, 200)}'`}`);
  };
  const given = (name: InputName): string => {
    read.add(name);
    return source.input(name).trim() || INPUTS[name];
  };
  const checkValue = (name: InputName, value: string, rule: Rule, isEntry = false): void => {
    const { error, warning } = judgeValue(value, rule, isEntry);
    if (error !== undefined) addError(name, error, value);
    if (warning !== undefined) warnings.add(`\`${name}\` has '${value}', ${warning}.`);
  };
  const matching = (name: InputName, value: string, rule: Rule | undefined): string => {
    if (value !== '' && rule !== undefined) checkValue(name, value, rule);
    return value;
  };
  const sendable = (name: InputName, value: string): string => {
    const fault = faultOfSecret(value);
    if (fault !== undefined) addError(name, fault);
    return value;
  };
  const mask = (name: InputName, secret: string): void => {
    hidden.add(name);
    for (const form of new Set([secret, bareToken(secret.trim())])) if (form !== '') source.mask(form);
  };
  const list = (name: InputName, rule?: Rule): readonly string[] => {
    const text = given(name);
    const { entries, fault } = parseList(text);
    if (fault !== undefined) addError(name, fault, text);
    if (rule !== undefined) for (const entry of entries) checkValue(name, entry, rule, true);
    return entries;
  };

  return {
    addError,
    checkValue,
    addWarning: (sentence) => void warnings.add(sentence),
    fallbacks: source.fallbacks ?? { region: '', 'project-id': '' },
    warnings: () => [...warnings],
    content(name) {
      const value = given(name);
      const { text, isPath, error } = readContent(value, source);
      if (!isPath) hidden.add(name);
      if (error !== undefined) addError(name, error, isPath ? value : undefined);
      return text;
    },
    isGiven: (name) => source.input(name).trim() !== '',
    text: (name, rule) => matching(name, given(name), rule),
    required(name, rule) {
      const value = given(name);
      if (value === '') addError(name, 'is required', '');
      return matching(name, value, rule);
    },
    secret(name) {
      const value = bareToken(given(name));
      mask(name, value);
      return sendable(name, value);
    },
    password(name) {
      read.add(name);
      const value = source.input(name).replace(/[\r\n]+$/, '');
      mask(name, value);
      return value;
    },
    identifier(name) {
      hidden.add(name);
      return sendable(name, given(name));
    },
    choice(name, choices, synonyms = {}) {
      const value = given(name);
      const synonym = Object.entries(synonyms).find(([key]) => key === value.toLowerCase())?.[1];
      const found = choices.find((choice) => choice === value) ?? synonym;
      if (found === undefined) addError(name, `must be one of ${choices.join(', ')}`, value);
      return found ?? choices[0];
    },
    flag(name) {
      const value = given(name);
      const lower = value.toLowerCase();
      if (lower !== 'true' && lower !== 'false') addError(name, 'must be true or false', value);
      return lower === 'true';
    },
    duration(name, { min, max }) {
      const value = given(name);
      const ms = durationMs(value);
      const [least, most] = [durationMs(min) ?? 0, durationMs(max) ?? 0];
      if (ms === undefined) addError(name, 'must be a duration such as 90s, 30m, 2h or plain seconds', value);
      else if (ms < least || ms > most) addError(name, `must be between ${min} and ${max}`, value);
      return ms ?? least;
    },
    count(name, { min, max }) {
      const value = given(name);
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= min && number <= max)) addError(name, `must be a whole number from ${min} to ${max}`, value);
      return number >= min ? number : min;
    },
    list,
    requiredList(name, rule) {
      const before = errors.length;
      const entries = list(name, rule);
      if (entries.length === 0 && errors.length === before)
        addError(name, 'is required and must have at least one entry', '');
      return entries;
    },
    used: () =>
      Object.fromEntries(
        [...read]
          .filter((name) => !hidden.has(name))
          .map((name) => [name, source.input(name).trim() || INPUTS[name]] as const)
          .filter(([, value]) => value !== ''),
      ),
    unused: () =>
      INPUT_NAMES.filter((name) => {
        const value = source.input(name).trim();
        return value !== '' && value !== INPUTS[name] && !read.has(name);
      }),
    check() {
      if (errors.length === 0) return;
      const noun = errors.length === 1 ? 'input is' : `${errors.length} inputs are`;
      throw new Failure('input-invalid', `The ${noun} wrong: ${errors.join('; ')}.`, { details: errors });
    },
  };
}
