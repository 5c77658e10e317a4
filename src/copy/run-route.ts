/** The story of one route: compare, send what differs, follow it. */
import type { SyncJob } from '../cloud/swr-jobs.ts';
import type { Swr } from '../cloud/swr.ts';
import { explain, Failure } from '../errors.ts';
import type { Context } from '../engine/step.ts';
import { verdictOf } from '../engine/verdict.ts';
import { differingInTarget, isConflict, presentInSource } from './compare.ts';
import { type Candidate, follow, type Followed } from './follow.ts';
import { jobToAdopt } from './by-sync/own-jobs.ts';
import type { Route } from './route.ts';
import { BATCH, sendBatch } from './send.ts';

export async function runRoute(route: Route, context: Context): Promise<void> {
  const begun = await begin(route, context);
  if (begun === undefined) return;
  await follow(route, context, begun.target, begun.tags, (tags) => sendAnew(route, context, tags));
}

/** Compares, and asks for what differs. Gives what is to be followed, and nothing else that would be held in memory meanwhile. */
async function begin(
  route: Route,
  context: Context,
): Promise<{ readonly target: Swr; readonly tags: readonly Followed[] } | undefined> {
  const present = await presentInSource(route, context);
  if (present.length === 0) return undefined;

  // Without waiting, the target is not read at all: its region may not even grant that.
  const target = route.wait ? await context.cloud.swr(route.region) : undefined;
  const differing = target === undefined ? present : await differingInTarget(route, context, target, present);
  if (differing.length === 0) return undefined;

  if (route.dryRun) {
    for (const { item, digest, previousDigest } of differing) {
      const message = previousDigest === undefined ? 'Would be copied.' : `Would replace ${previousDigest}.`;
      context.settle(item, { kind: 'planned', digest, previousDigest, message });
    }
    return undefined;
  }

  if (target === undefined) {
    await send(route, context, differing);
    return undefined;
  }
  const earlier = await route.jobs.begin(context);
  const adopted: Followed[] = [];
  const unasked: Candidate[] = [];
  for (const candidate of differing) {
    const job = jobToAdopt(route, candidate, earlier);
    if (job === undefined) unasked.push(candidate);
    else adopted.push(adopt(route, context, candidate, job));
  }
  const tags = [...adopted, ...(await send(route, context, unasked))];
  return tags.length === 0 ? undefined : { target, tags };
}

/** A job of an earlier run that is still at work is followed instead of being asked for again. */
function adopt({ jobs }: Route, context: Context, candidate: Candidate, job: SyncJob): Followed {
  jobs.adopt(job);
  context.see(candidate.item, `following job ${job.id} of an earlier request (${job.status})`);
  return { ...candidate, adopted: job.id, since: context.clock.now(), doubt: undefined };
}

/** The adopted jobs of these tags have ended, and the targets do not show the source's digests. */
async function sendAnew(route: Route, context: Context, tags: readonly Candidate[]): Promise<readonly Followed[]> {
  return send(
    route,
    context,
    tags.filter((candidate) => !isConflict(context, candidate)),
  );
}

/** Sends the rest in batches; settles what was refused, and with `wait: false` everything. Gives what is to be followed. */
async function send(route: Route, context: Context, tags: readonly Candidate[]): Promise<readonly Followed[]> {
  const { source } = route;
  const swr = await source.swr(context.cloud);
  const followed: Followed[] = [];
  for (let start = 0; start < tags.length; start += BATCH) {
    const batch = tags.slice(start, start + BATCH);
    if (start > 0 && context.clock.now() > context.deadline.waitUntil) {
      const late = new Failure('timeout', 'The time ran out before the tag was sent.');
      for (const { item } of batch) context.settle(item, verdictOf(late));
      continue;
    }
    const sendings = await sendBatch(swr, {
      namespace: source.namespace,
      repository: source.repository,
      tags: batch.map(({ tag }) => tag),
      targetRegion: route.region,
      targetNamespace: route.namespace,
      override: route.override,
    });
    for (const sent of batch) {
      const sending = sendings.get(sent.tag);
      if (sending === undefined) throw new Error(`tag ${sent.tag} was not sent`);
      const { item, digest, previousDigest } = sent;
      if (sending.state === 'refused' || (sending.state === 'unknown' && !route.wait)) {
        context.settle(item, { ...verdictOf(sending.failure), digest, previousDigest });
      } else if (!route.wait) {
        context.settle(item, { kind: 'accepted', digest, message: 'Triggered, not proved.' });
      } else {
        const doubt = sending.state === 'unknown' ? sending.failure : undefined;
        context.see(item, doubt === undefined ? 'sent' : `sent, without an answer: ${explain(doubt)}`);
        followed.push({ ...sent, doubt, adopted: undefined, since: context.clock.now() });
      }
    }
  }
  return followed;
}
