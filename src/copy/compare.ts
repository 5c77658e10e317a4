/** Which tags need a copy: the source's digests against the target's. */
import type { Swr } from '../cloud/swr.ts';
import type { Context } from '../engine/step.ts';
import type { Candidate } from './follow.ts';
import { readTarget, type Route } from './route.ts';

/** Settles the tags that the source does not have: the service would accept them, and do nothing. */
export async function presentInSource(route: Route, context: Context): Promise<readonly Candidate[]> {
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
export async function differingInTarget(
  route: Route,
  context: Context,
  target: Swr,
  tags: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const names = tags.map(({ tag }) => tag);
  const { byTag, absent } = await readTarget(route, target, names);
  if (absent?.what === 'organization') {
    context.log.warnOnce(
      `The organization ${route.namespace} was not found in ${route.region}. If it does not exist there, the cloud accepts the copy all the same, and does nothing.`,
    );
  }
  const differing: Candidate[] = [];
  for (const { tag, ...rest } of tags) {
    const { item, digest } = rest;
    const previousDigest = byTag.get(tag);
    const candidate = { tag, ...rest, previousDigest };
    if (previousDigest === digest) {
      context.settle(item, { kind: 'unchanged', digest });
    } else if (!isConflict(context, candidate)) {
      differing.push(candidate);
      const notYet = absent === undefined ? 'not in the target yet' : `not in the target yet (${absent.reason})`;
      const state = previousDigest === undefined ? notYet : `the target has ${previousDigest}`;
      context.see(item, state, { digest, previousDigest });
    }
  }
  return differing;
}

/** Settles a tag that the target has with another digest and that may not be replaced. */
export function isConflict(context: Context, { item, digest, previousDigest, override }: Candidate): boolean {
  if (previousDigest === undefined || override) return false;
  const message = `The target has another digest, ${previousDigest || 'which is not listed'}; set override to true to replace it with ${digest}.`;
  context.settle(item, { kind: 'conflict', digest, previousDigest, message });
  return true;
}
