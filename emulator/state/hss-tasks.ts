import { uuidOf } from '../digest.ts';
import type { Read } from '../reader.ts';
import type { HssSettings, pastTaskSeed, TASK_OUTCOMES } from './hss.ts';
import type { Organizations } from './repositories.ts';

/** A synchronization of the image list. Its progress follows from the time. Times are epoch milliseconds of the server. */
export interface HssTask {
  readonly id: string;
  readonly taskType: 'manualSync' | 'autoSync';
  /** `image_type` of the request. */
  readonly imageType: string;
  /** Id of the enterprise project that started it; `0` is the default one. */
  readonly enterpriseProject: string;
  readonly beginsAt: number;
  /** Infinity for a task that never ends. */
  readonly endsAt: number;
  readonly outcome: (typeof TASK_OUTCOMES)[number];
  /** What SWR had when the task began, and so what it imports. */
  readonly images: readonly HssImage[];
}

const FINAL_STATUS = { success: 100, partial: 100, error: -3, timeout: -2, stopped: -1, stuck: 99, none: 100 } as const;

/** `task_status` at a time: 0 to 99 progress, 100 finished, -1 stopped, -2 timeout, -3 error. HSS, "Querying Image Tasks". */
export function taskStatusAt(task: HssTask, now: number): number {
  if (now >= task.endsAt) return FINAL_STATUS[task.outcome];
  if (!Number.isFinite(task.endsAt)) return 42;
  return Math.min(99, Math.floor((100 * (now - task.beginsAt)) / (task.endsAt - task.beginsAt)));
}

/** Creates a task from an entry of `pastTasks` in a seed, which imported what SWR has at the start. The id is derived from `word`. */
export function createPastTask(
  seed: Read<typeof pastTaskSeed>,
  images: readonly HssImage[],
  word: string,
  now: number,
): HssTask {
  const beginsAt = now - seed.secondsAgo * 1000;
  const outcome = seed.outcome ?? 'success';
  return {
    id: uuidOf(word),
    taskType: seed.taskType ?? 'autoSync',
    imageType: 'private_image',
    enterpriseProject: seed.enterpriseProject ?? '0',
    beginsAt,
    endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : beginsAt + (seed.seconds ?? 5) * 1000,
    outcome,
    images,
  };
}

/** An image of SWR, as HSS knows it. */
export interface HssImage {
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** An image that HSS lists. */
export interface ImportedImage extends HssImage {
  readonly imageType: string;
  readonly enterpriseProject: string;
  /** The end of the task that imported it. */
  readonly syncedAt: number;
}

/** The images that HSS can import: all tags of the region's SWR. */
export function imagesOf(organizations: Organizations): readonly HssImage[] {
  return [...organizations].flatMap(([namespace, repositories]) =>
    [...repositories].flatMap(([repository, { tags }]) =>
      [...tags].map(([tag, { digest }]) => ({ namespace, repository, tag, digest })),
    ),
  );
}

/** The images that a task cannot import, once it has ended. */
export function failedImagesOf(
  task: HssTask,
  { failedImages }: Pick<HssSettings, 'failedImages'>,
): readonly HssImage[] {
  if (failedImages.length > 0) return task.images.filter(({ tag }) => failedImages.includes(tag));
  return task.outcome === 'partial' ? task.images.slice(0, 1) : [];
}

/** What the tasks have imported by a time: each replaces the list of its type and enterprise project. */
export function importedImagesAt(
  tasks: readonly HssTask[],
  settings: HssSettings,
  now: number,
): readonly ImportedImage[] {
  const shown = now - settings.imageListSeconds * 1000;
  let imported: readonly ImportedImage[] = [];
  for (const task of tasks.toSorted((left, right) => left.endsAt - right.endsAt)) {
    if (task.endsAt > shown || taskStatusAt(task, now) !== 100) continue;
    const { imageType, enterpriseProject, endsAt: syncedAt } = task;
    const failed = failedImagesOf(task, settings);
    const isReplaced = (image: ImportedImage): boolean =>
      image.imageType === imageType &&
      image.enterpriseProject === enterpriseProject &&
      !failed.some((one) => isSameTag(one, image));
    const added = task.images.filter((image) => !failed.includes(image));
    imported = [
      ...imported.filter((image) => !isReplaced(image)),
      ...added.map((image) => ({ ...image, imageType, enterpriseProject, syncedAt })),
    ];
  }
  return imported;
}

function isSameTag(left: HssImage, right: HssImage): boolean {
  return left.namespace === right.namespace && left.repository === right.repository && left.tag === right.tag;
}
