/** Follows the task of a synchronization that HSS was asked for, until HSS reports its end. */
import type { Hss, SyncTask } from '../../cloud/hss.ts';
import { explain, type Failure } from '../../failure.ts';
import type { Item } from '../../promotion/item.ts';
import { poll } from '../../promotion/poll.ts';
import type { Context } from '../../promotion/step.ts';
import type { Verdict } from '../../promotion/verdict.ts';
import { judgeTask } from './judge-task.ts';

export interface FollowedTask {
  readonly item: Item;
  readonly hss: Hss;
  /** The ids of the tasks that were there before the request: no reply names ours, so it is any other. */
  readonly before: ReadonlySet<string>;
  /** Set when the request got no answer, so that it is not known whether it took effect. */
  readonly doubt: Failure | undefined;
  readonly pollIntervalMs: number;
}

/** A request without an answer leaves a task within seconds, or did not arrive; it is given this long. */
const TRACE_MS = 120_000;

export async function followTask(context: Context, followed: FollowedTask): Promise<void> {
  const { item, hss, before, doubt } = followed;
  const begun = context.clock.now();
  let task: SyncTask | undefined;

  const expired = await poll(context, {
    intervalMs: followed.pollIntervalMs,
    async look() {
      const fresh = ((await hss.syncTasks()) ?? []).filter(({ id }) => !before.has(id));
      // Newest first, as far as the order is kept; a task once found is followed by its id.
      task = fresh.find(({ id }) => id === task?.id) ?? fresh[0] ?? task;
      const verdict = task === undefined ? lostRequest(doubt, context.clock.now() - begun) : judgeTask(task);
      if (task !== undefined)
        context.see(item, task.status >= 0 ? `task ${task.status} % done` : `task status ${task.status}`);
      if (verdict !== undefined) context.settle(item, verdict);
      return verdict !== undefined;
    },
  });
  if (expired === undefined) return;

  const last = expired.trouble === undefined ? '' : ` The last look had no answer: ${expired.trouble.message}`;
  const seen = task === undefined ? 'no task of this synchronization' : `task status ${task.status}`;
  const message = `The time ran out before HSS reported the end. Last seen: ${seen}.${last}`;
  const status = task === undefined ? undefined : String(task.status);
  context.settle(
    item,
    (task === undefined ? lostRequest(doubt, TRACE_MS) : undefined) ?? { kind: 'timeout', status, message },
  );
}

/** The verdict on a request that had no answer and has left no task either. */
function lostRequest(doubt: Failure | undefined, sinceMs: number): Verdict | undefined {
  if (doubt === undefined || sinceMs < TRACE_MS) return undefined;
  return { kind: 'unavailable', message: `${explain(doubt)} HSS lists no task of it either. Run the step again.` };
}
