/** What is known of a story when it is over: what the workflow saw, and what was true. */
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Story } from './story/story.ts';

export interface Evidence {
  readonly story: Story;
  readonly runs: readonly RunEvidence[];
  /** Everything that was ever true, as far as any request could see it: `region tag digest` and `region image status`. */
  readonly seen: ReadonlySet<string>;
}

/** A request of a run. */
export interface Sent extends LogEntry {
  /** By what it was signed: never a secret. */
  readonly credential: string;
}

export interface RunEvidence {
  readonly inputs: Readonly<Record<string, string>>;
  /** Null for a process that was killed. */
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** All that went to stdout, as bytes would. */
  readonly stdout: string;
  readonly summary: string;
  readonly report: string;
  /** In the time of the request log. */
  readonly begunAt: number;
  readonly endedAt: number;
  /** Undefined when the run ended before it was to be stopped. */
  readonly stoppedAt: number | undefined;
  readonly requests: readonly Sent[];
  /** The truth when the run began, and when it ended. */
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  /** `region tag` of what was asked for although a copy of before this run was still at work at that moment. */
  readonly askedAgain: readonly string[];
  /** Time that the machine may need on top of what the action waits for, in milliseconds. */
  readonly slackMs: number;
}
