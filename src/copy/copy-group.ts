/** Copies one group of tags: compares, submits what differs, and follows it to its verdicts. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { countVerdicts, effectUnknown, verdictOf } from '../engine/verdict.ts';
import { explain } from '../errors.ts';
import { allEnded } from '../share.ts';
import { planned, withBackups } from './backup.ts';
import { findDiffering, findInSource, settleMissing, type SourceTags } from './compare.ts';
import type { CopyTarget, PendingCopy } from './copier.ts';
import { createConfirm } from './confirm.ts';
import { follow } from './follow.ts';
import type { CopyWork } from './copy-work.ts';
import { withNames } from './give-name.ts';
import { copyInOrder } from './in-order.ts';
import { createDecide, settleBlocked } from './replace.ts';
import { settleReached } from './reached.ts';
import { settleFailure } from './settle-failure.ts';
import { createTargetReading, type TargetReading } from './target-reading.ts';

/** Brings every item of the group to its verdict. */
export async function copyGroup(work: CopyWork, context: StepContext<unknown>): Promise<void> {
  const { source, target, items } = work;
  const release = (ended: CopyWork['items']): void => {
    for (const [spec, item] of ended) source.namings.get(spec.target.tag)?.release(spec, context.verdictOf(item));
  };
  try {
    const readTarget = createTargetReading(source.reader, target, context.clock);
    // Before their order: what is reached needs neither the source nor another tag.
    const open = await settleReached(items, readTarget, context);
    const reached = new Map([...items].filter(([spec]) => !open.has(spec)));
    if (reached.size > 0) context.log.info(`${target.region}: ${countVerdicts([...reached].map(() => 'unchanged'))}.`);
    release(reached);
    if (open.size === 0) return;
    await copyInOrder({ items: open, source }, context, (members, watched) =>
      copyAll({ ...work, readTarget, items: members }, watched),
    );
  } finally {
    release(items);
  }
}

/** Copies that read their target together. */
interface GroupWork extends CopyWork {
  readonly readTarget: TargetReading;
}

async function copyAll(work: GroupWork, context: StepContext<unknown>): Promise<void> {
  const { source, items } = work;
  const { found, missing } = findInSource(work, context, items, await source.snapshot());
  const late = new Set(missing.map(([, item]) => item));
  const compared = [...items.values()].filter((item) => !late.has(item));
  // Tags that are looked for once more hold up no others, and their failures are their own.
  await allEnded([
    settleFailure(copyFound(work, context, found, { items: compared, missing: late.size }), compared, context),
    settleFailure(copyLate(work, context, missing), [...late], context),
  ]);
}

/** Looks for tags that the source did not show at first, and copies those that it shows now. */
async function copyLate(work: GroupWork, context: StepContext<unknown>, copies: SourceTags['missing']): Promise<void> {
  if (copies.length === 0) return;
  const { found, missing } = findInSource(work, context, copies, await work.source.lateSnapshot());
  await settleMissing(work, context, missing);
  await copyFound(work, context, found, { items: itemsOf(found), missing: 0 });
}

/** What one comparison is about: its items, and how many tags the source does not show. */
interface Compared {
  readonly items: readonly Item[];
  readonly missing: number;
}

/** Compares copies, sends those that differ, and follows them together. Those whose new names take long are sent later. */
async function copyFound(
  work: GroupWork,
  context: StepContext<unknown>,
  found: readonly CopyTarget[],
  compared: Compared,
): Promise<void> {
  const differing = await compareFound(work, context, found, compared);
  if (differing.length === 0) return;
  const { ready, later } = await withNames(work.source, context, differing);
  const send = async (copies: readonly CopyTarget[], attach: boolean): Promise<readonly PendingCopy[]> => {
    const permitted = await withBackups(work, work.target, context, copies);
    if (work.dryRun) {
      for (const copy of permitted) context.settle(copy.item, planned(copy, 'Would be copied.'));
      return [];
    }
    return submit(permitted, work, context, { attach });
  };
  // A failure to send some is theirs alone.
  const sendThese = async (copies: readonly CopyTarget[]): Promise<readonly PendingCopy[]> =>
    (await settleFailure(send(copies, work.wait), itemsOf(copies), context)) ?? [];
  const resubmit = async (copies: readonly CopyTarget[]): Promise<readonly PendingCopy[]> =>
    send(await settleBlocked(context, copies, createDecide(work.source, work.target)), false);
  const late = later.then(sendThese);
  const following = sendThese(ready).then((copies) => follow(work, context, { copies, late, resubmit }));
  await settleFailure(allEnded([following, late]), itemsOf(differing), context);
}

function itemsOf(copies: readonly CopyTarget[]): readonly Item[] {
  return copies.map(({ item }) => item);
}

/** Settles what needs no copy, and fails where the service will not copy there. @returns the copies to make */
async function compareFound(
  work: GroupWork,
  context: StepContext<unknown>,
  found: readonly CopyTarget[],
  compared: Compared,
): Promise<readonly CopyTarget[]> {
  const { source, target, readTarget } = work;
  if (found.length === 0) return [];
  // Without waiting the target is not read: the credentials may not even permit that. A dry run has nothing to say without it.
  const differing =
    work.wait || work.dryRun
      ? await findDiffering(work, context, found, await readTarget.read(found.map(({ spec }) => spec.target.tag)))
      : found.map((copy) => ({ ...copy, mayReplace: copy.spec.policy === 'replace' }));
  logComparison(work, context, differing, compared);
  const isDiffering = new Set(differing.map(({ item }) => item));
  for (const { item, spec } of found)
    if (!isDiffering.has(item)) source.namings.get(spec.target.tag)?.release(spec, context.verdictOf(item));
  const refusal = differing.length === 0 ? undefined : await source.copier.findRefusal(target);
  if (refusal !== undefined) throw refusal;
  return differing;
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
  { wait, source, target, readTarget }: GroupWork,
  context: StepContext<unknown>,
  { attach }: { readonly attach: boolean },
): Promise<readonly PendingCopy[]> {
  const pending: PendingCopy[] = [];
  if (copies.length === 0) return pending;
  const confirm = wait ? createConfirm(source.reader, target, context) : undefined;
  for await (const submitted of source.copier.submit(copies, { attach, confirm })) {
    readTarget.forget();
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
