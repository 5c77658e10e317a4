/** Synchronization tasks and lists of HSS, as src/cloud reads them. */
import type { Dated, HssTaskPage, ListedImage, SyncTask } from '../../src/cloud/hss.ts';

/** A task of which HSS says nothing but this. */
export function syncTask(more: Partial<SyncTask> = {}): SyncTask {
  return {
    id: 't',
    status: 100,
    beganAtMs: undefined,
    endedAtMs: undefined,
    total: undefined,
    succeeded: undefined,
    failed: undefined,
    reason: undefined,
    failedImages: [],
    ...more,
  };
}

/** A reply, with the service's time where there is one. */
export function dated<T>(value: T, dateMs?: number): Dated<T> {
  return { value, dateMs };
}

/** The only page of a list with these tasks, with the service's time where there is one. */
export function taskPage(tasks: readonly SyncTask[], dateMs?: number): HssTaskPage & { dateMs: number | undefined } {
  return { tasks, length: tasks.length, total: tasks.length, dateMs };
}

/** `team/app/api:v1`, or what differs from it. */
export function listedImage(more: Partial<ListedImage> = {}): ListedImage {
  return {
    namespace: 'team',
    name: 'app/api',
    tag: 'v1',
    registryType: undefined,
    imageType: undefined,
    digest: undefined,
    isMultiArch: false,
    ...more,
  };
}
