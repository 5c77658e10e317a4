/** Follows the tags that were sent until the target shows them, or until it is clear that it will not. */
import type { Absence, Swr } from '../cloud/swr.ts';
import { explain, type Failure } from '../errors.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { Item } from '../engine/item.ts';
import { lastWords, poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import { hasEnded, judge, type Sent, type Sight } from './judge.ts';
import { createLook } from './by-sync/check.ts';
import type { Sought } from './by-sync/own-jobs.ts';
import type { Route } from './route.ts';

/** A tag that differs, with its item. */
export interface Candidate extends Sent {
  readonly item: Item;
}

export interface Followed extends Candidate, Sought {
  /** Since when, in the time of the clock. */
  readonly since: number;
  /** Set when the request got no answer, so that it is not known whether it took effect. */
  readonly doubt: Failure | undefined;
}

/** Sends tags whose adopted jobs have come to nothing; gives what is to be followed of them. */
export type SendAnew = (tags: readonly Candidate[]) => Promise<readonly Followed[]>;

/** Where the jobs of other requests show, one of a request without an answer shows within this time, or did not arrive. */
export const TRACE_MS = 120_000;

export async function follow(
  route: Route,
  context: Context,
  target: Swr,
  tags: readonly Followed[],
  sendAnew: SendAnew,
): Promise<void> {
  const { clock, deadline } = context;
  const open = new Map(tags.map((sent) => [sent.tag, pursued(sent)]));
  let absent: Absence | undefined;
  const lookAt = createLook(route, context, target);

  const settle = (sent: Candidate, verdict: Verdict): void => {
    open.delete(sent.tag);
    context.settle(sent.item, verdict);
  };

  // A region that lists no jobs at all gives no trace of any; then only the deadline ends the search for it.
  const isTraceOverdue = ({ since }: Followed): boolean => route.jobs.hasShownAny() && clock.now() - since >= TRACE_MS;

  const expired = await poll(context, {
    intervalMs: route.pollIntervalMs,
    rhythm: route.rhythm,
    // The target was read a moment ago, and what was asked for since has hardly begun.
    atOnce: false,
    async look() {
      const { digests, jobs } = await lookAt([...open.values()].map(({ sent }) => sent));
      if (digests !== undefined) absent = digests.absent;
      const lapsed: Candidate[] = [];
      for (const pursuit of open.values()) {
        const { sent, sight: before } = pursuit;
        const job = jobs?.statusOf(sent) ?? before.job;
        if (hasEnded(job)) pursuit.endedAt ??= clock.now();
        const targetDigest = digests === undefined ? before.targetDigest : digests.byTag.get(sent.tag);
        const sight: Sight = { targetDigest, job, endedMs: clock.now() - (pursuit.endedAt ?? clock.now()) };
        pursuit.sight = sight;
        const verdict = judge(sent, sight, false);
        if (verdict !== undefined && isLapse(sent, verdict) && clock.now() < deadline.waitUntil) {
          context.see(sent.item, `the earlier ${stateOf(sent, sight, absent)}`);
          lapsed.push({ ...sent, previousDigest: targetDigest });
        } else if (verdict !== undefined) settle(sent, verdict);
        else if (sent.doubt !== undefined && isWithoutTrace(sent, sight) && isTraceOverdue(sent))
          settle(sent, withoutTrace(sent.doubt, sent));
        else context.see(sent.item, stateOf(sent, sight, absent));
      }
      for (const { tag } of lapsed) open.delete(tag);
      if (lapsed.length > 0) for (const sent of await sendAnew(lapsed)) open.set(sent.tag, pursued(sent));
      return open.size === 0;
    },
  });
  if (expired === undefined) return;

  for (const { sent, sight } of open.values()) {
    settle(
      sent,
      judge(sent, sight, true) ??
        outOfTime(sent, sight, lastWords(expired, context.lastSeen(sent.item) ?? 'nothing'), nextStep(route, absent)),
    );
  }
}

/** A tag that is followed, and what the last look showed of it. */
interface Pursuit {
  readonly sent: Followed;
  sight: Sight;
  /** When its job was first seen to have ended. */
  endedAt: number | undefined;
}

function pursued(sent: Followed): Pursuit {
  return { sent, sight: { targetDigest: sent.previousDigest, job: undefined, endedMs: 0 }, endedAt: undefined };
}

/** What was asked for before this run has come to nothing, which says little about a request of our own. */
function isLapse({ adopted }: Followed, { kind }: Verdict): boolean {
  return adopted !== undefined && (kind === 'refused' || kind === 'mismatch');
}

function isWithoutTrace(sent: Sent, { job, targetDigest }: Sight): boolean {
  return job === undefined && targetDigest === sent.previousDigest;
}

function withoutTrace(doubt: Failure, { digest, previousDigest }: Sent): Verdict {
  const message = `${explain(doubt)} No trace of it was found since: no job, and no change in the target. Run the step again.`;
  return { kind: 'unavailable', digest, previousDigest, message };
}

function outOfTime(sent: Followed, sight: Sight, last: string, next: string): Verdict {
  if (sent.doubt !== undefined && isWithoutTrace(sent, sight)) return withoutTrace(sent.doubt, sent);
  const { digest, previousDigest } = sent;
  const message = `The time ran out before the target showed ${digest}. ${last} ${next}`;
  return { kind: 'timeout', digest, previousDigest, status: sight.job, message };
}

/** What to do about a copy that did not come in time. */
function nextStep({ namespace, region }: Route, absent: Absence | undefined): string {
  return absent?.what === 'organization'
    ? `The organization ${namespace} does not seem to exist in ${region}: create it, then run the step again.`
    : 'The copy may still be on its way: run the step again, and what has arrived is unchanged.';
}

function stateOf(sent: Sent, { job, targetDigest }: Sight, absent: Absence | undefined): string {
  if (job === undefined && absent !== undefined) return `no job listed, not in the target yet (${absent.reason})`;
  const status = job === undefined ? 'no job listed' : `job ${job}`;
  if (targetDigest === undefined) return `${status}, not in the target yet`;
  return targetDigest === sent.previousDigest
    ? `${status}, the target has its old digest`
    : `${status}, the target shows ${targetDigest}`;
}
