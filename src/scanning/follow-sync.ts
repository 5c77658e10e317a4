/** Follows a synchronization of HSS until each of its items is decided. */
import type { FailedImage, Hss, SyncTask } from '../cloud/hss.ts';
import type { Item } from '../engine/item.ts';
import { describeTimeout, poll, type PollTimeout } from '../engine/poll.ts';
import type { StepContext } from '../engine/step.ts';
import { effectUnknown, isOk, type Verdict } from '../engine/verdict.ts';
import { explain, Failure } from '../errors.ts';
import { type ImageList, isNamed, type ListedTag, type ScannedRepository } from './image-list.ts';
import {
  describeFailedImages,
  describeTasks,
  failedCountOf,
  judgeTasks,
  type RequestMoment,
  taskFailed,
  tasksSince,
} from './judge-tasks.ts';

/** A tag that was promoted, and the digest with which HSS is to list it. */
export interface PromotedTag {
  readonly tag: string;
  readonly digest: string | undefined;
}

/** An item of a synchronization: one tag, or the whole image list of the region, which the tasks alone decide. */
export interface ScanItem {
  readonly item: Item;
  readonly promoted?: PromotedTag | undefined;
}

/** A synchronization that was requested and is to be followed. */
export interface RequestedSync {
  readonly region: string;
  readonly items: readonly ScanItem[];
  readonly hss: Hss;
  /** The tasks that may be its own; undefined where the region lists no tasks. */
  readonly since: RequestMoment | undefined;
  /** Where tags are looked for; undefined where the region has no list of images, and for items that are no tags. */
  readonly images: ImageList | undefined;
  readonly repository: ScannedRepository | undefined;
  /** Set when the reply was lost, so that the request may or may not have taken effect. */
  readonly ambiguousFailure: Failure | undefined;
  /** The input `enterprise-project-id`; empty for the default one. */
  readonly enterpriseProject: string;
  readonly pollIntervalMs: number;
}

/** How long to look for the task of a request whose reply was lost, before it is reported as `unavailable`. */
const LOST_REPLY_GRACE_MS = 120_000;

/**
 * How long after the request tasks that have succeeded decide nothing yet: another run's task may have begun after our
 * request and ended before ours is listed. No reply names the task, and HSS documents no time within which it is listed.
 */
const WATCH_MS = 20_000;

/** What the last check saw. */
interface Evidence {
  readonly tasks: readonly SyncTask[];
  readonly listed: ReadonlyMap<string, ListedTag>;
}

/** Settles the items as soon as they are decided, or at the deadline. */
export async function followSync(context: StepContext<unknown>, sync: RequestedSync): Promise<void> {
  const { items, ambiguousFailure } = sync;
  const startedAt = context.clock.now();
  const pending = new Set(items);
  let evidence: Evidence = { tasks: [], listed: new Map() };
  let progress = '';

  const settle = (one: ScanItem, verdict: Verdict): void => {
    if (verdict.kind === 'accepted' && one.promoted !== undefined) context.log.warnOnce(`${verdict.message}`);
    context.settle(one.item, verdict);
    pending.delete(one);
  };

  const timeout = await poll(context, {
    intervalMs: sync.pollIntervalMs,
    async check() {
      evidence = await readEvidence(sync, pending);
      const { tasks } = evidence;
      const state = describeTasks(tasks);
      if (sync.images !== undefined && sync.since !== undefined && state !== progress)
        context.log.info(`  HSS in ${sync.region}: ${state}`);
      progress = state;
      const sinceMs = context.clock.now() - startedAt;
      for (const one of pending) {
        context.observe(one.item, describe(one, evidence));
        const verdict =
          judge(sync, one, evidence, sinceMs >= WATCH_MS) ?? judgeLostReply(ambiguousFailure, tasks, sinceMs);
        if (verdict !== undefined) settle(one, verdict);
      }
      return pending.size === 0;
    },
  }).finally(() => warnOfOthers(context, sync, evidence.tasks));
  if (timeout === undefined) return;

  for (const one of pending) settle(one, judgeAtDeadline(sync, one, evidence, timeout));
}

/** @throws Failure `service-error` where a list that the region had is missing now */
async function readEvidence(
  { hss, region, since, images }: RequestedSync,
  pending: ReadonlySet<ScanItem>,
): Promise<Evidence> {
  const tags = [...pending].flatMap(({ promoted }) => promoted?.tag ?? []);
  const [tasks, listed] = await Promise.all([
    since === undefined ? { value: [] } : hss.syncTasks(),
    images === undefined ? new Map<string, ListedTag>() : images.find(tags),
  ]);
  if (tasks === undefined || listed === undefined)
    throw new Failure('service-error', `HSS in ${region} says that it does not have a list which it had before.`);
  return { tasks: since === undefined ? [] : tasksSince(tasks.value, since), listed };
}

/**
 * The verdict of an item; undefined while it is open.
 * @param isWatched whether the tasks have been read for long enough to hold the one of the request
 */
