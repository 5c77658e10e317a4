/** The order of copies: moving tags follow the version that they stand for. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { isOk } from '../engine/verdict.ts';
import { allEnded } from '../share.ts';
import type { CopySpec } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import { isSameVersion, versionFor } from './moving-tag.ts';
import { settleFailure } from './settle-failure.ts';

type Items = CopyWork['items'];

/**
 * Makes the copies with `copy`: moving tags only once the copy of the version that they stand for is ok, where there is one
 * to the same target. Where it is not, they are skipped.
 * @throws Failure what concerns the whole run: credentials, cancellation, a bug
 */
export async function copyInOrder(
  { items, source }: Pick<CopyWork, 'items' | 'source'>,
  context: StepContext<unknown>,
  copy: (items: Items, context: StepContext<unknown>) => Promise<void>,
): Promise<void> {
  const moving = new Map([...items].filter(([spec]) => spec.policy === 'forward'));
  if (moving.size === 0) return copy(items, context);
  const others = new Map([...items].filter(([spec]) => spec.policy !== 'forward'));
  const watch = watchVerdicts(context);
  const copying = others.size === 0 ? Promise.resolve() : copy(others, watch.context);
  // Where it fails, items may be left without a verdict.
  const ended = copying.catch(() => undefined);
  const follow = async (): Promise<void> => {
    const groups = await groupByVersion(source, moving, others);
    await allEnded(
      groups.map(async ({ versions, members }) => {
        await Promise.race([watch.settled(versions), ended]);
        const open = versions.filter((item) => context.verdictOf(item) === undefined);
        if (open.length === 0 && !isSkipped(context, versions, members)) await copy(members, watch.context);
      }),
    );
  };
  await allEnded([copying, settleFailure(follow(), [...moving.values()], context)]);
}

/** Moving tags that wait for the same versions: they share requests. */
interface Following {
  readonly versions: readonly Item[];
  readonly members: Items;
}

async function groupByVersion(source: CopyWork['source'], moving: Items, others: Items): Promise<readonly Following[]> {
  const snapshot = await source.snapshot();
  const groups = new Map<string, { versions: readonly Item[]; members: Map<CopySpec, Item> }>();
  for (const [spec, item] of moving) {
    const { tag } = spec.source;
    const digest = snapshot.digests.get(tag) ?? (await source.lateSnapshot()).digests.get(tag);
    const version = digest ? versionFor(spec.target.tag, await source.tagsWith(digest)) : undefined;
    const ofVersion =
      version === undefined ? [] : [...others].filter(([other]) => isSameVersion(other.target.tag, version));
    const key = JSON.stringify(ofVersion.map(([other]) => other.target.tag));
    const group = groups.get(key) ?? { versions: ofVersion.map(([, each]) => each), members: new Map() };
    groups.set(key, group);
    group.members.set(spec, item);
  }
  return [...groups.values()];
}

/** Settles the moving tags whose version is not proved. @returns whether it did */
function isSkipped(context: StepContext<unknown>, versions: readonly Item[], members: Items): boolean {
  for (const version of versions) {
    const verdict = context.verdictOf(version);
    if (verdict === undefined || isOk(verdict)) continue;
    const message = `Not attempted: ${version.subject}, the version that it stands for, ended as ${verdict.kind}.`;
    for (const item of members.values()) context.settle(item, { kind: 'skipped', code: 'dependency-failed', message });
    return true;
  }
  return false;
}

/** A context whose verdicts can be waited for. */
function watchVerdicts(context: StepContext<unknown>): {
  readonly context: StepContext<unknown>;
  settled(items: readonly Item[]): Promise<void>;
} {
  const waiting = new Map<Item, PromiseWithResolvers<void>>();
  return {
    context: {
      ...context,
      settle(item, verdict) {
        context.settle(item, verdict);
        waiting.get(item)?.resolve();
      },
    },
    async settled(items) {
      for (const item of items) {
        if (context.verdictOf(item) !== undefined) continue;
        const settled = waiting.get(item) ?? Promise.withResolvers<void>();
        waiting.set(item, settled);
        await settled.promise;
      }
    },
  };
}
