/** What is recorded of a scenario: everything that the runs wrote and sent, and the emulator's state. */
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Scenario } from './scenario/scenario.ts';

/** A scenario with everything that was recorded while it ran. The invariants are checked on this alone. */
export interface Recording {
  readonly scenario: Scenario;
  readonly runs: readonly RecordedRun[];
  /** Every state that a request could have observed, in the form of `recordStates`. */
  readonly states: ReadonlySet<string>;
}

/** A request as the emulator logged it. */
export interface RecordedRequest extends LogEntry {
  /** Names the credential that signed it: an access key, or `the token`. Never a secret. */
  readonly credential: string;
  /** What the source and the target had right before a request that gives or copies tags. */
  readonly shown?: {
    readonly source: Readonly<Record<string, string>>;
    readonly target: Readonly<Record<string, string>>;
  };
}

/** One run of the action. Times are epoch milliseconds of the clock that the request log uses. */
export interface RecordedRun {
  readonly inputs: Readonly<Record<string, string>>;
  /** Null when the process was killed by a signal. */
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** Everything written to stdout; with a process of its own, stderr follows. */
  readonly stdout: string;
  readonly summary: string;
  readonly report: string;
  readonly begunAt: number;
  readonly endedAt: number;
  /** Undefined when the run was not stopped, or ended first. */
  readonly stoppedAt: number | undefined;
  readonly requests: readonly RecordedRequest[];
  /** The emulator's state when the run began, and when it ended. */
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  /** `REGION TAG` of each copy that the run submitted while a job from before the run was still copying it. */
  readonly resubmitted: readonly string[];
  /** How much longer than its timeouts the run may take, in milliseconds. */
  readonly slackMs: number;
  /** How long after a reply has arrived a busy process may read it, in milliseconds; 0 in virtual time. */
  readonly readLateMs: number;
}
