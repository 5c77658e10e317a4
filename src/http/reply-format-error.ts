/** A reply that is not as documented. */

/**
 * Thrown by {@link Call.read}. The message names the field and what is wrong with it; it must not contain a value that may
 * be a secret, because nothing in a reply is masked yet.
 */
export class ReplyFormatError extends Error {
  /** Dotted path of the field, such as `credentials.security_token` or `projects.0.id`; empty for the body itself. */
  readonly path: string;
  /** What is wrong: `missing`, `type`, or the name of the rule that the value breaks. */
  readonly code: string;

  /** `fault` says what is wrong: `missing`, `must be string, not number`. */
  constructor(path: string, code: string, fault: string) {
    super(`${path === '' ? 'the body' : `field '${path}'`} is not as documented: ${fault}`);
    this.name = 'ReplyFormatError';
    this.path = path;
    this.code = code;
  }
}
