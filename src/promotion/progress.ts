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

interface Entry {
  begun?: number;
  state?: string;
  facts: Facts;
  outcome?: Outcome;
  /** By id. */
  readonly images: Map<string, Image>;
  readonly ended: PromiseWithResolvers<void>;
}

export function createProgress(allItems: readonly Item[], clock: Clock): Progress {
  const entries = new Map<Item, Entry>(
    allItems.map((item) => [item, { facts: {}, images: new Map(), ended: Promise.withResolvers() }]),
  );
  return {
    begin(items) {
      for (const item of items) {
        const entry = entries.get(item);
        if (entry !== undefined) entry.begun = clock.now();
      }
    },
    hasBegun: (item) => entries.get(item)?.begun !== undefined,
    see(item, state, facts = {}) {
      const entry = entries.get(item);
      if (entry === undefined) return false;
      const isNews = entry.state !== state;
      entry.state = state;
      entry.facts = { ...entry.facts, ...facts };
      if (facts.image !== undefined) entry.images.set(facts.image.id, facts.image);
      return isNews;
    },
    lastSeen: (item) => entries.get(item)?.state,
    settle(item, verdict) {
      const entry = entries.get(item);
      if (entry === undefined || entry.outcome !== undefined) return false;
      const seconds = Math.round(clock.now() - (entry.begun ?? clock.now())) / 1000;
      const { image: _, ...facts } = entry.facts;
      entry.outcome = { item, verdict: { ...facts, ...verdict }, seconds, images: [...entry.images.values()] };
      entry.ended.resolve();
      return true;
    },
    verdictOf: (item) => entries.get(item)?.outcome?.verdict,
    async allSettled(items) {
      await Promise.all(items.map(async (item) => entries.get(item)?.ended.promise));
    },
    unsettled: (items = allItems) => items.filter((item) => entries.get(item)?.outcome === undefined),
    outcomes: () => [...entries.values()].flatMap((entry) => entry.outcome ?? []),
  };
}
