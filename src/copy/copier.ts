/** The port by which tags are copied. */
import type { Item } from '../engine/item.ts';
import type { PollSchedule } from '../engine/poll.ts';
import type { Failure } from '../errors.ts';
import type { CopySpec, RepositoryRef } from './copy-spec.ts';

/** A copy with the digests that it starts from. */
export interface CopyTarget {
  readonly item: Item;
  readonly spec: CopySpec;
  /** The digest of the source, which the target must come to show. */
  readonly digest: string;
  /** What the target showed before; undefined where it had no such tag, empty where that proved nothing. */
  readonly previousDigest: string | undefined;
  /** When the target was seen to show that, of `Clock.now`; -Infinity where something was sent since. */
  readonly seenAt: number;
  /** Whether the request may replace what the target has: only where that was decided for this very tag. */
  readonly mayReplace: boolean;
}

/** What became of the request for a copy. */
export type SubmittedCopy = { readonly copy: CopyTarget } & (
  | { readonly state: 'accepted' }
  /** A copy of an earlier request is followed instead; `description` completes "following …". */
  | { readonly state: 'attached'; readonly jobId: string; readonly description: string }
  /** `unknown`: the reply was lost, so the request may or may not have taken effect. */
  | { readonly state: 'refused' | 'unknown'; readonly failure: Failure }
);

/** A copy whose result is awaited. */
export interface PendingCopy extends CopyTarget {
  /** The job of an earlier request that is followed; undefined for a request of this run. */
  readonly attachedTo: string | undefined;
  /** When it was submitted, of `Clock.now`. */
  readonly submittedAt: number;
  /** Set where the reply to the request was lost. */
  readonly ambiguousFailure: Failure | undefined;
}

/** `untouched`: the service says that it left alone what the target has. `unknown`: a state that is not documented. */
export type CopyState = 'running' | 'succeeded' | 'untouched' | 'failed' | 'unknown';

/** What the service says about a copy. It proves nothing; only the target's digest does. */
export interface CopyStatus {
  readonly state: CopyState;
  /** The state in the service's own word. */
  readonly word: string;
  /** Whether all that is listed for the copy is still running. */
  readonly isRunning: boolean;
}

/** What the service said about a copy at one moment; undefined where it listed nothing for it. */
export type StatusOf = (copy: PendingCopy) => CopyStatus | undefined;

/** Settles copies whose targets have changed since they were compared. @returns the others */
export type Confirm = (copies: readonly CopyTarget[]) => Promise<readonly CopyTarget[]>;

/** How copies are requested. */
export interface SubmitOptions {
  /** Whether a copy that an earlier request started is followed instead of being requested again. */
  readonly attach: boolean;
  /** Called right before every request that may replace tags; those that it does not return are neither sent nor reported. */
  readonly confirm: Confirm | undefined;
}

/** Copies from one source repository. One serves all targets of a run. */
export interface Copier {
  /** Shared by all targets, so that one reading of {@link check} serves them all. */
  readonly schedule: PollSchedule;
  /**
   * Requests copies into one target, and reports each as soon as it is known.
   * @throws Failure for what concerns the whole run: credentials, cancellation, a bug
   */
  submit(copies: readonly CopyTarget[], options: SubmitOptions): AsyncIterable<SubmittedCopy>;
  /** Why the service will not copy to the region of a target, as far as it says so before it is asked to. */
  findRefusal(target: RepositoryRef): Promise<Failure | undefined>;
  /** Reads what the service says about the copies that were submitted; without any where that cannot be read. */
  check(): Promise<StatusOf>;
  /** Whether the service has listed any copy of this run, so that one that is not listed probably was not accepted. */
  hasListedAny(): boolean;
}
