/** Gives tags new names in the source repository, so that they can be copied under them. */
import { waitAtMost } from '../clock.ts';
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { isOk, type Verdict, verdictOf } from '../engine/verdict.ts';
import { Failure, failureOf } from '../errors.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { planned, withBackups } from './backup.ts';
import { FRESH_MS } from './confirm.ts';
import type { CopyTarget } from './copier.ts';
import type { CopySource } from './copy-work.ts';
import type { CopySpec } from './copy-spec.ts';
import type { TagSnapshot } from './digest-reader.ts';
import { giveTag } from './give-tag.ts';
import { createDecide } from './replace.ts';

/** What the source has under the name was not looked at. */
const NOT_NEEDED: Verdict = {
  kind: 'skipped',
  code: 'dependency-failed',
  message: 'The new name was not given, because the copies under it have failed.',
};

/** Brings the item of a naming to its verdict, or leaves it out where no copy needs the name. */
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
    if (naming?.hasFailed === true) context.settle(item, NOT_NEEDED);
    else context.leaveOut(item, 'not given, because no target needs the new name.');
    return;
  }
  try {
    await giveFound({ spec, digest, item }, source, context, options);
    const verdict = context.verdictOf(item);
    if (verdict === undefined) throw new Failure('internal-error', `No verdict about the name ${spec.target.tag}.`);
    naming.end(verdict);
  } catch (error) {
    naming.end(verdictOf(failureOf(error)));
    throw error;
  }
}

/** Gives the name to an image that the source shows. */
export async function giveFound(
  copy: Pick<CopyTarget, 'spec' | 'digest' | 'item'>,
  source: CopySource,
  context: StepContext<unknown>,
  options: Pick<RunOptions, 'dryRun' | 'pollIntervalMs'>,
): Promise<void> {
  const { spec, digest, item } = copy;
  const { tag: to, ...repository } = spec.target;
  const { digests, problems } = await presentOf(spec, source);
  const seenAt = context.clock.now();
  const present = digests.get(to);
  if (present === digest) return context.settle(item, { kind: 'unchanged', digest });
  const compared = { ...copy, previousDigest: present, seenAt, mayReplace: present !== undefined };
  const verdict = await createDecide(source, repository)(compared, problems?.get(to));
  if (verdict !== undefined) return context.settle(item, verdict);
  context.observe(item, present === undefined ? 'compared' : `has ${present}`, { digest, previousDigest: present });
  const [backedUp] = await withBackups({ source, ...options }, repository, context, [compared]);
  if (backedUp === undefined) return;
  if (options.dryRun) return context.settle(item, planned(compared, `Would be given to ${spec.source.tag}.`));
  const from = spec.source.tag;
  const mayReplace = spec.policy !== 'refuse';
  const given = { ...backedUp, ...options, repository, from, to, present, mayReplace };
  const end = await giveTag(given, source, context, (state) => context.observe(item, state, { digest }));
  context.settle(item, end);
}

/** What the name shows: read anew where it may be replaced, because it may have changed since the source was read. */
async function presentOf({ source, target, policy }: CopySpec, { reader, snapshot }: CopySource): Promise<TagSnapshot> {
  const first = await snapshot();
  const [present, digest] = [first.digests.get(target.tag), first.digests.get(source.tag)];
  if (present === undefined || present === digest || policy === 'refuse') return first;
  const { tag, ...repository } = target;
  return reader.read(repository, [tag]);
}

/** Copies that can be made; the others are settled. */
export interface NamedCopies {
  /** Those that need no new name in the source, and those whose names were there soon. */
  readonly ready: readonly CopyTarget[];
  readonly later: Promise<readonly CopyTarget[]>;
}

/** How long copies wait for the new names of others, so that they share requests: not longer than the comparison is fresh. */
const JOIN_MS = FRESH_MS;

/** Waits until the new names that copies need have been given in the source. */
export async function withNames(
  source: CopySource,
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
): Promise<NamedCopies> {
  const named = new Map<CopyTarget, CopyTarget | undefined>();
  const naming = Promise.all(
    copies.map(async (copy) => {
      named.set(copy, await withName(source, context, copy));
    }),
  );
  const isNamed = ({ spec }: CopyTarget): boolean => source.namings.has(spec.target.tag);
  if (copies.some(isNamed)) await waitAtMost(context.clock, JOIN_MS, naming, context.signal);
  else await naming;
  const ready = copies.flatMap((copy) => named.get(copy) ?? []);
  const others = copies.filter((copy) => !named.has(copy));
  return { ready, later: naming.then(() => others.flatMap((copy) => named.get(copy) ?? [])) };
}

/** The copy once its new name has been given. What was compared before that may have changed since. */
async function withName(
  source: CopySource,
  context: StepContext<unknown>,
  copy: CopyTarget,
): Promise<CopyTarget | undefined> {
  const verdict = await source.namings.get(copy.spec.target.tag)?.need(copy.digest);
  if (verdict === undefined || verdict.kind === 'unchanged') return copy;
  // A name that was kept shows other bytes, which must not be shipped under it.
  if (isOk(verdict) && verdict.kind !== 'kept') return { ...copy, seenAt: -Infinity };
  const { region, tag } = { ...source.repository, tag: copy.spec.target.tag };
  const message = `The image did not get the name ${tag} in ${region}: ${verdict.message ?? verdict.kind}`;
  context.settle(copy.item, { kind: 'skipped', code: 'dependency-failed', digest: copy.digest, message });
  return undefined;
}
