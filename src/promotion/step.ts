/** A step of a plan, and what it is given to work with. */
import type { Budget } from '../budget.ts';
import type { Clock } from '../clock.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Facts, Item } from './item.ts';
import type { Verdict } from './verdict.ts';

/** One route through the cloud with all its items: they share its requests. */
export interface Step {
  /** For the plan and the log: what is done, from where to where. */
  readonly title: string;
  readonly items: readonly Item[];
  /** Steps that must have ended well before this one starts. */
  readonly after: readonly Step[];
  /**
   * Settles every item. A failure that is thrown becomes the verdict of all items that are not settled yet, so a step
   * throws what concerns all of them and settles what concerns one.
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
  readonly budget: Budget;
  /** Fires when the job is stopped. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly log: Log;
}

/** The world of one step, in which it settles its items. */
export interface Context extends World {
  /** Gives an item its one and only verdict. */
  settle(item: Item, verdict: Verdict): void;
  /** Notes what was last seen of an item, and logs the state when it has changed. */
  see(item: Item, state: string, facts?: Facts): void;
  /** What {@link see} noted last. */
  lastSeen(item: Item): string | undefined;
}
