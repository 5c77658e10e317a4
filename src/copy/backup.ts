/** Keeps the digest of a tag under another name of the same repository, before the tag is replaced. */
import type { StepContext } from '../engine/step.ts';
import { isOk, type Verdict } from '../engine/verdict.ts';
import { concernsOneRequest, explain, failureOf } from '../errors.ts';
import { settleChanged } from './confirm.ts';
import type { CopyTarget } from './copier.ts';
import { describeRepository, type RepositoryRef } from './copy-spec.ts';
import type { CopyWork } from './copy-work.ts';
import { describeDigest } from './digest-reader.ts';
import { giveTag, type TagPorts } from './give-tag.ts';

/** What the names of all backups begin with. */
export const BACKUP_PREFIX = 'backup-';

const DIGEST_DIGITS = 16;
/** A tag has at most 128 characters, of which a backup needs 24 for itself. */
const MAX_TAG = 100;

/** The name of the backup of a digest that a tag has: `backup-<16 digits>-<tag>`. */
export function backupName(tag: string, digest: string): string {
  const digits = digest.slice('sha256:'.length, 'sha256:'.length + DIGEST_DIGITS);
  return `${BACKUP_PREFIX}${digits}-${tag.slice(0, MAX_TAG)}`;
}

/** The verdict of a copy in a dry run; `message` where there is nothing to replace. */
export function planned(
  { spec, digest, previousDigest }: Omit<CopyTarget, 'item' | 'mayReplace'>,
  message: string,
): Verdict {
  if (previousDigest === undefined) return { kind: 'planned', digest, message };
  const backup = spec.backup ? `, and keep it as ${backupName(spec.target.tag, previousDigest)}` : '';
  return {
    kind: 'planned',
    digest,
    previousDigest,
    message: `Would replace ${describeDigest(previousDigest)}${backup}.`,
  };
}

function nameOf({ spec, previousDigest = '' }: CopyTarget): string {
  return backupName(spec.target.tag, previousDigest);
}

/** What backups are made with. */
type BackupWork = { readonly source: TagPorts } & Pick<CopyWork, 'dryRun' | 'pollIntervalMs'>;

/**
 * Keeps what the targets of copies have where that is wanted and there is something. Settles the copies whose backup is not
 * proved, and those whose target has changed since it was compared. A dry run only looks whether the names are free.
 * @returns the copies that can be made
 */
export async function withBackups(
  work: BackupWork,
  target: RepositoryRef,
  context: StepContext<unknown>,
  copies: readonly CopyTarget[],
): Promise<readonly CopyTarget[]> {
  const replaced = copies.filter(({ spec, previousDigest = '' }) => spec.backup && previousDigest !== '');
  if (replaced.length === 0) return copies;
  // With the tags themselves: what has changed since it was compared is neither kept nor replaced.
  const tags = replaced.flatMap((copy) => [copy.spec.target.tag, nameOf(copy)]);
  const snapshot = await work.source.reader.read(target, tags);
  const keeping = settleChanged(replaced, snapshot, context).map(async (copy) => {
    const { item, spec, digest, previousDigest = '' } = copy;
    const to = nameOf(copy);
    const present = snapshot.digests.get(to);
    const backup = { from: spec.target.tag, to, digest: previousDigest, present };
    const verdict = await keep(backup, work, target, context, (state) => context.observe(item, state));
    if (verdict !== undefined) {
      context.settle(item, { ...verdict, digest, previousDigest });
      return [];
    }
    if (!work.dryRun) context.observe(item, `its digest is kept as ${to}`, { backup: to });
    return [{ copy, isMade: present === undefined }];
  });
  const kept = (await Promise.all(keeping)).flat();
  // What was compared before a backup was made may have changed since.
  const isAnyMade = kept.some(({ isMade }) => isMade);
  const backedUp = kept.map(({ copy }) => (isAnyMade ? { ...copy, seenAt: -Infinity } : copy));
  const others = copies.filter((copy) => !replaced.includes(copy));
  return [...others, ...backedUp];
}

interface Backup {
  readonly from: string;
  readonly to: string;
  readonly digest: string;
  /** What the name shows already. */
  readonly present: string | undefined;
}

/** @returns why nothing is replaced; undefined where the name shows the digest, or in a dry run is free */
async function keep(
  backup: Backup,
  { source, dryRun, pollIntervalMs }: BackupWork,
  repository: RepositoryRef,
  context: StepContext<unknown>,
  observe: (state: string) => void,
): Promise<Verdict | undefined> {
  const { from, to, digest, present } = backup;
  const where = `${describeRepository(repository)} in ${repository.region}`;
  const refuse = (reason: string): Verdict => {
    const message = `${from} was not replaced, because ${digest} could not be kept as ${to} in ${where}: ${reason}`;
    return { kind: 'refused', code: 'backup-failed', message };
  };
  if (present === digest) return undefined;
  const refuseTaken = (shown: string): Verdict =>
    refuse(`that name shows ${describeDigest(shown)}. Delete that tag, if it is not needed.`);
  if (present !== undefined) return refuseTaken(present);
  if (dryRun) return undefined;
  try {
    const given = { repository, ...backup, seenAt: context.clock.now(), mayReplace: false, pollIntervalMs };
    const verdict = await giveTag(given, source, context, (state) => observe(`backup ${to}: ${state}`));
    if (verdict.kind === 'conflict') return refuseTaken(verdict.previousDigest ?? '');
    return isOk(verdict) ? undefined : refuse(verdict.message ?? verdict.kind);
  } catch (error) {
    const failure = failureOf(error);
    if (!concernsOneRequest(failure)) throw failure;
    return refuse(explain(failure));
  }
}
