/** Follows a synchronization of HSS until each of its items is decided. */
import type { FailedImage, Hss, SyncTask } from '../cloud/hss.ts';
import { describeTimeout, poll, type PollTimeout } from '../engine/poll.ts';
import type { StepContext } from '../engine/step.ts';
import { effectUnknown, isOk, type Verdict } from '../engine/verdict.ts';
import { explain, Failure } from '../errors.ts';
import type { ListedTag } from './image-list.ts';
import { describeItem, type Evidence, isTag, judgeItem, type JudgedSync, type ScanItem } from './judge-item.ts';
import { describeFailedImages, describeTasks, tasksSince } from './judge-tasks.ts';

/** A synchronization that was requested and is to be followed. */
export interface RequestedSync extends JudgedSync {
  readonly items: readonly ScanItem[];
  readonly hss: Hss;
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
        context.observe(one.item, describeItem(one, evidence));
        const verdict =
          judgeItem(sync, one, evidence, sinceMs >= WATCH_MS) ?? judgeLostReply(ambiguousFailure, tasks, sinceMs);
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
    judgeItem(sync, one, evidence, true) ??
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
  const state = describeTimeout(timeout, describeItem(one, evidence));
  return {
    kind: 'timeout',
    code: 'timeout',
    ...(status === '' ? {} : { status }),
    message: `The time limit was reached before HSS ${what}. ${state}${hint}`,
  };
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
