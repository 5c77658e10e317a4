/** What the state of an HSS task means: a pure function. HSS, "Querying the Image Task List", field `task_status`. */
import type { SyncTask } from '../cloud/hss.ts';
import type { Verdict } from '../engine/verdict.ts';

const FAULTS: ReadonlyMap<number, string> = new Map([
  [-1, 'was stopped'],
  [-2, 'timed out'],
  [-3, 'failed'],
]);

/** The verdict, or undefined while the task is running or in a state that nobody knows. */
export function judgeTask(task: SyncTask): Verdict | undefined {
  const status = String(task.status);
  const fault = FAULTS.get(task.status);
  const why = task.reason ? `: ${task.reason}` : '';
  if (fault !== undefined) return { kind: 'refused', status, message: `The synchronization of HSS ${fault}${why}.` };
  if (task.status !== 100) return undefined;
  const { total, succeeded, failed = (total ?? 0) - (succeeded ?? total ?? 0) } = task;
  if (failed <= 0) return { kind: 'synchronized', status };
  const count = `${failed} of ${total ?? (succeeded ?? 0) + failed} images failed${why}.`;
  // An old image of somebody else that HSS cannot read must not bar every release; if all of them failed, nothing was taken over.
  if ((succeeded ?? 0) === 0)
    return { kind: 'refused', status, message: `The synchronization of HSS ended, but ${count}` };
  return { kind: 'synchronized', status, message: `The synchronization of HSS ended; ${count}` };
}
