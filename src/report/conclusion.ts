/** What a run has come to, drawn from the outcomes of its items: a pure function. */
import type { Failure, FailureKind } from '../errors.ts';
import type { FailOn } from '../inputs/settings.ts';
import type { Outcome } from '../engine/item.ts';
import { failureKindOf, isOk } from '../engine/verdict.ts';

export type Status = 'succeeded' | 'partial' | 'failed' | 'cancelled';

export interface Conclusion {
  readonly status: Status;
  /** That of the first failed item, or of what kept the run from having items. */
  readonly failureKind: FailureKind | undefined;
  readonly exitCode: 0 | 1;
  /** Tags that succeeded in every region that they were meant for, in the order of the plan. */
  readonly succeededTags: readonly string[];
  readonly failedTags: readonly string[];
  /** Regions in which every item is ok. */
  readonly readyRegions: readonly string[];
}

/** Whatever `fail-on` says, these fail the step: the result means nothing. */
const ALWAYS_FATAL: ReadonlySet<FailureKind> = new Set(['input', 'auth', 'bug']);

/** `failure` is what ended the run outside any item. */
export function conclude(outcomes: readonly Outcome[], failure: Failure | undefined, failOn: FailOn): Conclusion {
  const kinds = outcomes.flatMap(({ verdict }) => failureKindOf(verdict) ?? []);
  const all = failure === undefined ? kinds : [failure.kind, ...kinds];
  const tags = groupedBy(outcomes, tagsOf);
  const regions = groupedBy(outcomes, ({ item }) => [item.region]);
  return {
    status: statusOf(outcomes.length, all),
    failureKind: all[0],
    exitCode: isRed(outcomes.length, all, failOn) ? 1 : 0,
    succeededTags: keysWhere(tags, true),
    failedTags: keysWhere(tags, false),
    readyRegions: keysWhere(regions, true),
  };
}

/** `total` items, and the kinds of all failures. */
function statusOf(total: number, failures: readonly FailureKind[]): Status {
  if (failures.includes('cancelled')) return 'cancelled';
  // A run that worked on nothing has proved nothing.
  if (total > 0 && failures.length === 0) return 'succeeded';
  return failures.length < total ? 'partial' : 'failed';
}

function isRed(total: number, failures: readonly FailureKind[], failOn: FailOn): boolean {
  if (total === 0 || failures.some((kind) => ALWAYS_FATAL.has(kind))) return true;
  if (failOn === 'never') return false;
  return failOn === 'any' ? failures.length > 0 : failures.length >= total;
}

/** The tags that an item speaks of: its own, those that depend on it, or that of the image that it turned out to be. */
function tagsOf({ item, images }: Outcome): readonly string[] {
  if (item.tag !== undefined) return [item.tag];
  return item.tags ?? [...new Set(images.flatMap(({ tag }) => tag ?? []))];
}

type Groups = ReadonlyMap<string, readonly Outcome[]>;

function groupedBy(outcomes: readonly Outcome[], keysOf: (outcome: Outcome) => readonly string[]): Groups {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    for (const key of keysOf(outcome)) {
      const group = groups.get(key) ?? [];
      group.push(outcome);
      groups.set(key, group);
    }
  }
  return groups;
}

/** The keys of the groups in which everything is ok, or of those in which something is not. */
function keysWhere(groups: Groups, good: boolean): readonly string[] {
  return [...groups].filter(([, group]) => group.every(({ verdict }) => isOk(verdict)) === good).map(([key]) => key);
}
