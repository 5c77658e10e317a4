/** Follows submitted copies until the target shows their digests, or until it is certain that it will not. */
import { describeTimeout, poll } from '../engine/poll.ts';
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { effectUnknown, LOST_REPLY_GRACE_MS, type Verdict } from '../engine/verdict.ts';
import { createCheck } from './check.ts';
import type { CopyTarget, PendingCopy } from './copier.ts';
import type { RepositoryRef } from './copy-spec.ts';
import { describeDigest, type Absence } from './digest-reader.ts';
import { type CopyObservation, judge, reportsSuccess } from './judge.ts';
import type { CopyWork } from './copy-work.ts';

/** Submits copies again whose attached jobs brought nothing. @returns those of them to follow. */
export type Resubmit = (copies: readonly CopyTarget[]) => Promise<readonly PendingCopy[]>;

/** A pending copy with what was observed last. */
interface TrackedCopy {
  readonly copy: PendingCopy;
  observation: CopyObservation;
  /** When the service was first seen to report success. */
  succeededAt: number | undefined;
}

/** What is followed. */
export interface Followed {
  readonly copies: readonly PendingCopy[];
  /** Copies that are submitted later. */
  readonly late: Promise<readonly PendingCopy[]>;
  readonly resubmit: Resubmit;
}

/** Brings every pending copy to its verdict. */
export async function follow(
  { source, target, pollIntervalMs }: CopyWork,
  context: StepContext<unknown>,
  { copies, late, resubmit }: Followed,
): Promise<void> {
  const { clock, deadline } = context;
  const { copier } = source;
  const pending = new Map<Item, TrackedCopy>();
  const add = (submitted: readonly PendingCopy[]): void => {
    for (const copy of submitted) pending.set(copy.item, track(copy));
  };
  add(copies);
  const joining = late.then(add);
  joining.catch(() => undefined); // Awaited once no other copy is pending.
  if (pending.size === 0) await joining;
  if (pending.size === 0) return;
  const check = createCheck(target, source, context);
  let absent: Absence | undefined;

  const settle = ({ item }: CopyTarget, verdict: Verdict): void => {
    pending.delete(item);
    context.settle(item, verdict);
  };
  // Where the service lists no copies at all, none that is missing proves anything, and only the deadline ends the search.
  const isEvidenceOverdue = ({ submittedAt }: PendingCopy): boolean =>
    copier.hasListedAny() && clock.now() - submittedAt >= LOST_REPLY_GRACE_MS;

  const timeout = await poll(context, {
    intervalMs: pollIntervalMs,
    schedule: copier.schedule,
    // The target was read a moment ago, and what was submitted since has hardly begun.
    immediate: false,
    async check() {
      // Without those that join meanwhile.
      const checked = [...pending.values()];
      const { snapshot, statusOf } = await check(checked.map(({ copy }) => copy));
      if (snapshot !== undefined) absent = snapshot.absent;
      const failedAttachments: CopyTarget[] = [];
      for (const tracked of checked) {
        const { copy, observation: last } = tracked;
        const { item, spec } = copy;
        const status = statusOf?.(copy) ?? last.status;
        if (reportsSuccess(status)) tracked.succeededAt ??= clock.now();
        const targetDigest = snapshot === undefined ? last.targetDigest : snapshot.digests.get(spec.target.tag);
        const succeededMs = clock.now() - (tracked.succeededAt ?? clock.now());
        const problem = snapshot === undefined ? last.problem : snapshot.problems?.get(spec.target.tag);
        const observation: CopyObservation = { targetDigest, problem, status, succeededMs };
        tracked.observation = observation;
        const verdict = judge(copy, observation, false);
        if (verdict !== undefined && isFailedAttachment(copy, verdict) && clock.now() < deadline.waitUntil) {
          context.observe(item, `the earlier ${describe(copy, observation, absent)}`);
          const seenAt = snapshot === undefined ? -Infinity : clock.now();
          failedAttachments.push({ ...copy, previousDigest: targetDigest, seenAt });
        } else if (verdict !== undefined) {
          const locations = snapshot?.locations.get(spec.target.tag);
          settle(copy, locations === undefined ? verdict : { ...verdict, locations });
        } else {
          const lostReply = isEvidenceOverdue(copy) ? judgeLostReply(copy, observation) : undefined;
          if (lostReply === undefined) context.observe(item, describe(copy, observation, absent));
          else settle(copy, lostReply);
        }
      }
      for (const { item } of failedAttachments) pending.delete(item);
      if (failedAttachments.length > 0) add(await resubmit(failedAttachments));
      if (pending.size === 0) await joining;
      return pending.size === 0;
    },
  });
  if (timeout === undefined) return;
  await joining;

  for (const { copy, observation } of pending.values()) {
    const { item, digest, previousDigest } = copy;
    const last = describeTimeout(timeout, context.lastObservation(item) ?? 'nothing');
    const message = `The time limit was reached before the target showed ${digest}. ${last} ${adviceFor(target, absent)}`;
    const status = observation.status?.word;
    const tooLate: Verdict = { kind: 'timeout', code: 'timeout', digest, previousDigest, status, message };
    settle(copy, judge(copy, observation, true) ?? judgeLostReply(copy, observation) ?? tooLate);
  }
}

function track(copy: PendingCopy): TrackedCopy {
  const observation = { targetDigest: copy.previousDigest, status: undefined, succeededMs: 0 };
  return { copy, observation, succeededAt: undefined };
}

/** That the copy of an earlier request brought nothing says little about a request of our own. */
function isFailedAttachment({ attachedTo }: PendingCopy, { kind }: Verdict): boolean {
  return attachedTo !== undefined && (kind === 'refused' || kind === 'mismatch');
}

/** The verdict for a request whose reply was lost and of which no effect is to be seen; undefined for any other. */
function judgeLostReply(
  { ambiguousFailure, digest, previousDigest }: PendingCopy,
  { status, targetDigest }: CopyObservation,
): Verdict | undefined {
  if (ambiguousFailure === undefined || status !== undefined || targetDigest !== previousDigest) return undefined;
  const evidence = 'No effect of it was found since: no job, and no change in the target.';
  return { ...effectUnknown(ambiguousFailure, evidence), digest, previousDigest };
}

/** What to do about a copy that was not seen in time. */
function adviceFor({ namespace, region }: RepositoryRef, absent: Absence | undefined): string {
  return absent?.what === 'organization'
    ? `The organization ${namespace} does not seem to exist in ${region}: create it, then run the step again.`
    : 'The copy may still be running: run the step again, and tags that have arrived are unchanged.';
}

function describe(
  { previousDigest }: CopyTarget,
  { status, targetDigest }: CopyObservation,
  absent: Absence | undefined,
): string {
  if (status === undefined && absent !== undefined) return `no job listed, not in the target yet (${absent.reason})`;
  const job = status === undefined ? 'no job listed' : `job ${status.word}`;
  if (targetDigest === undefined) return `${job}, not in the target yet`;
  return targetDigest === previousDigest
    ? `${job}, the target has its old digest`
    : `${job}, the target shows ${describeDigest(targetDigest)}`;
}
