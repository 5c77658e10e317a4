/** What the state of an HSS task means. HSS, "Querying the Image Task List", field `task_status`. */
import type { SyncTask } from '../cloud/hss.ts';
import type { Verdict } from '../engine/verdict.ts';

const FAILED: ReadonlyMap<number, string> = new Map([
  [-1, 'was stopped'],
  [-2, 'timed out'],
  [-3, 'failed'],
]);

/** @returns undefined while the task is running or in a state that is not documented. */
export function judgeTask(task: SyncTask): Verdict | undefined {
  const status = String(task.status);
  const failure = FAILED.get(task.status);
  const reason = task.reason ? `: ${task.reason}` : '';
  if (failure !== undefined) return failed(status, `The synchronization of HSS ${failure}${reason}.`);
  if (task.status !== 100) return undefined;
  const { total, succeeded, failed: failedCount = (total ?? 0) - (succeeded ?? total ?? 0) } = task;
  if (failedCount <= 0) return { kind: 'synchronized', status };
  const count = `${failedCount} of ${total ?? (succeeded ?? 0) + failedCount} images failed${reason}.`;
  // One image that HSS cannot read must not fail every release; if all of them failed, nothing was imported.
  if ((succeeded ?? 0) === 0) return failed(status, `The synchronization of HSS ended, but ${count}`);
  return { kind: 'synchronized', status, message: `The synchronization of HSS ended; ${count}` };
}

function failed(status: string, message: string): Verdict {
  return { kind: 'refused', code: 'scan-task-failed', status, message };
}
