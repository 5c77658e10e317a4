/** A step of a plan, and what it is given to work with. */
import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import type { Item } from './item.ts';
import type { Verdict, VerdictDetails } from './verdict.ts';

/**
 * Items of other steps that a step waits for. It starts as soon as the last of these items has its verdict, even while
 * the steps that hold them still work on others.
 *
 * - `every`: all of them must be ok
 * - `any`: at least one of them must be ok
 * - `ended`: whatever their verdicts are
 *
 * Where that is not so, the items of the step are `skipped`.
 */
export interface Needs {
  readonly how: 'every' | 'any' | 'ended';
  readonly items: readonly Item[];
}

/** Work on items that share requests. `S` is the type of the services that it uses. */
export interface Step<S> {
  /** For the plan and the log: what is done, from where to where. */
  readonly title: string;
  readonly items: readonly Item[];
  /** Without it, the step starts at once. */
  readonly needs?: Needs;
  /**
   * Settles every item, or leaves it out. A failure that is thrown becomes the verdict of all items without one. What a step without items
   * throws becomes a warning, because it decides no verdict.
   */
  run(context: StepContext<S>): Promise<void>;
}

/** Where a run reports while it proceeds. Lines may hold untrusted text; the runner makes it safe. */
export interface Log {
  info(line: string): void;
  /** An annotation, for what the workflow author should see without opening the log. A repeated message is left out. */
  warnOnce(message: string): void;
  /** Begins a group of lines that the runner can fold; there is one at a time. */
  openGroup(title: string): void;
  closeGroup(): void;
}

/** What the steps of a run share. */
export interface RunContext<S> {
  readonly services: S;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** A number from 0 to 1, as of `Math.random`. */
  readonly random: () => number;
  readonly log: Log;
}

/** What is known of an item before its verdict. Its verdict repeats it, however the item ends. */
export type Observation = Pick<VerdictDetails, 'digest' | 'previousDigest' | 'backup' | 'status' | 'locations'>;

/** What one step works with. */
export interface StepContext<S> extends RunContext<S> {
  /** Gives an item its only verdict; a second one is ignored. */
  settle(item: Item, verdict: Verdict): void;
  /** Ends an item without a verdict, so that it is no part of the results: nothing was to be done. `reason` is for the log. */
  leaveOut(item: Item, reason: string): void;
  /** Records the state of an item, and logs it when it has changed. */
  observe(item: Item, state: string, observation?: Observation): void;
  /** The state that {@link observe} recorded last. */
  lastObservation(item: Item): string | undefined;
  /** The verdict of an item of any step; undefined while it has none. */
  verdictOf(item: Item): Verdict | undefined;
}
