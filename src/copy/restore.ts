/** Gives replaced tags the digests back that their backups kept. */
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { allEnded } from '../share.ts';
import { describeRepository, type RepositoryRef, type TagRef } from './copy-spec.ts';
import { describeDigest, type TagSnapshot } from './digest-reader.ts';
import { giveTag, type TagPorts } from './give-tag.ts';
import { unreadable } from './replace.ts';
import { settleFailure } from './settle-failure.ts';
import type { SeenTags } from './target-reading.ts';

/** A tag to restore, as JSON-serialisable data. */
export interface Restore {
  readonly target: TagRef;
  /** What the run to undo has given the tag; a tag that shows anything else has moved since. */
  readonly given: readonly string[];
  /** What the tag had before. */
  readonly previous: string;
  /** The tag that keeps it. */
  readonly backup: string;
}

/** What restoring works on: tags of one repository, with their items. */
export interface RestoreWork extends Pick<RunOptions, 'dryRun' | 'pollIntervalMs'> {
  readonly repository: RepositoryRef;
  readonly items: ReadonlyMap<Restore, Item>;
  readonly ports: TagPorts;
}

/** Brings every item to its verdict. Tags and backups are read by one list. */
export async function restoreTags(work: RestoreWork, context: StepContext<unknown>): Promise<void> {
  const { items, repository, ports } = work;
  const restores = [...items.keys()];
  const tags = [...restores.map(({ target }) => target.tag), ...restores.map(({ backup }) => backup)];
  const snapshot = { ...(await ports.reader.read(repository, tags)), seenAt: context.clock.now() };
  await allEnded(
    [...items].map(([restore, item]) =>
      settleFailure(
        restoreOne(restore, snapshot, work, context, item).then((verdict) => context.settle(item, verdict)),
        [item],
        context,
      ),
    ),
  );
}

async function restoreOne(
  restore: Restore,
  snapshot: SeenTags,
  { repository, ports, dryRun, pollIntervalMs }: RestoreWork,
  context: StepContext<unknown>,
  item: Item,
): Promise<Verdict> {
  const { target, previous, backup } = restore;
  const present = snapshot.digests.get(target.tag);
  if (present === previous) return { kind: 'unchanged', digest: previous };
  const obstacle = obstacleTo(restore, present, snapshot);
  if (obstacle !== undefined) return { ...obstacle, digest: previous, previousDigest: present || undefined };
  const details = { digest: previous, previousDigest: present };
  if (dryRun) return { ...details, kind: 'planned', message: `Would get the digest of ${backup} back.` };
  context.observe(item, `shows ${present ?? 'no digest'}, restoring from ${backup}`, details);
  const { seenAt } = snapshot;
  const given = { repository, from: backup, to: target.tag, digest: previous, present, seenAt, mayReplace: true };
  const verdict = await giveTag({ ...given, pollIntervalMs }, ports, context, (state) => context.observe(item, state));
  return verdict.kind === 'overwritten' ? { ...details, kind: 'restored' } : verdict;
}

/** Why a tag is not restored. */
function obstacleTo(
  { target, given, previous, backup }: Restore,
  present: string | undefined,
  { digests, problems }: TagSnapshot,
): Verdict | undefined {
  const where = `${describeRepository(target)} in ${target.region}`;
  if (present === '') return unreadable(target, problems?.get(target.tag));
  if (present === undefined || !given.includes(present)) {
    const shows = present === undefined ? `${where} has no tag ${target.tag}` : `${target.tag} shows ${present}`;
    const message = `${shows}, which is not what the run to undo has given it (${given.join(' or ')}): somebody changed it since. Nothing was restored.`;
    return { kind: 'moved', code: 'tag-moved', message };
  }
  const kept = digests.get(backup);
  if (kept === '') return unreadable({ ...target, tag: backup }, problems?.get(backup));
  if (kept === previous) return undefined;
  const message = `${where} ${kept === undefined ? `has no tag ${backup}` : `shows ${describeDigest(kept)} as ${backup}`}, so ${target.tag} cannot get ${previous} back.`;
  return { kind: 'missing', code: 'backup-missing', message };
}
