/** Gives an image a further tag in its own repository, and proves by the digest that it has it. */
import { describeTimeout, poll } from '../engine/poll.ts';
import type { RunContext } from '../engine/step.ts';
import { effectUnknown, LOST_REPLY_GRACE_MS, type Verdict, verdictOf } from '../engine/verdict.ts';
import { explain, Failure } from '../errors.ts';
import { changeOf, FRESH_MS, readAgain } from './confirm.ts';
import { describeRepository, type RepositoryRef } from './copy-spec.ts';
import { describeDigest, type DigestReader } from './digest-reader.ts';
import { SETTLING_MS } from './judge.ts';
import type { Tagger, TagReply } from './tagger.ts';

/** A tag to give. */
export interface GivenTag {
  readonly repository: RepositoryRef;
  /** A tag that the image has. */
  readonly from: string;
  readonly to: string;
  /** The digest of the image, which `to` must come to show. */
  readonly digest: string;
  /** What `to` shows now; undefined where there is no such tag. */
  readonly present: string | undefined;
  /** When it was seen to show that, of `Clock.now`. */
  readonly seenAt: number;
  /** Whether `to` may be replaced where it shows another digest that was compared. */
  readonly mayReplace: boolean;
  readonly pollIntervalMs: number;
}

/** What tags are given with. */
export interface TagPorts {
  readonly tagger: Tagger;
  readonly reader: DigestReader;
}

/**
 * Brings the tag to show the digest. A request is sent once: a reply that is lost is followed by its effect.
 *
 * @param observe receives every state after the request
 * @returns `tagged`, `overwritten`, `unchanged`, or why the tag does not show the digest
 */
export async function giveTag(
  given: GivenTag,
  { tagger, reader }: TagPorts,
  context: Pick<RunContext<unknown>, 'clock' | 'deadline' | 'signal' | 'random'>,
  observe: (state: string) => void,
): Promise<Verdict> {
  const { repository, from, to, digest, present } = given;
  if (present === digest) return { kind: 'unchanged', digest };
  if (present !== undefined && !given.mayReplace) return conflictWith(given, present);

  let change: Verdict | undefined;
  let { seenAt } = given;
  const confirm = async (): Promise<void> => {
    if (context.clock.now() - seenAt <= FRESH_MS) return;
    const snapshot = await readAgain(reader, repository, [to]);
    seenAt = context.clock.now();
    change = changeOf({ ...repository, tag: to }, { digest, previousDigest: present }, snapshot);
    if (change !== undefined) throw new Failure('tag-moved', `${to} has changed since it was compared.`);
  };
  const request = present === undefined ? { override: false } : { override: true, confirm };
  let reply: TagReply;
  try {
    reply = await tagger.tag(repository, { from, to, ...request });
  } catch (error) {
    if (change !== undefined) return change;
    throw error;
  }
  if (reply.state === 'refused') return { ...verdictOf(reply.failure), digest, previousDigest: present };
  observe(reply.state === 'accepted' ? 'requested' : `requested: ${explain(reply.failure)}`);

  const sentAt = context.clock.now();
  let shown = present;
  let verdict: Verdict | undefined;
  const timeout = await poll(context, {
    intervalMs: given.pollIntervalMs,
    async check() {
      const before = shown;
      shown = (await reader.read(repository, [to])).digests.get(to);
      const observation = { shown, isStable: shown === before, waitedMs: context.clock.now() - sentAt };
      verdict = judge(given, reply, observation);
      if (verdict === undefined) observe(shown === undefined ? 'not listed yet' : `shows ${describeDigest(shown)}`);
      return verdict !== undefined;
    },
  });
  if (timeout === undefined && verdict !== undefined) return verdict;
  if (reply.state === 'unknown' && shown === present) return noEffect(given, reply.failure);
  const state = shown === undefined ? 'no such tag' : describeDigest(shown);
  const last = timeout === undefined ? '' : describeTimeout(timeout, state);
  const message = `The time limit was reached before ${to} in ${repository.region} showed ${digest}. ${last}`;
  return { kind: 'timeout', code: 'timeout', digest, previousDigest: present, message };
}

/** What one check means; undefined while the result is open. */
function judge(
  given: GivenTag,
  reply: Exclude<TagReply, { readonly state: 'refused' }>,
  {
    shown,
    isStable,
    waitedMs,
  }: { readonly shown: string | undefined; readonly isStable: boolean; readonly waitedMs: number },
): Verdict | undefined {
  const { repository, to, digest, present } = given;
  const details = { digest, previousDigest: present };
  if (shown === digest) return present === undefined ? { kind: 'tagged', digest } : { ...details, kind: 'overwritten' };
  // Somebody else gave the tag between our reading and our request.
  if (reply.state === 'exists' && shown !== undefined && shown !== present) return conflictWith(given, shown);
  const isOther = shown !== undefined && shown !== present;
  if ((isOther && isStable) || (reply.state === 'accepted' && waitedMs >= SETTLING_MS)) {
    const what = shown === undefined ? 'shows no such tag' : `shows ${describeDigest(shown)}`;
    const moved = isOther ? ` ${given.from} may have moved since it was read.` : '';
    const message = `The tag was given, but ${describeRepository(repository)}:${to} in ${repository.region} ${what} instead of ${digest}.${moved}`;
    return { ...details, kind: 'mismatch', code: 'digest-mismatch', targetDigest: shown || undefined, message };
  }
  if (reply.state === 'exists' && waitedMs >= SETTLING_MS) return { ...verdictOf(reply.failure), ...details };
  return reply.state === 'unknown' && waitedMs >= LOST_REPLY_GRACE_MS ? noEffect(given, reply.failure) : undefined;
}

function conflictWith({ repository, to, digest, mayReplace }: GivenTag, present: string): Verdict {
  const wayOut = mayReplace
    ? 'run the step again to decide about it'
    : `set override to true to replace it with ${digest}`;
  const message = `${describeRepository(repository)}:${to} in ${repository.region} has another digest, ${describeDigest(present)}; ${wayOut}.`;
  return { kind: 'conflict', code: 'target-differs', digest, previousDigest: present, message };
}

function noEffect({ digest, present }: GivenTag, failure: Failure): Verdict {
  return { ...effectUnknown(failure, 'No effect of it was found since.'), digest, previousDigest: present };
}
