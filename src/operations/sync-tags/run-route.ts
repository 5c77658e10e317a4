/** The story of one route: compare, send what differs, follow it. */
import type { Swr } from '../../cloud/swr.ts';
import { explain, Failure } from '../../failure.ts';
import type { Context } from '../../promotion/step.ts';
import { verdictOf } from '../../promotion/verdict.ts';
import { readDigests } from './digests.ts';
import { type Candidate, follow, type Followed } from './follow.ts';
import type { Route } from './route.ts';
import { BATCH, sendBatch } from './send.ts';

export async function runRoute(route: Route, context: Context): Promise<void> {
  const present = await presentInSource(route, context);
  if (present.length === 0) return;

  // Without waiting, the target is not read at all: its region may not even grant that.
  const target = route.wait ? await context.cloud.swr(route.region) : undefined;
  const differing = target === undefined ? present : await differingInTarget(route, context, target, present);
  if (differing.length === 0) return;

  if (route.dryRun) {
    for (const { item, digest, previousDigest } of differing) {
      const message = previousDigest === undefined ? 'Would be copied.' : `Would replace ${previousDigest}.`;
      context.settle(item, { kind: 'planned', digest, previousDigest, message });
    }
    return;
  }

  const followed = await send(route, context, differing);
  if (target === undefined || followed.length === 0) return;
  await follow(route, context, target, followed);
}

/** Settles the tags that the source does not have: the service would accept them, and do nothing. */
async function presentInSource(route: Route, context: Context): Promise<readonly Candidate[]> {
  const { source } = route;
  const { byTag, absent } = await source.digests(context.cloud);
  const present: Candidate[] = [];
  for (const [tag, item] of route.items) {
    const digest = byTag.get(tag);
    if (digest === '') {
      const message = `${source.namespace}/${source.repository} in ${source.region} lists tag ${tag} without a digest.`;
      context.settle(item, { kind: 'unavailable', message });
      continue;
    }
    if (digest !== undefined) {
      present.push({ item, tag, digest, previousDigest: undefined, override: route.override });
      continue;
    }
    const what = absent === undefined ? '' : ` (${absent.reason})`;
    const message = `${source.namespace}/${source.repository} in ${source.region} has no tag ${tag}${what}.`;
    context.settle(item, { kind: 'missing', message });
  }
  return present;
}

/** Settles the tags that need no copy or may not be replaced. */
async function differingInTarget(
  route: Route,
  context: Context,
  target: Swr,
  tags: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const names = tags.map(({ tag }) => tag);
  const { byTag, absent } = await readDigests(target, route, names);
  if (absent?.what === 'organization') {
    context.log.warnOnce(
      `The organization ${route.namespace} was not found in ${route.region}. If it does not exist there, the cloud accepts the copy all the same, and does nothing.`,
    );
  }
  const differing: Candidate[] = [];
  for (const sent of tags) {
    const { item, digest } = sent;
    const previousDigest = byTag.get(sent.tag);
    if (previousDigest === digest) {
      context.settle(item, { kind: 'unchanged', digest });
    } else if (previousDigest !== undefined && !route.override) {
      const message = `The target has another digest, ${previousDigest || 'which is not listed'}; set override to true to replace it with ${digest}.`;
      context.settle(item, { kind: 'conflict', digest, previousDigest, message });
    } else {
      differing.push({ ...sent, previousDigest });
      const notYet = absent === undefined ? 'not in the target yet' : `not in the target yet (${absent.reason})`;
      const state = previousDigest === undefined ? notYet : `the target has ${previousDigest}`;
      context.see(item, state, { digest, previousDigest });
    }
  }
  return differing;
}

/** Sends the rest in batches; settles what was refused, and with `wait: false` everything. Gives what is to be followed. */
async function send(route: Route, context: Context, tags: readonly Candidate[]): Promise<readonly Followed[]> {
  const { source } = route;
  const swr = await source.swr(context.cloud);
  if (route.wait) await route.jobs.begin(context);
  const followed: Followed[] = [];
  for (let start = 0; start < tags.length; start += BATCH) {
    const batch = tags.slice(start, start + BATCH);
    if (start > 0 && context.clock.now() > context.budget.end) {
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
        followed.push({ ...sent, doubt });
      }
    }
  }
  return followed;
}
