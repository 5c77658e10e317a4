/** Follows the task of a synchronization that HSS was asked for, until HSS reports its end. */
import type { Hss, SyncTask } from '../cloud/hss.ts';
import { explain, type Failure } from '../errors.ts';
import type { Item } from '../engine/item.ts';
import { lastWords, poll } from '../engine/poll.ts';
import type { Context } from '../engine/step.ts';
import { isOk, type Verdict } from '../engine/verdict.ts';
import { judgeTask } from './judge-task.ts';

export interface FollowedTask {
  readonly item: Item;
  readonly hss: Hss;
  /** The ids of the tasks that were there before the request: no reply names ours, so it may be any other. */
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
  let tasks: readonly SyncTask[] = [];
  let endedBefore = '';

  const expired = await poll(context, {
    intervalMs: followed.pollIntervalMs,
    async look() {
      const listed = (await hss.syncTasks()) ?? [];
      tasks = listed.filter(({ id }) => !before.has(id));
      if (tasks.length > 0) context.see(item, stateOf(tasks));
      const verdict = tasks.length === 0 ? lostRequest(doubt, context.clock.now() - begun) : judgeAll(tasks);
      if (verdict === undefined) return false;
      // Another run may have started a task as well, and ended it before ours is even listed: a good end must stand
      // for two looks.
      const ended = tasks.map(({ id }) => id).join();
      if (isOk(verdict) && ended !== endedBefore) {
        endedBefore = ended;
        return false;
      }
      context.settle(item, verdict);
      return true;
    },
  });
  if (expired === undefined) return;

  const { trouble } = expired;
  const last = judgeAll(tasks) ?? (tasks.length === 0 ? lostRequest(doubt, TRACE_MS, trouble) : undefined);
  // A good end must stand for two looks also where an outage has prevented the second.
  if (last !== undefined && (trouble === undefined || !isOk(last))) {
    context.settle(item, last);
    return;
  }
  const seen = tasks.length === 0 ? 'no task of this synchronization' : stateOf(tasks);
  const message = `The time ran out before HSS reported the end. ${lastWords(expired, seen)}`;
  const status = tasks.map((task) => task.status).join(', ');
  context.settle(item, { kind: 'timeout', ...(status === '' ? {} : { status }), message });
}

/** Which of the new tasks is ours cannot be told, so that all of them must have ended well, and one that has not decides. */
function judgeAll(tasks: readonly SyncTask[]): Verdict | undefined {
  const verdicts = tasks.map(judgeTask);
  const bad = verdicts.find((verdict) => verdict !== undefined && !isOk(verdict));
  return bad ?? (verdicts.includes(undefined) ? undefined : verdicts[0]);
}

function stateOf(tasks: readonly SyncTask[]): string {
  return tasks.map(({ status }) => (status >= 0 ? `task ${status} % done` : `task status ${status}`)).join(', ');
}

/** The verdict on a request that had no answer and has left no task either, as far as the list could be read. */
function lostRequest(doubt: Failure | undefined, sinceMs: number, trouble?: Failure): Verdict | undefined {
  if (doubt === undefined || sinceMs < TRACE_MS) return undefined;
  const trace =
    trouble === undefined
      ? 'HSS lists no task of it either.'
      : `Whether HSS has a task of it is not known: ${explain(trouble)}`;
  return { kind: 'unavailable', message: `${explain(doubt)} ${trace} Run the step again.` };
}
