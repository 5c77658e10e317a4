/** Which copies have to be submitted: compares the source's digests with the target's. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { CopyTarget } from './copier.ts';
import { type CopySpec, describeRepository } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import { describeDigest, type TagSnapshot } from './digest-reader.ts';
import { createDecide, unreadable } from './replace.ts';
import type { SeenTags } from './target-reading.ts';

/** The copies whose tags the source shows, and those whose tags it does not. */
export interface SourceTags {
  readonly found: readonly CopyTarget[];
  readonly missing: readonly (readonly [CopySpec, Item])[];
}

/** Compares copies with what the source shows. Settles those whose tags are listed without proof of a digest. */
export function findInSource(
  { source: { repository } }: Pick<CopyWork, 'source'>,
  context: StepContext<unknown>,
  copies: Iterable<readonly [CopySpec, Item]>,
  { digests, problems }: TagSnapshot,
): SourceTags {
  const found: CopyTarget[] = [];
  const missing: (readonly [CopySpec, Item])[] = [];
  for (const [spec, item] of copies) {
    const { tag } = spec.source;
    const [digest, problem] = [digests.get(tag), problems?.get(tag)];
    if (digest === undefined) missing.push([spec, item]);
    else if (digest === '') context.settle(item, unreadable({ ...repository, tag }, problem));
    else if (digest !== (spec.source.digest ?? digest)) context.settle(item, movedSource(spec, digest));
    else found.push({ item, spec, digest, previousDigest: undefined, seenAt: -Infinity, mayReplace: false });
  }
  return { found, missing };
}

/**
 * Settles the copies of tags that the source does not have: the service would accept them and copy nothing. Those of a plan
 * are `moved`, because the source had the tag when the plan was made.
 */
export async function settleMissing(
  { source: { repository, snapshot } }: Pick<CopyWork, 'source'>,
  context: StepContext<unknown>,
  copies: SourceTags['missing'],
): Promise<void> {
  const { absent, others } = await snapshot();
  const rest =
    absent !== undefined ? ` (${absent.reason}).` : others === undefined ? '.' : `; it has ${others.join(', ')}.`;
  for (const [{ source, target }, item] of copies) {
    const message = `${describeRepository(repository)} in ${repository.region} has no tag ${source.tag}${rest}`;
    const verdict: Verdict =
      target.present === undefined
        ? { kind: 'missing', code: 'tag-missing', message }
        : {
            kind: 'moved',
            code: 'tag-moved',
            digest: source.digest,
            message: `${message} It showed ${source.digest} when the plan was made; nothing was sent.`,
          };
    context.settle(item, verdict);
  }
}

/** Settles the copies whose target has the digest already, or another one that may not be replaced. `shown`: the target's tags. */
export async function findDiffering(
  { source, target }: Pick<CopyWork, 'source' | 'target'>,
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
  shown: SeenTags,
): Promise<readonly CopyTarget[]> {
  const decide = createDecide(source, target);
  const { digests, locations, problems, absent, seenAt } = shown;
  if (absent?.what === 'organization') {
    const message = `The organization ${target.namespace} does not exist in ${target.region} (${absent.reason}).`;
    if (await source.reader.isOrganizationMissing(target)) {
      const verdict: Verdict = { kind: 'refused', code: 'organization-missing', message: `${message} ${CREATE_IT}` };
      for (const { item, digest } of copies) context.settle(item, { ...verdict, digest });
      return [];
    }
    context.log.warnOnce(
      `${message.replace('does not exist', 'was not found')} If it does not exist there, the service accepts the copy all the same and does nothing.`,
    );
  }
  const differing: CopyTarget[] = [];
  for (const copy of copies) {
    const { item, digest, spec } = copy;
    const { tag } = spec.target;
    const previousDigest = digests.get(tag);
    const places = locations.get(tag);
    if (previousDigest === digest) {
      context.settle(item, { kind: 'unchanged', digest, locations: places });
      continue;
    }
    const verdict = await decide({ ...copy, previousDigest }, problems?.get(tag));
    if (verdict !== undefined) {
      context.settle(item, verdict.kind === 'kept' ? { ...verdict, locations: places } : verdict);
    } else {
      differing.push({ ...copy, previousDigest, seenAt, mayReplace: previousDigest !== undefined });
      const state =
        previousDigest === undefined
          ? `not in the target yet${absent === undefined ? '' : ` (${absent.reason})`}`
          : `the target has ${describeDigest(previousDigest)}`;
      context.observe(item, state, { digest, previousDigest, locations: places });
    }
  }
  return differing;
}

const CREATE_IT = 'Create it there, then run the step again.';

/** The source is not what the pin says. */
function movedSource({ source }: CopySpec, shown: string): Verdict {
  const message = `${describeRepository(source)}:${source.tag} in ${source.region} shows ${shown} instead of ${source.digest}; nothing was sent.`;
  return { kind: 'moved', code: 'tag-moved', digest: source.digest, sourceDigest: shown, message };
}
