/** What the action asks of the machine that runs it. */
import type { Deployments } from '../promotion/deployments.ts';

export interface Host {
  /** The raw text of an input, trimmed; empty when not given. */
  input(name: string): string;
  /** An environment variable; empty when not set. */
  env(name: string): string;
  /** Hides a secret in every log of the job from now on. */
  mask(secret: string): void;
  /** The tag of the release or the pushed tag that started the workflow, if there is one. */
  releaseTag(): Promise<string | undefined>;
  /** The deployments of the workflow's repository; `warn` is told what GitHub refuses. */
  deployments(token: string, warn: (message: string) => void): Promise<Deployments>;

  /** One line of log. Untrusted text may be part of it: the host makes the line safe. */
  info(line: string): void;
  /** A warning annotation. */
  warning(message: string): void;
  /** An error annotation. */
  error(message: string): void;
  openGroup(title: string): void;
  closeGroup(): void;

  setOutput(name: string, value: string): void;
  /** Appends Markdown to the job summary; a runner without one is fine. */
  writeSummary(markdown: string): Promise<void>;
  /** Writes a new private file in the runner's temporary folder and gives its path. */
  writeReport(content: string): Promise<string>;
}