function judge(
  sync: RequestedSync,
  { promoted }: ScanItem,
  evidence: Evidence,
  isWatched: boolean,
): Verdict | undefined {
  const { tasks, listed } = evidence;
  const byTasks = judgeTasks(tasks);
  if (promoted !== undefined) {
    const { tag, digest } = promoted;
    const failed = tasks.flatMap((task) => task.failedImages).find((image) => isTag(sync, image, tag));
    if (failed !== undefined) {
      const reason = failed.reason === undefined ? '' : `: ${failed.reason}`;
      return taskFailed(`HSS in ${sync.region} could not import ${tag}${reason}.`);
    }
    const shown = listed.get(tag);
    if (digest !== undefined && shown?.digest === digest) return { kind: 'synchronized', digest };
    // The list decides wherever it can.
    const isDecidedByList = shown === undefined || (shown.digest !== undefined && !shown.isMultiArch);
    if (sync.images !== undefined && isDecidedByList) return byTasks && isOk(byTasks) ? undefined : byTasks;
  }
  if (sync.since === undefined) return sync.ambiguousFailure === undefined ? accept(sync) : undefined;
  if (byTasks === undefined || !isOk(byTasks)) return byTasks;
  if (!isWatched) return undefined;
  if (promoted === undefined) return byTasks;
  if (tasks.some((task) => failedCountOf(task) > task.failedImages.length))
    return taskFailed(
      `HSS in ${sync.region} could not import some images, and does not say whether ${promoted.tag} is one.`,
    );
  const message = `HSS shows no digest of ${promoted.tag} that can be compared; its task ended, and has imported it.`;
  return { ...byTasks, message };
}

/** The verdict where the region gives no report that could prove anything. */
function accept({ region, images, repository }: RequestedSync): Verdict {
  const digests = repository === undefined ? '' : ' no digests that can be compared, and';
  const lists = images === undefined && repository !== undefined ? ' no images, and' : digests;
  return { kind: 'accepted', message: `HSS in ${region} shows${lists} no synchronization tasks.` };
}

/** The verdict for a request whose reply was lost and of which no task is listed either; undefined while it may come. */
function judgeLostReply(
  ambiguousFailure: Failure | undefined,
  tasks: readonly SyncTask[],
  sinceMs: number,
  lastFailure?: Failure,
): Verdict | undefined {
  if (ambiguousFailure === undefined || tasks.length > 0 || sinceMs < LOST_REPLY_GRACE_MS) return undefined;
  const evidence =
    lastFailure === undefined
      ? 'HSS lists no task of it either.'
      : `Whether HSS has a task of it is unknown: ${explain(lastFailure)}`;
  return effectUnknown(ambiguousFailure, evidence);
}

function judgeAtDeadline(sync: RequestedSync, one: ScanItem, evidence: Evidence, timeout: PollTimeout): Verdict {
  const { lastFailure } = timeout;
  const last =
    judge(sync, one, evidence, true) ??
    judgeLostReply(sync.ambiguousFailure, evidence.tasks, LOST_REPLY_GRACE_MS, lastFailure);
  // A success that an outage kept from being confirmed does not count.
  if (last !== undefined && (lastFailure === undefined || !isOk(last))) return last;
  const { promoted } = one;
  const what =
    promoted === undefined ? 'reported the end' : `listed ${promoted.tag} with ${promoted.digest ?? 'its digest'}`;
  const project = sync.enterpriseProject === '' ? '0' : sync.enterpriseProject;
  const isNothingShown = promoted === undefined ? evidence.tasks.length === 0 : !evidence.listed.has(promoted.tag);
  const hint =
    isNothingShown && project !== 'all_granted_eps'
      ? ` HSS shows what belongs to enterprise project ${project} only: is that the right enterprise-project-id?`
      : '';
  const status = evidence.tasks.map((task) => task.status ?? 'unreadable').join(', ');
  const state = describeTimeout(timeout, describe(one, evidence));
  return {
    kind: 'timeout',
    code: 'timeout',
    ...(status === '' ? {} : { status }),
    message: `The time limit was reached before HSS ${what}. ${state}${hint}`,
  };
}

/** What was observed of an item. */
function describe({ promoted }: ScanItem, { tasks, listed }: Evidence): string {
  if (promoted === undefined) return describeTasks(tasks);
  const shown = listed.get(promoted.tag);
  if (shown === undefined) return 'not listed by HSS';
  return shown.digest === undefined ? 'listed by HSS without one digest' : `listed by HSS with ${shown.digest}`;
}

/** One warning about images that are no items. */
function warnOfOthers(
  { log }: Pick<StepContext<unknown>, 'log'>,
  sync: RequestedSync,
  tasks: readonly SyncTask[],
): void {
  const isOwn = (image: FailedImage): boolean => sync.items.some(({ promoted }) => isTag(sync, image, promoted?.tag));
  const warning = describeFailedImages(sync.region, tasks, isOwn);
  if (warning !== undefined) log.warnOnce(warning);
}

/** An image without an organization may be one of the repository. */
function isTag({ repository }: RequestedSync, image: FailedImage, tag: string | undefined): boolean {
  if (image.tag !== tag || repository === undefined) return false;
  return isNamed({ ...image, namespace: image.namespace || repository.namespace }, repository);
}
