/** Follows a synchronization of HSS until each of its items is decided. */
import type { Clock } from '../clock.ts';
import type { FailedImage, SyncTask } from '../cloud/hss.ts';
import { describeTimeout, poll, type PollTimeout } from '../engine/poll.ts';
import type { StepContext } from '../engine/step.ts';
import { effectUnknown, isOk, LOST_REPLY_GRACE_MS, type Verdict } from '../engine/verdict.ts';
import { explain, Failure } from '../errors.ts';
import type { ListedTags } from './image-list.ts';
import { describeItem, type Evidence, isTag, judgeItem, type JudgedSync, type ScanItem } from './judge-item.ts';
import { describeFailedImages, describeTasks } from './judge-tasks.ts';
import { tasksSince } from './own-tasks.ts';
import type { TaskList } from './task-list.ts';

/** A synchronization that was requested and is to be followed. */
export interface RequestedSync extends JudgedSync {
  readonly items: readonly ScanItem[];
  readonly tasks: TaskList;
  /** The input `enterprise-project-id`; empty for the default one. */
  readonly enterpriseProject: string;
  readonly pollIntervalMs: number;
}

/**
 * How long after the request tasks that have succeeded decide nothing yet: another run's task may have begun after our
 * request and ended before ours is listed. No reply names the task, and HSS documents no time within which it is listed.
 */
const WATCH_MS = 20_000;

const NOTHING: ListedTags = { tags: new Map(), isComplete: true };

/** Settles the items as soon as they are decided, or at the deadline. */
export async function followSync(context: StepContext<unknown>, sync: RequestedSync): Promise<void> {
  const { items } = sync;
  const startedAt = context.clock.now();
  const pending = new Set(items);
  let evidence: Evidence = { tasks: [], areAllTasks: true, listed: NOTHING };
  let progress = '';

  const settle = (one: ScanItem, verdict: Verdict): void => {
    if (verdict.kind === 'accepted' && one.promoted !== undefined) context.log.warnOnce(`${verdict.message}`);
    context.settle(one.item, verdict);
    pending.delete(one);
  };

  const timeout = await poll(context, {
    intervalMs: sync.pollIntervalMs,
    async check() {
      evidence = await readEvidence(context.clock, sync, pending);
      const { tasks } = evidence;
      const state = describeTasks(tasks);
      if (sync.images !== undefined && sync.since !== undefined && state !== progress)
        context.log.info(`  HSS in ${sync.region}: ${state}`);
      progress = state;
      const sinceMs = context.clock.now() - startedAt;
      for (const one of pending) {
        context.observe(one.item, describeItem(sync, one, evidence));
        const verdict =
          judgeItem(sync, one, evidence, sinceMs >= WATCH_MS) ?? judgeLostReply(sync, one, evidence, sinceMs);
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
  clock: Clock,
  { tasks: list, region, since, images }: RequestedSync,
  pending: ReadonlySet<ScanItem>,
): Promise<Evidence> {
  const tags = [...pending].flatMap(({ promoted }) => promoted?.tag ?? []);
  const readTasks = async (): Promise<Omit<Evidence, 'listed'> | undefined> => {
    if (since === undefined) return { tasks: [], areAllTasks: true };
    const tasks = await list.read();
    return tasks && { tasks: tasksSince(tasks, since, clock.now()), areAllTasks: tasks.isComplete };
  };
  const [tasks, listed] = await Promise.all([readTasks(), images === undefined ? NOTHING : images.find(tags)]);
  if (tasks === undefined || listed === undefined)
    throw new Failure('service-error', `HSS in ${region} says that it does not have a list which it had before.`);
  return { ...tasks, listed };
}

/** The verdict for a request whose reply was lost and of which no effect is seen either; undefined while it may come. */
function judgeLostReply(
  sync: RequestedSync,
  one: ScanItem,
  evidence: Evidence,
  sinceMs: number,
  lastFailure?: Failure,
): Verdict | undefined {
  const { ambiguousFailure, since, region } = sync;
  if (ambiguousFailure === undefined || evidence.tasks.length > 0 || sinceMs < LOST_REPLY_GRACE_MS) return undefined;
  if (lastFailure !== undefined) {
    const effect = since === undefined ? 'it took effect' : 'HSS has a task of it';
    return effectUnknown(ambiguousFailure, `Whether ${effect} is unknown: ${explain(lastFailure)}`);
  }
  const evidenceOfNone =
    since === undefined
      ? `HSS in ${region} has no list of its tasks, and ${one.item.subject} is ${describeItem(sync, one, evidence)}.`
      : evidence.areAllTasks
        ? 'HSS lists no task of it either.'
        : 'The tasks that HSS lists are not all that it has, and none of them is of it.';
  return effectUnknown(ambiguousFailure, evidenceOfNone);
}

function judgeAtDeadline(sync: RequestedSync, one: ScanItem, evidence: Evidence, timeout: PollTimeout): Verdict {
  const lost = judgeLostReply(sync, one, evidence, LOST_REPLY_GRACE_MS, timeout.lastFailure);
  if (lost !== undefined) return lost;
  // Without a list of images, the tasks alone decide.
  const promoted = sync.images === undefined ? undefined : one.promoted;
  // Neither tasks that were not watched for long enough count, nor a success that an outage kept from being confirmed.
  const isEnded = isOk(judgeItem(sync, one, evidence, true) ?? { kind: 'timeout' });
  const what = isEnded
    ? `the tasks of HSS had been watched for ${WATCH_MS / 1000} s, within which its own task may be listed`
    : promoted === undefined
      ? 'HSS reported the end'
      : `HSS listed ${promoted.tag} with ${promoted.digest ?? 'its digest'}`;
  const project = sync.enterpriseProject === '' ? '0' : sync.enterpriseProject;
  const { tasks, areAllTasks, listed } = evidence;
  const isNothingShown =
    promoted === undefined ? tasks.length === 0 && areAllTasks : !listed.tags.has(promoted.tag) && listed.isComplete;
  const hint = isEnded
    ? ' Set a longer timeout.'
    : isNothingShown && project !== 'all_granted_eps'
      ? ` HSS shows what belongs to enterprise project ${project} only: is that the right enterprise-project-id?`
      : '';
  const status = tasks.map((task) => task.status ?? 'unreadable').join(', ');
  const state = describeTimeout(timeout, describeItem(sync, one, evidence));
  return {
    kind: 'timeout',
    code: 'timeout',
    ...(status === '' ? {} : { status }),
    message: `The time limit was reached before ${what}. ${state}${hint}`,
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
