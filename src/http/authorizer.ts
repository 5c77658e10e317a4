/** Something that can prove who we are, one request at a time. */

export interface UnauthorizedRequest {
  readonly method: string;
  readonly url: URL;
  /** The exact text that will be sent; empty for none. */
  readonly body: string;
  /** Headers that are sent anyway, lower case; the authorizer may sign them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ClockSkew {
  /** What is added to the machine's date, in milliseconds. */
  readonly ms: number;
  /** Takes the server's date over. False when that was done before, or when the clocks agree and so are not to blame. */
  correct(serverDate: Date): boolean;
}

export interface Authorizer {
  /**
   * Called before every attempt: gets or renews what the proof is made of. Rejects with the failure that says why it
   * cannot be had.
   */
  prepare?(): Promise<void>;
  /** The further headers to send. Asked again for every attempt, because a signature carries the time. */
  authorize(request: UnauthorizedRequest): Record<string, string>;
  /** The correction of the machine's clock; only for proofs that carry the time. */
  readonly skew?: ClockSkew;
}
