import type { Clock } from '../clock.ts';
import type { Deployments } from './deployment.ts';

/** What the action asks of the machine that runs it. */
export interface Host {
  /** The raw text of an input, trimmed; empty when not given. */
  input(name: string): string;
  /** An environment variable; empty when not set. */
  env(name: string): string;
  /** Hides a secret in every log of the job from now on. */
  mask(secret: string): void;
  /** The tag of the release or the pushed tag that started the workflow, if there is one. */
  releaseTag(): string | undefined;
  /** Deployments on the code host, made with the token, which is a secret from now on. What goes wrong is a warning. */
  deployments(token: string, parts: DeploymentsParts): Promise<Deployments>;

  /** An ID token of GitHub's for the audience; rejects where the runner offers none or GitHub gives none. */
  idToken(audience: string): Promise<string>;

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
  /** Writes a new private file in the runner's temporary folder, part after part, and gives its path. */
  writeReport(parts: Parts): Promise<string>;
}

/** Pieces of text that no secret spans. A string is a list of letters, too, and is none. */
export type Parts = Iterable<string> & object;

export interface DeploymentsParts {
  readonly clock: Clock;
  /** Fires when the job is stopped: what is under way then gets not quite a second more. */
  readonly signal: AbortSignal;
  /** Untrusted text may be part of the message; {@link Host.warning} will do. */
  readonly warn: (message: string) => void;
}
