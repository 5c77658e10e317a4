/** What is known of every item while a plan runs: what was last seen of it, and how it ended. */
import type { Clock } from '../clock.ts';
import type { Image } from '../cloud/modelarts.ts';
import type { Facts, Item, Outcome } from './item.ts';
import type { Verdict } from './verdict.ts';

export interface Progress {
  begin(items: readonly Item[]): void;
  hasBegun(item: Item): boolean;
  /** True when the state is news. Facts add up. */
  see(item: Item, state: string, facts?: Facts): boolean;
  lastSeen(item: Item): string | undefined;
  /**
   * The first verdict of an item stands, completed by the facts; false for any other, and for items that are not part of
   * the plan.
   */
  settle(item: Item, verdict: Verdict): boolean;
  verdictOf(item: Item): Verdict | undefined;
  /** Resolves when each of them has its verdict. */
  allSettled(items: readonly Item[]): Promise<void>;
  unsettled(items?: readonly Item[]): readonly Item[];
  /** One for each item, in the order of the plan. Only when all are settled. */
  outcomes(): readonly Outcome[];
}

/** One an item, of which there may be tens of thousands: what few of them need is made when it is needed. */
interface Entry {
  begun: number | undefined;
  state: string | undefined;
  facts: Facts;
  outcome: Outcome | undefined;
  /** By id. */
  images: Map<string, Image> | undefined;
  /** Made for the first that waits for it. */
  ended: PromiseWithResolvers<void> | undefined;
}

const NO_FACTS: Facts = {};
const NO_IMAGES: readonly Image[] = [];

export function createProgress(allItems: readonly Item[], clock: Clock): Progress {
  const entries = new Map<Item, Entry>(allItems.map((item) => [item, unseen()]));
  return {
    begin(items) {
      for (const item of items) {
        const entry = entries.get(item);
        if (entry !== undefined) entry.begun = clock.now();
      }
    },
    hasBegun: (item) => entries.get(item)?.begun !== undefined,
    see(item, state, facts) {
      const entry = entries.get(item);
      if (entry === undefined) return false;
      const isNews = entry.state !== state;
      entry.state = state;
      if (facts !== undefined) entry.facts = { ...entry.facts, ...facts };
      if (facts?.image !== undefined) (entry.images ??= new Map()).set(facts.image.id, facts.image);
      return isNews;
    },
    lastSeen: (item) => entries.get(item)?.state,
    settle(item, verdict) {
      const entry = entries.get(item);
      if (entry === undefined || entry.outcome !== undefined) return false;
      const seconds = Math.round(clock.now() - (entry.begun ?? clock.now())) / 1000;
      const { image: _, ...facts } = entry.facts;
      const images = entry.images === undefined ? NO_IMAGES : [...entry.images.values()];
      entry.outcome = { item, verdict: { ...facts, ...verdict }, seconds, images };
      entry.ended?.resolve();
      return true;
    },
    verdictOf: (item) => entries.get(item)?.outcome?.verdict,
    async allSettled(items) {
      for (const item of items) {
        const entry = entries.get(item);
        if (entry !== undefined && entry.outcome === undefined) {
          await (entry.ended ??= Promise.withResolvers()).promise;
        }
      }
    },
    unsettled: (items = allItems) => items.filter((item) => entries.get(item)?.outcome === undefined),
    outcomes: () => [...entries.values()].flatMap((entry) => entry.outcome ?? []),
  };
}

function unseen(): Entry {
  return {
    begun: undefined,
    state: undefined,
    facts: NO_FACTS,
    outcome: undefined,
    images: undefined,
    ended: undefined,
  };
}
