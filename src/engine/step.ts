/** A step of a plan, and what it is given to work with. */
import type { Deadline } from '../deadline.ts';
import type { Clock } from '../clock.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Deployments } from '../github/deployment.ts';
import type { Facts, Item } from './item.ts';
import type { Verdict } from './verdict.ts';

/**
 * Items of other steps that a step waits for, each for itself: it starts as soon as the last of them has its verdict,
 * also while the steps that hold them are still at work on others.
 *
 * - `every`: all of them must be ok
 * - `any`: one of them must be ok
 * - `ended`: whatever they became
 *
 * Where that is not so, the items of the step are `skipped`.
 */
export interface Need {
  readonly how: 'every' | 'any' | 'ended';
  readonly items: readonly Item[];
}

/** One route through the cloud with all its items: they share its requests. */
export interface Step {
  /** For the plan and the log: what is done, from where to where. */
  readonly title: string;
  readonly items: readonly Item[];
  /** What must have ended before this one starts; without it, it starts at once. */
  readonly needs?: Need;
  /**
   * Settles every item. A failure that is thrown becomes the verdict of all items that are not settled yet, so a step
   * throws what concerns all of them and settles what concerns one. A step without items decides nothing: what it throws
   * is a warning.
   */
  run(context: Context): Promise<void>;
}

export interface Log {
  info(line: string): void;
  /** An annotation, for what the workflow author should see without opening the log; a repeated one is left out. */
  warnOnce(message: string): void;
}

/** What a run hands to every step. */
export interface World {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Fires when the job is stopped. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly log: Log;
  /** The deployments of the repository that the workflow runs in. */
  openDeployments(token: string): Promise<Deployments>;
}

/** The world of one step, in which it settles its items. */
export interface Context extends World {
  /** Gives an item its one and only verdict. */
  settle(item: Item, verdict: Verdict): void;
  /** Notes what was last seen of an item, and logs the state when it has changed. */
  see(item: Item, state: string, facts?: Facts): void;
  /** What {@link see} noted last. */
  lastSeen(item: Item): string | undefined;
  /** How an item of any step has ended; undefined while it is open. */
  verdictOf(item: Item): Verdict | undefined;
}
