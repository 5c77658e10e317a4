/** The port by which inputs are read. */

/** Where inputs come from. */
export interface InputSource {
  /** The raw text; empty when not given. */
  input(name: string): string;
  /** What variables of the environment say, for where no input does: not even a reference, which names a region. */
  readonly fallbacks?: Readonly<Record<'region' | 'project-id', string>>;
  /** Hides a secret in the log from now on. */
  mask(secret: string): void;
  /** The text of a file. @throws Error whose message completes "the file …" and quotes nothing of it */
  readFile?(path: string): string;
}
