/** What a run amounts to: its status, its exit code, and which tags and regions succeeded. */
import type { Image } from '../cloud/modelarts.ts';
import { failureKindOfCheck } from '../engine/check.ts';
import type { Item, Outcome } from '../engine/item.ts';
import { failureKindOf, isOk, isProved, type Verdict } from '../engine/verdict.ts';
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
}

/** These fail the step whatever `fail-on` says, because then its result means nothing. */
const ALWAYS_FATAL: ReadonlySet<FailureKind> = new Set(['input', 'auth', 'bug']);

/** Derives the conclusion from the verdicts. */
export function conclude({ outcomes, checks, images, failure, failOn }: RunResult): Conclusion {
  // What failed explains what could not be found out.
  const needed = ['failed', 'unknown', 'ok'].flatMap((result) =>
    checks.filter((check) => check.isNeeded && check.result === result),
  );
  const kinds = [
    ...outcomes.flatMap(({ verdict }) => failureKindOf(verdict) ?? []),
    ...needed.flatMap((check) => failureKindOfCheck(check) ?? []),
  ];
  const all = failure === undefined ? kinds : [failure.kind, ...kinds];
  const total = outcomes.length + needed.length;
  const tags = separate(outcomes, isOk, ({ item }) => tagsOf(item, images.get(item) ?? []));
  const proved = separate(outcomes, isProved, ({ item }) => [item.region]).succeeded;
  const ok = separate(outcomes, isOk, ({ item }) => [item.region]).succeeded;
  return {
    status: statusOf(total, all),
    failureKind: all[0],
    exitCode: isRed(total, all, failOn) ? 1 : 0,
    succeededTags: tags.succeeded,
    failedTags: tags.failed,
    readyRegions: proved,
    unprovedRegions: ok.filter((region) => !proved.includes(region)),
  };
}

/** `total` items and needed checks, and the kinds of all failures. */
function statusOf(total: number, failures: readonly FailureKind[]): Status {
  if (failures.includes('cancelled')) return 'cancelled';
  // A run without items and checks proves nothing.
  if (total > 0 && failures.length === 0) return 'succeeded';
  return failures.length < total ? 'partial' : 'failed';
}

function isRed(total: number, failures: readonly FailureKind[], failOn: FailOn): boolean {
  if (total === 0 || failures.some((kind) => ALWAYS_FATAL.has(kind))) return true;
  if (failOn === 'never') return false;
  return failOn === 'any' ? failures.length > 0 : failures.length >= total;
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
