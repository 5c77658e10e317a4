/**
 * Removes the secrets of a run from what it writes, however a service that quotes them has spelled them. The runner masks
 * secrets too, but in the log only, and in fewer spellings.
 *
 * A text is searched in every way in which it may be read, and so is what is encoded in it: see `redaction/readings.ts` and
 * `redaction/layers.ts`.
 */
import type { Budget } from './redaction/budget.ts';
import { layersOf, type Range } from './redaction/layers.ts';
import { foldText } from './redaction/reading.ts';
import { createSecretIndex, GRAM } from './redaction/secret-index.ts';

/** Removes secrets from a text of which only the first {@link MAX_LENGTH} characters are kept: everything that is written is cut to less. */
export type Redact = (text: string) => string;

/** Knows the secrets of one run. */
export interface Redactor {
  /** Adds a secret. One of less than 6 characters is ignored: replacing it would make messages unreadable. */
  add(secret: string): void;
  /** Adds the signature of one request. Those of the last {@link MAX_SIGNATURES} requests are kept. */
  addSignature(signature: string): void;
  /**
   * The text with `***` in place of every secret, of a secret's beginning where the text ends or is cut there, and of each
   * piece of 8 characters of a secret that is too long to have been chosen by a person.
   */
  readonly redact: Redact;
  /**
   * Only whole secrets are replaced, in any spelling. For names that the workflow gives and digests: in what a service writes, a
   * part of a secret is one, in a name it is a coincidence, such as a region that is in a password too.
   */
  readonly redactName: Redact;
}

const MAX_LENGTH = 16_384;
/** Of what is not kept, this is searched as well, so that a secret which begins in what is kept is recognized. */
const MARGIN = 256;
const MAX_SIGNATURES = 256;
/** A text that takes more is replaced as a whole. An ordinary one of {@link MAX_LENGTH} takes a twentieth of it. */
const MAX_STEPS = 1_000_000;

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const index = createSecretIndex();
  const signatures: string[] = [];

  const replaceSecrets = (text: string, withParts: boolean): string => {
    const searched = text.slice(0, MAX_LENGTH + MARGIN);
    const budget: Budget = { left: MAX_STEPS };
    const ranges = [...layersOf(searched, budget)].flatMap((layer) => index.find(layer, withParts));
    if (budget.left < 0) return '***';
    return text.length > MAX_LENGTH
      ? `${replaceRanges(text.slice(0, MAX_LENGTH), ranges)}…`
      : replaceRanges(text, ranges);
  };

  return {
    add(secret) {
      const trimmed = secret.trim();
      // The spaces around a secret may be missing, but they count where it is too short without them.
      const text = trimmed.length < GRAM ? secret : trimmed;
      if (trimmed !== '' && text.length >= GRAM) index.add(foldText(text));
    },
    addSignature(signature) {
      if (signatures.push(signature) > MAX_SIGNATURES) {
        const oldest = signatures.shift() ?? '';
        for (const text of [oldest, oldest.toUpperCase()]) index.remove(text);
      }
      for (const text of [signature, signature.toUpperCase()]) index.addWhole(text);
    },
    redact: (text) => replaceSecrets(text, true),
    redactName: (text) => replaceSecrets(text, false),
  };
}

/** A copy in which every text is redacted but those of the fields `own`, which hold this action's own words. Keys are never changed. */
export function redactValues<T>(value: T, redact: Redact, own?: readonly (keyof T)[]): T;
export function redactValues(value: unknown, redact: Redact, own: readonly PropertyKey[] = []): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((entry: unknown) => redactValues(entry, redact));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries<unknown>({ ...value });
  return Object.fromEntries(
    fields.map(([key, field]) => [key, own.includes(key) ? field : redactValues(field, redact)]),
  );
}

/** The text with `***` in place of each range; one for those that touch. */
function replaceRanges(text: string, ranges: readonly Range[]): string {
  let result = '';
  let done = 0;
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (end <= done || start >= text.length) continue;
    if (done === 0 || start > done) result += `${text.slice(done, start)}***`;
    done = end;
  }
  return result + text.slice(done);
}
