/** What a run amounts to: its status, its exit code, and which tags and regions succeeded. */
import type { Image } from '../cloud/modelarts.ts';
import type { Item, Outcome } from '../engine/item.ts';
import { failureKindOf, isOk } from '../engine/verdict.ts';
import type { FailureKind } from '../errors.ts';
import type { FailOn } from '../inputs/settings.ts';
import type { RunResult } from './run-result.ts';

/** `partial`: some items failed and others did not. */
export type Status = 'succeeded' | 'partial' | 'failed' | 'cancelled';

/** What the outputs, the exit code and the headline say about a run. */
export interface Conclusion {
  readonly status: Status;
  /** That of the first failed item, or of what kept the run from having items. */
  readonly failureKind: FailureKind | undefined;
  readonly exitCode: 0 | 1;
  /** Tags whose items are all ok, in the order of the plan. */
  readonly succeededTags: readonly string[];
  readonly failedTags: readonly string[];
  /** Regions in which every item is ok. */
  readonly readyRegions: readonly string[];
}

/** These fail the step whatever `fail-on` says, because then its result means nothing. */
const ALWAYS_FATAL: ReadonlySet<FailureKind> = new Set(['input', 'auth', 'bug']);

/** Derives the conclusion from the verdicts. */
export function conclude({
  outcomes,
  images,
  failure,
  failOn,
}: Pick<RunResult, 'outcomes' | 'images' | 'failure' | 'failOn'>): Conclusion {
  const kinds = outcomes.flatMap(({ verdict }) => failureKindOf(verdict) ?? []);
  const all = failure === undefined ? kinds : [failure.kind, ...kinds];
  const tags = groupByTag(outcomes, images);
  const regions = Map.groupBy(outcomes, ({ item }) => item.region);
  // A name that several repositories have succeeded only if it did in each of them.
  const failedTags = new Set([...tags.values()].filter(hasFailed).map(({ tag }) => tag));
  return {
    status: statusOf(outcomes.length, all),
    failureKind: all[0],
    exitCode: isRed(outcomes.length, all, failOn) ? 1 : 0,
    succeededTags: [...new Set([...tags.values()].map(({ tag }) => tag))].filter((tag) => !failedTags.has(tag)),
    failedTags: [...failedTags],
    readyRegions: [...regions]
      .filter(([, members]) => members.every(({ verdict }) => isOk(verdict)))
      .map(([key]) => key),
  };
}

/** `total` items, and the kinds of all failures. */
function statusOf(total: number, failures: readonly FailureKind[]): Status {
  if (failures.includes('cancelled')) return 'cancelled';
  // A run without items proves nothing.
  if (total > 0 && failures.length === 0) return 'succeeded';
  return failures.length < total ? 'partial' : 'failed';
}

function isRed(total: number, failures: readonly FailureKind[], failOn: FailOn): boolean {
  if (total === 0 || failures.some((kind) => ALWAYS_FATAL.has(kind))) return true;
  if (failOn === 'never') return false;
  return failOn === 'any' ? failures.length > 0 : failures.length >= total;
}

interface TagGroup {
  readonly tag: string;
  readonly outcomes: Outcome[];
}

function hasFailed({ outcomes }: TagGroup): boolean {
  return outcomes.some(({ verdict }) => !isOk(verdict));
}

/** Groups outcomes by repository and tag. */
function groupByTag(outcomes: readonly Outcome[], images: RunResult['images']): ReadonlyMap<string, TagGroup> {
  const groups = new Map<string, TagGroup>();
  for (const outcome of outcomes) {
    for (const { repository, tag } of tagsOf(outcome.item, images.get(outcome.item) ?? [])) {
      // ModelArts may report any text as the name or tag of an image, so no separator is safe.
      const key = JSON.stringify([repository, tag]);
      const group = groups.get(key) ?? { tag, outcomes: [] };
      group.outcomes.push(outcome);
      groups.set(key, group);
    }
  }
  return groups;
}

/** The tags that an item is about: its own, those that depend on it, or that of its image. */
function tagsOf(
  item: Item,
  images: readonly Image[],
): readonly { readonly repository: string; readonly tag: string }[] {
  const repository = repositoryOf(item.namespace, item.repository);
  if (item.tag !== undefined) return [{ repository, tag: item.tag }];
  if (item.tags !== undefined) return item.tags.map((tag) => ({ repository, tag }));
  return images.flatMap(({ namespace, name, tag }) =>
    tag ? [{ repository: repositoryOf(namespace, name), tag }] : [],
  );
}

function repositoryOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}
