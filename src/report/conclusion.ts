/** What a run amounts to: its status, its exit code, and which tags and regions succeeded. */
import type { Image } from '../cloud/modelarts.ts';
import { failureKindOfCheck } from '../engine/check.ts';
import type { Item, Outcome } from '../engine/item.ts';
import { failureKindOf, isOk, isProved, type Verdict, type VerdictKind } from '../engine/verdict.ts';
import type { FailureKind } from '../errors.ts';
import type { FailOn } from '../inputs/settings.ts';
import type { RunResult } from './run-result.ts';

/** `partial`: some items failed and others did not. */
export type Status = 'succeeded' | 'partial' | 'failed' | 'cancelled';

/** What the outputs, the exit code and the headline say about a run. */
export interface Conclusion {
  readonly status: Status;
  /** That of the first failed item or needed check, or of what kept the run from having items. */
  readonly failureKind: FailureKind | undefined;
  readonly exitCode: 0 | 1;
  /** Tags whose items are all ok, in the order of the plan. */
  readonly succeededTags: readonly string[];
  readonly failedTags: readonly string[];
  /** Regions in which every item is proved. */
  readonly readyRegions: readonly string[];
  /** Regions in which every item is ok, but not every one is proved. */
  readonly unprovedRegions: readonly string[];
  /** How many tags were changed, or would be in a dry run. */
  readonly changes: number;
}

/** These fail the step whatever `fail-on` says, because then its result means nothing. */
const ALWAYS_FATAL: ReadonlySet<FailureKind> = new Set(['input', 'auth', 'bug']);

/** The operations whose items are about the digest of a tag. */
export const TAG_OPERATIONS: ReadonlySet<string> = new Set(['sync-tags', 'retag', 'rollback']);

const CHANGES: ReadonlySet<VerdictKind> = new Set([
  'copied',
  'overwritten',
  'tagged',
  'restored',
  'accepted',
  'planned',
]);

/** Whether a tag was given another digest, or would be. */
export function isChange({ item, verdict }: Pick<Outcome, 'item' | 'verdict'>): boolean {
  return TAG_OPERATIONS.has(item.operation) && CHANGES.has(verdict.kind);
}

function isSkipped({ verdict }: Outcome): boolean {
  return verdict.kind === 'skipped';
}

/** Derives the conclusion from the verdicts. */
export function conclude({ performs, outcomes, checks, images, failure, failOn }: RunResult): Conclusion {
  // What failed explains what could not be found out.
  const needed = ['failed', 'unknown', 'ok'].flatMap((result) =>
    checks.filter((check) => check.isNeeded && check.result === result),
  );
  // What was skipped comes last, because something else is the cause.
  const byCause = [...outcomes.filter((outcome) => !isSkipped(outcome)), ...outcomes.filter(isSkipped)];
  const kinds = [
    ...byCause.flatMap(({ verdict }) => failureKindOf(verdict) ?? []),
    ...needed.flatMap((check) => failureKindOfCheck(check) ?? []),
  ];
  const all = failure === undefined ? kinds : [failure.kind, ...kinds];
  const total = outcomes.length + needed.length;
  const tags = separate(outcomes, isOk, ({ item }) => tagsOf(item, images.get(item) ?? []));
  // A new name in the source is a means of the copies: it makes no region ready.
  const results = outcomes.filter(({ item }) => performs === 'retag' || item.operation !== 'retag');
  const proved = separate(results, isProved, ({ item }) => [item.region]).succeeded;
  const ok = separate(results, isOk, ({ item }) => [item.region]).succeeded;
  const areGood = [
    ...results.map(({ verdict }) => isOk(verdict)),
    ...needed.map((check) => failureKindOfCheck(check) === undefined),
  ];
  return {
    status: statusOf(total, all),
    failureKind: all[0],
    exitCode: isRed(areGood, all, failOn) ? 1 : 0,
    succeededTags: tags.succeeded,
    failedTags: tags.failed,
    readyRegions: proved,
    unprovedRegions: ok.filter((region) => !proved.includes(region)),
    changes: outcomes.filter(isChange).length,
  };
}

/** `total` items and needed checks, and the kinds of all failures. */
function statusOf(total: number, failures: readonly FailureKind[]): Status {
  if (failures.includes('cancelled')) return 'cancelled';
  // A run without items and checks proves nothing.
  if (total > 0 && failures.length === 0) return 'succeeded';
  return failures.length < total ? 'partial' : 'failed';
}

/** `areGood`: whether each item and needed check that counts as a success is one. */
function isRed(areGood: readonly boolean[], failures: readonly FailureKind[], failOn: FailOn): boolean {
  if (areGood.length === 0 || failures.some((kind) => ALWAYS_FATAL.has(kind))) return true;
  if (failOn === 'never') return false;
  return failOn === 'any' ? failures.length > 0 : !areGood.includes(true);
}

/** Names whose items are all good, and the others, in the order of the plan; `namesOf` gives those that an item is about. */
function separate(
  outcomes: readonly Outcome[],
  isGood: (verdict: Verdict) => boolean,
  namesOf: (outcome: Outcome) => readonly string[],
): { readonly succeeded: readonly string[]; readonly failed: readonly string[] } {
  const names = [...new Set(outcomes.flatMap(namesOf))];
  const failed = new Set(outcomes.filter(({ verdict }) => !isGood(verdict)).flatMap(namesOf));
  return { succeeded: names.filter((name) => !failed.has(name)), failed: names.filter((name) => failed.has(name)) };
}

/**
 * The tags that an item is about: its own, or those of its images. A name that several repositories have is one tag, which
 * succeeded only if it did in each of them.
 */
function tagsOf({ tag }: Item, images: readonly Image[]): readonly string[] {
  return tag === undefined ? images.flatMap((image) => image.tag || []) : [tag];
}
