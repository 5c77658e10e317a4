/** What the synchronization tasks of HSS mean that may be those of a request. */
import type { FailedImage, SyncTask } from '../cloud/hss.ts';
import { isOk, type Verdict } from '../engine/verdict.ts';
import type { CandidateTask } from './own-tasks.ts';

/**
 * Which of the tasks is ours is unknown, so all must have succeeded, and one that has not decides.
 * @returns undefined while one of them is running, and where none has begun since the request
 */
export function judgeTasks(tasks: readonly CandidateTask[]): Verdict | undefined {
  const verdicts = tasks.map(judgeTask);
  const failed = verdicts.find((verdict) => verdict !== undefined && !isOk(verdict));
  return failed ?? (verdicts.includes(undefined) ? undefined : verdicts[tasks.findIndex((task) => task.beganSince)]);
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
  const failure = task.status === undefined ? undefined : FAILED.get(task.status);
  const reason = task.reason ? `: ${task.reason}` : '';
  if (failure !== undefined) return taskFailed(`The synchronization of HSS ${failure}${reason}.`, status);
  if (task.status !== 100) return undefined;
  const given = [task.total, task.succeeded, task.failed].filter((count) => count !== undefined);
  const { total: most = Infinity } = task;
  if (given.some((count) => !Number.isInteger(count) || count < 0 || count > most)) return impossible(task, status);
  const failed = failedCountOf(task);
  const { total = (task.succeeded ?? 0) + failed } = task;
  // One image that HSS cannot read must not fail every release.
  if (failed > 0) {
    if (total <= failed)
      return taskFailed(`The synchronization of HSS ended, but ${failed} of ${total} images failed${reason}.`, status);
    const message = `The synchronization of HSS ended; ${failed} of ${total} images failed${reason}.`;
    return { kind: 'synchronized', status, message };
  }
  if (total > 0 || isUncounted(task)) {
    if (reason === '') return { kind: 'synchronized', status };
    const message = `The synchronization of HSS ended, and has a reason for a failure${reason}.`;
    return isImportCounted(task) ? { kind: 'synchronized', status, message } : taskFailed(message, status);
  }
  const cause = 'May its agency read SWR (SWROperatePolicy), and are there images of this image-type?';
  return taskFailed(`The synchronization of HSS ended without importing a single image${reason}. ${cause}`, status);
}

/** Whether HSS says neither how many images there were nor how many it imported. */
function isUncounted({ total, succeeded }: SyncTask): boolean {
  return total === undefined && succeeded === undefined;
}

/** Whether HSS says how many images it imported, in one way or the other. A total alone says only how many there were. */
function isImportCounted({ total, succeeded, failed }: SyncTask): boolean {
  return succeeded !== undefined || (total !== undefined && failed !== undefined);
}

/**
 * How many images a task did not import. Where the counts contradict each other, this is the largest number that one of them
 * allows: those that HSS counts as failed, names as failed, or has not counted as imported.
 */
export function failedCountOf({ total, succeeded, failed = 0, failedImages }: SyncTask): number {
  const uncounted = total === undefined || succeeded === undefined ? 0 : total - succeeded;
  return Math.max(failed, uncounted, failedImages.length);
}

/** The verdict for a task whose counts cannot be those of images: what it imported is unknown. */
function impossible({ total, succeeded, failed }: SyncTask, status: string): Verdict {
  const counts = Object.entries({ total_num: total, success_num: succeeded, failed_num: failed }).flatMap(
    ([name, count]) => (count === undefined ? [] : [`${name}: ${Number.isNaN(count) ? 'not a number' : count}`]),
  );
  const message = `The synchronization of HSS ended with counts that cannot be right (${counts.join(', ')}), so what it imported is unknown.`;
  return { kind: 'unavailable', code: 'reply-invalid', status, message };
}

/** The verdict for a synchronization that HSS reports as failed, or for an image that it could not import. */
export function taskFailed(message: string, status?: string): Verdict {
  return { kind: 'refused', code: 'scan-task-failed', ...(status === undefined ? {} : { status }), message };
}

/** The state of the tasks, for the log. */
export function describeTasks(tasks: readonly CandidateTask[]): string {
  if (tasks.length === 0) return 'no task of this synchronization';
  return tasks
    .map(({ status = 'unreadable', beganSince }) => {
      const state = typeof status === 'number' && status >= 0 ? `task ${status} % done` : `task status ${status}`;
      return beganSince ? state : `${state} (its times do not say that it began after the request)`;
    })
    .join(', ');
}

const MAX_NAMED = 5;

/** One sentence about the images that tasks could not import; undefined where there are none. */
export function describeFailedImages(
  region: string,
  tasks: readonly SyncTask[],
  isOwn: (image: FailedImage) => boolean,
): string | undefined {
  // The verdict of an item has the reason of a task that failed as a whole.
  const ended = tasks.filter((task) => judgeTask(task)?.kind === 'synchronized');
  const images = new Map<string, FailedImage>();
  for (const image of ended.flatMap((task) => task.failedImages)) images.set(fullNameOf(image), image);
  const others = [...images].filter(([, image]) => !isOwn(image));
  const unnamed = Math.max(0, ...ended.map((task) => failedCountOf(task) - task.failedImages.length));
  const count = others.length + unnamed;
  if (count === 0) return undefined;
  const named = others
    .slice(0, MAX_NAMED)
    .map(([name, { reason }]) => (reason === undefined ? name : `${name} (${reason})`));
  const rest = count - named.length;
  const more = rest === 0 ? [] : [named.length === 0 ? 'which it does not name' : `${rest} more`];
  const what = count === 1 ? '1 image' : `${count} images`;
  return `HSS in ${region} could not import ${what} from SWR: ${[...named, ...more].join(', ')}.`;
}

function fullNameOf({ namespace, name, tag }: FailedImage): string {
  const place = namespace === '' || name.startsWith(`${namespace}/`) ? name : `${namespace}/${name}`;
  return `${place}:${tag}`;
}
