/** Compares targets with what they should show, and changes nothing. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { settleMissing } from './compare.ts';
import { type CopySpec, describeRepository } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import type { TagSnapshot } from './digest-reader.ts';
import { copyFailure, failureOf } from '../errors.ts';
import { allEnded, once } from '../share.ts';
import { createDecide, type Decide, unreadable } from './replace.ts';
import { settleFailure } from './settle-failure.ts';

/** A group of tags to verify. */
export type VerifyWork = Pick<CopyWork, 'items' | 'source' | 'target'>;

/** A tag to verify, and the digest that it should show. */
interface Expected {
  readonly spec: CopySpec;
  readonly item: Item;
  readonly digest: string;
}

/**
 * Settles every item: `verified`, or `drifted` where the target has no such tag or another digest; `kept` where that is newer
 * than a moving tag should be. A copy without a digest expects the one that its source has now. The source is not read where
 * every digest is known, and holds up no others.
 */
export async function verifyGroup(work: VerifyWork, context: StepContext<unknown>): Promise<void> {
  const { source, target, items } = work;
  const shown = once(() =>
    source.reader.read(
      target,
      [...items.keys()].map((spec) => spec.target.tag),
    ),
  );
  const verify = async (expected: readonly Expected[]): Promise<void> => {
    if (expected.length === 0) return;
    const snapshot = await reading(shown());
    await Promise.all(
      expected.map((each) =>
        settleFailure(reading(settleShown(each, snapshot, decide, context)), [each.item], context),
      ),
    );
  };
  const pinned = [...items].flatMap(([spec, item]): readonly Expected[] =>
    spec.source.digest === undefined ? [] : [{ spec, item, digest: spec.source.digest }],
  );
  const decide = decideMoves(work);
  await allEnded([verify(pinned), expectFromSource(work, context).then(verify)]);
}

/** What answers in place of the service (a proxy, a gateway, another server) refuses nothing: the tags could not be read. */
async function reading<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    const failure = failureOf(error);
    const isForeign = !failure.answered && ['service-refused', 'redirect-refused'].includes(failure.code);
    throw isForeign ? copyFailure(failure, { code: 'reply-invalid' }) : failure;
  }
}

/** Decides about moving tags, which a plan alone names, with its own names for each digest as well. */
function decideMoves({ source, target, items }: VerifyWork): Decide {
  const tagsWith = async (digest: string): Promise<readonly string[]> => {
    const ofDigest = [...items.keys()].filter((spec) => spec.source.digest === digest);
    return [...(await source.tagsWith(digest)), ...ofDigest.map((spec) => spec.target.tag)];
  };
  return createDecide({ reader: source.reader, tagsWith }, target);
}

/** The digests that the source has. Settles the tags that it does not have, and those that it could not be read for. */
async function expectFromSource(work: VerifyWork, context: StepContext<unknown>): Promise<readonly Expected[]> {
  const { source } = work;
  const open = new Map([...work.items].filter(([spec]) => spec.source.digest === undefined));
  const expected: Expected[] = [];
  const addFrom = ({ digests, problems }: TagSnapshot): void => {
    for (const [spec, item] of open) {
      const { tag } = spec.source;
      const digest = digests.get(tag);
      if (digest === undefined) continue;
      open.delete(spec);
      if (digest === '') context.settle(item, unreadable({ ...source.repository, tag }, problems?.get(tag)));
      else expected.push({ spec, item, digest });
    }
  };
  for (const read of [source.snapshot, source.lateSnapshot])
    if (open.size > 0) await settleFailure(reading(read()).then(addFrom), [...open.values()], context);
  const missing = [...open].filter(([, item]) => context.verdictOf(item) === undefined);
  if (missing.length > 0) await settleMissing(work, context, missing);
  return expected;
}

/** The copy, whatever the target had when a plan was made. */
function anyPresent({ target: { region, namespace, repository, tag }, ...spec }: CopySpec): CopySpec {
  return { ...spec, target: { region, namespace, repository, tag } };
}

async function settleShown(
  { spec, item, digest }: Expected,
  { digests, locations, problems, absent }: TagSnapshot,
  decide: Decide,
  context: StepContext<unknown>,
): Promise<void> {
  const { target } = spec;
  const { tag } = target;
  const shown = digests.get(tag);
  if (shown === digest) {
    context.settle(item, { kind: 'verified', digest, locations: locations.get(tag) });
  } else if (shown === '') {
    context.settle(item, { ...unreadable(target, problems?.get(tag)), digest });
  } else {
    const isMoving = spec.policy === 'forward' && shown !== undefined;
    const move = isMoving ? await decide({ spec: anyPresent(spec), digest, previousDigest: shown }) : undefined;
    if (move?.kind === 'kept' || move?.kind === 'unavailable') {
      context.settle(item, { ...move, locations: locations.get(tag) });
      return;
    }
    const reason = absent === undefined ? '' : ` (${absent.reason})`;
    const state = shown === undefined ? `has no tag ${tag}${reason}; it should show` : `shows ${shown} instead of`;
    const place = `${describeRepository(target)}${shown === undefined ? '' : `:${tag}`} in ${target.region}`;
    const message = `${place} ${state} ${digest}.`;
    context.settle(item, { kind: 'drifted', code: 'target-drifted', digest, previousDigest: shown, message });
  }
}
