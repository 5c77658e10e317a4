/** The state of every item while a plan runs: what was observed last, and its verdict. */
import type { Clock } from '../clock.ts';
import type { Item, Outcome } from './item.ts';
import type { Observation } from './step.ts';
import type { Verdict } from './verdict.ts';

/** Records observations and verdicts of the items of a plan. */
export interface Progress {
  /** Starts the time of items, which ends at their verdicts. */
  begin(items: readonly Item[]): void;
  hasBegun(item: Item): boolean;
  /** Records a state; observations add up. @returns whether the state differs from the last one. */
  observe(item: Item, state: string, observation?: Observation): boolean;
  lastObservation(item: Item): string | undefined;
  /** Records a verdict. @returns false for a second verdict, and for items that are not part of the plan. */
  settle(item: Item, verdict: Verdict): boolean;
  /** Ends an item without a verdict. @returns false where it has ended already, or is not part of the plan */
  leaveOut(item: Item): boolean;
  verdictOf(item: Item): Verdict | undefined;
  /** Resolves when each of these items has ended. */
  allSettled(items: readonly Item[]): Promise<void>;
  /** Those of `items` that have not ended; of all items if not given. */
  unsettled(items?: readonly Item[]): readonly Item[];
  /** One for each settled item, in the order of the plan. */
  outcomes(): readonly Outcome[];
}

/** One an item, of which there may be tens of thousands: promises are made only when somebody waits. */
interface Entry {
  begunAt?: number;
  state?: string;
  observation?: Observation;
  outcome?: Outcome;
  isLeftOut?: true;
  settled?: PromiseWithResolvers<void>;
}

function hasEnded({ outcome, isLeftOut }: Entry): boolean {
  return outcome !== undefined || isLeftOut === true;
}

/** All items of the plan, in its order, without observations and verdicts. */
export function createProgress(allItems: readonly Item[], clock: Clock): Progress {
  const entries = new Map(allItems.map((item): [Item, Entry] => [item, {}]));
  return {
    begin(items) {
      for (const item of items) {
        const entry = entries.get(item);
        if (entry !== undefined) entry.begunAt = clock.now();
      }
    },
    hasBegun: (item) => entries.get(item)?.begunAt !== undefined,
    observe(item, state, observation) {
      const entry = entries.get(item);
      if (entry === undefined || hasEnded(entry)) return false;
      const isNew = entry.state !== state;
      entry.state = state;
      if (observation !== undefined) entry.observation = { ...entry.observation, ...observation };
      return isNew;
    },
    lastObservation: (item) => entries.get(item)?.state,
    settle(item, verdict) {
      const entry = entries.get(item);
      if (entry === undefined || hasEnded(entry)) return false;
      const seconds = Math.round(clock.now() - (entry.begunAt ?? clock.now())) / 1000;
      entry.outcome = { item, verdict: { ...entry.observation, ...verdict }, seconds };
      entry.settled?.resolve();
      return true;
    },
    leaveOut(item) {
      const entry = entries.get(item);
      if (entry === undefined || hasEnded(entry)) return false;
      entry.isLeftOut = true;
      entry.settled?.resolve();
      return true;
    },
    verdictOf: (item) => entries.get(item)?.outcome?.verdict,
    async allSettled(items) {
      for (const item of items) {
        const entry = entries.get(item);
        if (entry !== undefined && !hasEnded(entry)) {
          await (entry.settled ??= Promise.withResolvers()).promise;
        }
      }
    },
    unsettled: (items = allItems) => items.filter((item) => !hasEnded(entries.get(item) ?? {})),
    outcomes: () => [...entries.values()].flatMap((entry) => entry.outcome ?? []),
  };
}
