/** The machine that runs the action. */
import type { EventTag } from './event-tag.ts';

/** What the action reads from the runner and writes to it. */
export interface Host {
  /** The text of an input, as it was given; empty when not given. */
  input(name: string): string;
  /** An environment variable, trimmed; empty when not set. */
  env(name: string): string;
  /** Hides a secret in every log of the job from now on. */
  mask(secret: string): void;
  /** The tag to promote that the event which started the workflow names. */
  eventTag(): EventTag;

  /** One line of log. The host makes untrusted text in it safe. */
  info(line: string): void;
  /** A warning annotation with its title. One that is cut is in the log as a whole as well. */
  warning(message: string, title: string): void;
  /** An error annotation with its title. It may be cut, so its message is to be in the log already. */
  error(message: string, title: string): void;
  openGroup(title: string): void;
  closeGroup(): void;

  /** @throws Error of the file system where the runner's file cannot be written. */
  setOutput(name: string, value: string): void;
  /** Appends Markdown to the job summary; does nothing on a runner without one. Rejects where it cannot be written. */
  writeSummary(markdown: string): Promise<void>;
  /**
   * Writes a new private file in the runner's temporary folder and gives its path; with `name`, a file of this name in a new
   * private folder. Rejects where it cannot be written.
   */
  writeReport(text: string, name?: string): Promise<string>;
  /** The text of a regular file of at most 10 MB. @throws Error whose message completes "the file …" and quotes nothing of it */
  readFile(path: string): string;
}
