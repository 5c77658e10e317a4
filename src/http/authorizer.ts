/** The port through which requests get their credential: ways of signing in implement it, the client calls it. */

/** A request before its credential is added. */
export interface UnauthorizedRequest {
  readonly method: string;
  readonly url: URL;
  /** The exact text that will be sent; empty for none. */
  readonly body: string;
  /** Headers that are sent anyway, lower case; the authorizer may sign them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The correction of the machine's clock, shared by authorizers that sign with its date. */
export interface ClockSkew {
  /** What is added to the machine's date, in milliseconds. */
  readonly ms: number;
  /**
   * Adopts the server's date, once.
   * @returns false when that was done before, or when the clocks agree and so are not the cause of a refusal.
   */
  correct(serverDate: Date): boolean;
}

/** One credential. The client keeps its state by the identity of this object. */
export interface Authorizer {
  /** Called before every attempt: gets or renews the credential. Rejects with the failure that says why there is none. */
  prepare?(): Promise<void>;
  /**
   * For keys that this run was issued: the one in use and the moments of {@link Clock.now} when it was issued and when it
   * ends; undefined before the first. The client keeps its state by the identity of this object then.
   */
  issued?(): { readonly at: number; readonly expiresAt?: number } | undefined;
  /** The headers that carry the credential. Called for every attempt, because a signature carries the time. */
  authorize(request: UnauthorizedRequest): Record<string, string>;
  /** Only for credentials that carry the time. */
  readonly skew?: ClockSkew;
}
