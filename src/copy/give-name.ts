/** Gives tags new names in the source repository, so that they can be copied under them. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { isOk, type Verdict, verdictOf } from '../engine/verdict.ts';
import { failureOf } from '../errors.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { refusalOf } from './compare.ts';
import type { CopyTarget } from './copier.ts';
import type { CopySource } from './copy-work.ts';
import type { CopySpec } from './copy-spec.ts';
import { giveTag } from './give-tag.ts';

/** Brings the item of a naming to its verdict. */
export async function giveName(
  spec: CopySpec,
  item: Item,
  source: CopySource,
  context: StepContext<unknown>,
  options: RunOptions,
): Promise<void> {
  const naming = source.namings.get(spec.target.tag);
  const digest = await naming?.wanted;
  if (naming === undefined || digest === undefined) {
    context.settle(item, { kind: 'unchanged', message: 'No target needs the new name, so it was not given.' });
    return;
  }
  try {
    const verdict = await giveFound({ spec, digest, item }, source, context, options);
    context.settle(item, verdict);
    naming.end(verdict);
  } catch (error) {
    naming.end(verdictOf(failureOf(error)));
    throw error;
  }
}

/** Gives the name to an image that the source shows. */
export async function giveFound(
  { spec, digest, item }: Pick<CopyTarget, 'spec' | 'digest' | 'item'>,
  { reader, tagger, snapshot }: CopySource,
  context: StepContext<unknown>,
  { dryRun, pollIntervalMs }: Pick<RunOptions, 'dryRun' | 'pollIntervalMs'>,
): Promise<Verdict> {
  const { digests, problems } = await snapshot();
  const { tag: to, ...repository } = spec.target;
  const present = digests.get(to);
  if (present === digest) return { kind: 'unchanged', digest };
  const refusal = refusalOf({ spec, digest, previousDigest: present }, problems?.get(to));
  if (refusal !== undefined) return refusal;
  if (dryRun) {
    const message = `Would be given to ${spec.source.tag}.`;
    return { kind: 'planned', digest, previousDigest: present, message };
  }
  const mayReplace = spec.policy === 'replace';
  const given = { repository, from: spec.source.tag, to, digest, present, mayReplace, pollIntervalMs };
  return giveTag(given, { tagger, reader }, context, (state) => context.observe(item, state, { digest }));
}

/** The copies that can be made, once their new names have been given in the source; the others are settled. */
export async function withNames(
  source: CopySource,
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
): Promise<readonly CopyTarget[]> {
  const named = await Promise.all(
    copies.map(async (copy) => {
      const verdict = await source.namings.get(copy.spec.target.tag)?.need(copy.digest);
      if (verdict === undefined || isOk(verdict)) return copy;
      const { region, tag } = { ...source.repository, tag: copy.spec.target.tag };
      const message = `The image did not get the name ${tag} in ${region}: ${verdict.message ?? verdict.kind}`;
      context.settle(copy.item, { kind: 'skipped', code: 'dependency-failed', digest: copy.digest, message });
      return undefined;
    }),
  );
  return named.filter((copy) => copy !== undefined);
}
