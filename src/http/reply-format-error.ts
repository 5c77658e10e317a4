/** A reply that is not as documented. */

/**
 * Thrown by {@link Call.read}. The message names the field and what is wrong with it; it must not contain a value that may
 * be a secret, because nothing in a reply is masked yet.
 */
export class ReplyFormatError extends Error {
  /**
   * @param path dotted path of the field, such as `credentials.security_token` or `projects.0.id`; empty for the body itself
   * @param fault what is wrong: `missing`, `must be string, not number`
   */
  constructor(path: string, fault: string) {
    super(`${path === '' ? 'the body' : `field '${path}'`} is not as documented: ${fault}`);
    this.name = 'ReplyFormatError';
  }
}
