/**
 * Removes every secret that the action has read from whatever it writes, also where the cloud quotes one in an error. The
 * runner masks secrets too, but in the log only.
 */

/** Shorter texts are not replaced: no real secret is so short, and replacing them would make messages unreadable. */
const MIN_LENGTH = 8;

/** Knows the secrets of one run. */
export interface Redactor {
  /** Adds a secret, with its JSON and percent-encoded forms. One of less than 8 characters is ignored. */
  add(secret: string): void;
  /** The text with `***` in place of every secret. */
  redact(text: string): string;
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  let forms: readonly string[] = [];
  return {
    add(secret) {
      if (secret.length < MIN_LENGTH) return;
      const added = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
      // The longest first, because one secret may be a part of another.
      forms = [...new Set([...forms, ...added])].toSorted((a, b) => b.length - a.length);
    },
    redact(text) {
      let clean = text;
      for (const form of forms) clean = clean.replaceAll(form, '***');
      return clean;
    },
  };
}
