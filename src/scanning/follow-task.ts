/** Follows the HSS tasks of a synchronization until HSS reports their end. */
import type { Hss, SyncTask } from '../cloud/hss.ts';
import type { Item } from '../engine/item.ts';
import { describeTimeout, poll } from '../engine/poll.ts';
import type { StepContext } from '../engine/step.ts';
import { effectUnknown, isOk, type Verdict } from '../engine/verdict.ts';
import { explain, type Failure } from '../errors.ts';

/** A synchronization that was requested and is to be followed. */
export interface RequestedSync {
  readonly item: Item;
  readonly hss: Hss;
  /** The ids of the tasks before the request. No reply names the new task, so any other may be it. */
  readonly earlierIds: ReadonlySet<string>;
  /** Set when the reply was lost, so that the request may or may not have taken effect. */
  readonly ambiguousFailure: Failure | undefined;
  readonly pollIntervalMs: number;
}

/** How long to look for the task of a request whose reply was lost, before it is reported as `unavailable`. */
const LOST_REPLY_GRACE_MS = 120_000;

/** Settles the item when the new tasks have ended, or at the deadline. */
export async function followTask(context: StepContext<unknown>, requested: RequestedSync): Promise<void> {
  const { item, hss, earlierIds, ambiguousFailure } = requested;
  const startedAt = context.clock.now();
  let tasks: readonly SyncTask[] = [];
  let endedBefore = '';

  const timeout = await poll(context, {
    intervalMs: requested.pollIntervalMs,
    async check() {
      const listed = (await hss.syncTasks()) ?? [];
      tasks = listed.filter(({ id }) => !earlierIds.has(id));
      if (tasks.length > 0) context.observe(item, describeTasks(tasks));
      const sinceMs = context.clock.now() - startedAt;
      const verdict = tasks.length === 0 ? judgeLostReply(ambiguousFailure, sinceMs) : judgeTasks(tasks);
      if (verdict === undefined) return false;
      // Another run's task may have started and ended before ours is listed, so a success counts when two checks in a row
      // show the same tasks.
      const ended = tasks.map(({ id }) => id).join();
      if (isOk(verdict) && ended !== endedBefore) {
        endedBefore = ended;
        return false;
      }
      context.settle(item, verdict);
      return true;
    },
  });
  if (timeout === undefined) return;

  const { lastFailure } = timeout;
  const last =
    judgeTasks(tasks) ??
    (tasks.length === 0 ? judgeLostReply(ambiguousFailure, LOST_REPLY_GRACE_MS, lastFailure) : undefined);
  // A success that an outage kept from being confirmed does not count.
  if (last !== undefined && (lastFailure === undefined || !isOk(last))) {
    context.settle(item, last);
    return;
  }
  const state = tasks.length === 0 ? 'no task of this synchronization' : describeTasks(tasks);
  const message = `The time limit was reached before HSS reported the end. ${describeTimeout(timeout, state)}`;
  const status = tasks.map((task) => task.status).join(', ');
  context.settle(item, { kind: 'timeout', code: 'timeout', ...(status === '' ? {} : { status }), message });
}

/** Which of the new tasks is ours is unknown, so all must have succeeded, and one that has not decides. */
function judgeTasks(tasks: readonly SyncTask[]): Verdict | undefined {
  const verdicts = tasks.map(judgeTask);
  const failed = verdicts.find((verdict) => verdict !== undefined && !isOk(verdict));
  return failed ?? (verdicts.includes(undefined) ? undefined : verdicts[0]);
}

function describeTasks(tasks: readonly SyncTask[]): string {
  return tasks.map(({ status }) => (status >= 0 ? `task ${status} % done` : `task status ${status}`)).join(', ');
}

/** The verdict for a request whose reply was lost and of which no task is listed either; undefined while it may come. */
function judgeLostReply(
  ambiguousFailure: Failure | undefined,
  sinceMs: number,
  lastFailure?: Failure,
): Verdict | undefined {
  if (ambiguousFailure === undefined || sinceMs < LOST_REPLY_GRACE_MS) return undefined;
  const evidence =
    lastFailure === undefined
      ? 'HSS lists no task of it either.'
      : `Whether HSS has a task of it is unknown: ${explain(lastFailure)}`;
  return effectUnknown(ambiguousFailure, evidence);
}

const FAILED: ReadonlyMap<number, string> = new Map([
  [-1, 'was stopped'],
  [-2, 'timed out'],
  [-3, 'failed'],
]);

/**
 * What the state of a task means. HSS, "Querying the Image Task List", field `task_status`.
 * @returns undefined while the task is running or in a state that is not documented
 */
export function judgeTask(task: SyncTask): Verdict | undefined {
  const status = String(task.status);
  const failure = FAILED.get(task.status);
  const reason = task.reason ? `: ${task.reason}` : '';
  if (failure !== undefined) return taskFailed(status, `The synchronization of HSS ${failure}${reason}.`);
  if (task.status !== 100) return undefined;
  const { total, succeeded, failed: failedCount = (total ?? 0) - (succeeded ?? total ?? 0) } = task;
  if (failedCount <= 0) return { kind: 'synchronized', status };
  const count = `${failedCount} of ${total ?? (succeeded ?? 0) + failedCount} images failed${reason}.`;
  // One image that HSS cannot read must not fail every release; if all of them failed, nothing was imported.
  if ((succeeded ?? 0) === 0) return taskFailed(status, `The synchronization of HSS ended, but ${count}`);
  return { kind: 'synchronized', status, message: `The synchronization of HSS ended; ${count}` };
}

function taskFailed(status: string, message: string): Verdict {
  return { kind: 'refused', code: 'scan-task-failed', status, message };
}
