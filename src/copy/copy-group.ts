/** Copies one group of tags: compares, submits what differs, and follows it to its verdicts. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { countVerdicts, effectUnknown, verdictOf } from '../engine/verdict.ts';
import { concernsOneRequest, explain, failureOf } from '../errors.ts';
import { findDiffering, findInSource, isBlocked, settleMissing, type SourceTags } from './compare.ts';
import type { CopyTarget, PendingCopy } from './copier.ts';
import { follow } from './follow.ts';
import type { CopyWork } from './copy-work.ts';
import { describeDigest } from './digest-reader.ts';

/** Brings every item of the group to its verdict. */
export async function copyGroup(work: CopyWork, context: StepContext<unknown>): Promise<void> {
  const { source, items } = work;
  const { found, missing } = findInSource(work, context, items, await source.snapshot());
  const late = new Set(missing.map(([, item]) => item));
  const compared = [...items.values()].filter((item) => !late.has(item));
  // Tags that are looked for once more hold up no others, and their failures are their own.
  const copying = await Promise.allSettled([
    settleFailure(copyFound(work, context, found, { items: compared, missing: late.size }), found, context),
    settleFailure(
      copyLate(work, context, missing),
      missing.map(([, item]) => ({ item })),
      context,
    ),
  ]);
  // Only once both have ended, so that nothing is sent after the verdicts.
  for (const half of copying) if (half.status === 'rejected') throw half.reason;
}

/** Looks for tags that the source did not show at first, and copies those that it shows now. */
async function copyLate(work: CopyWork, context: StepContext<unknown>, copies: SourceTags['missing']): Promise<void> {
  if (copies.length === 0) return;
  const { found, missing } = findInSource(work, context, copies, await work.source.lateSnapshot());
  await settleMissing(work, context, missing);
  await copyFound(work, context, found, { items: found.map(({ item }) => item), missing: 0 });
}

/** What one comparison is about: its items, and how many tags the source does not show. */
interface Compared {
  readonly items: readonly Item[];
  readonly missing: number;
}

async function copyFound(
  work: CopyWork,
  context: StepContext<unknown>,
  found: readonly CopyTarget[],
  compared: Compared,
): Promise<void> {
  const pending = await start(work, context, found, compared);
  if (pending.length === 0) return;
  const resubmit = (copies: readonly CopyTarget[]): Promise<readonly PendingCopy[]> => {
    const permitted = copies.filter((copy) => !isBlocked(context, copy));
    return submit(permitted, work, context, { attach: false });
  };
  await follow(work, context, pending, resubmit);
}

/** Makes a failure the verdict of these items. @throws Failure what concerns the whole run: credentials, cancellation, a bug */
async function settleFailure(
  copying: Promise<void>,
  copies: readonly Pick<CopyTarget, 'item'>[],
  context: StepContext<unknown>,
): Promise<void> {
  try {
    await copying;
  } catch (error) {
    const failure = failureOf(error);
    if (!concernsOneRequest(failure)) throw failure;
    for (const { item } of copies) {
      if (context.verdictOf(item) !== undefined) continue;
      context.settle(item, verdictOf(failure, context.lastObservation(item)));
    }
  }
}

/** @returns the copies to follow; nothing else of the comparison is kept in memory meanwhile. */
async function start(
  work: CopyWork,
  context: StepContext<unknown>,
  inSource: readonly CopyTarget[],
  compared: Compared,
): Promise<readonly PendingCopy[]> {
  if (inSource.length === 0) return [];
  // Without waiting the target is not read: the credentials may not even permit that.
  const differing = work.wait ? await findDiffering(work, context, inSource) : inSource;
  logComparison(work, context, differing, compared);
  if (differing.length === 0) return [];
  const refusal = await work.source.copier.findRefusal(work.target);
  if (refusal !== undefined) throw refusal;
  if (work.dryRun) {
    for (const { item, digest, previousDigest } of differing) {
      const message =
        previousDigest === undefined ? 'Would be copied.' : `Would replace ${describeDigest(previousDigest)}.`;
      context.settle(item, { kind: 'planned', digest, previousDigest, message });
    }
    return [];
  }
  return submit(differing, work, context, { attach: work.wait });
}

/** Logs what the comparison came to: `cn-east-3: 2 to copy, 1 unchanged`. */
function logComparison(
  { target }: CopyWork,
  context: StepContext<unknown>,
  differing: readonly CopyTarget[],
  { items, missing }: Compared,
): void {
  const open = differing.map(({ previousDigest }) => (previousDigest === undefined ? 'to copy' : 'to replace'));
  const settled = items.flatMap((item) => context.verdictOf(item)?.kind ?? []);
  const notShown = Array.from({ length: missing }, () => 'missing' as const);
  context.log.info(`${target.region}: ${countVerdicts([...open, ...settled, ...notShown])}.`);
}

/** Submits copies; settles those that were refused, and without waiting all. @returns the copies to follow. */
async function submit(
  copies: readonly CopyTarget[],
  { wait, source }: CopyWork,
  context: StepContext<unknown>,
  options: { readonly attach: boolean },
): Promise<readonly PendingCopy[]> {
  const pending: PendingCopy[] = [];
  if (copies.length === 0) return pending;
  for await (const submitted of source.copier.submit(copies, options)) {
    const { copy, state } = submitted;
    const { item, digest, previousDigest } = copy;
    if (state === 'refused') {
      context.settle(item, { ...verdictOf(submitted.failure), digest, previousDigest });
    } else if (state === 'unknown' && !wait) {
      const evidence = 'No effect of it was looked for, because wait is false.';
      context.settle(item, { ...effectUnknown(submitted.failure, evidence), digest });
    } else if (!wait) {
      context.settle(item, { kind: 'accepted', digest, message: 'Triggered, not proved.' });
    } else {
      const ambiguousFailure = state === 'unknown' ? submitted.failure : undefined;
      context.observe(
        item,
        state === 'attached'
          ? `following ${submitted.description}`
          : ambiguousFailure === undefined
            ? 'submitted'
            : `submitted, reply lost: ${explain(ambiguousFailure)}`,
      );
      const attachedTo = state === 'attached' ? submitted.jobId : undefined;
      pending.push({ ...copy, attachedTo, submittedAt: context.clock.now(), ambiguousFailure });
    }
  }
  return pending;
}
