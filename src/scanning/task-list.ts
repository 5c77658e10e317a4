/** The synchronization tasks that HSS lists. */
import type { Dated, Hss, SyncTask } from '../cloud/hss.ts';
import { createPageReader } from '../cloud/pages.ts';
import { PAGE_SIZES, readList } from './read-list.ts';

/** The tasks that HSS gave. */
export interface ListedTasks extends Dated<readonly SyncTask[]> {
  /** False where HSS says that there are more, which may be tasks of this request. */
  readonly isComplete: boolean;
}

/** Reads the tasks. One list serves a whole synchronization, because it remembers which size of a page works. */
export interface TaskList {
  /** Those on the first pages, with the time of the last reply. Undefined where the region does not have the list. */
  read(): Promise<ListedTasks | undefined>;
}

/** As many tasks as one page of the largest size has, also where HSS gives smaller ones. */
const MAX_TASKS = 200;

/** The list of the region that `hss` is in. */
export function createTaskList(hss: Pick<Hss, 'syncTasks'>): TaskList {
  const pageAt = createPageReader(PAGE_SIZES, (page) => hss.syncTasks(page));
  return {
    async read() {
      const list = await readList(pageAt, MAX_TASKS);
      if (list === undefined) return undefined;
      const { pages, isComplete } = list;
      return { value: pages.flatMap(({ tasks }) => tasks), dateMs: pages.at(-1)?.dateMs, isComplete };
    },
  };
}
