import { uuidOf } from '../digest.ts';
import type { Organizations } from './repositories.ts';
import { anyText, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** How a synchronization task ends, as a seed says. `stuck` runs for ever; with `none` no task is created. */
const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'] as const;

/** Which lists of images a region has: GET /image/swr-repository is the older one, GET /image/registries/images the newer one. */
const IMAGE_LISTS = ['both', 'older', 'newer', 'none'] as const;
/** Whether `image_name` of the lists begins with the organization. */
const IMAGE_NAMES = ['without-organization', 'with-organization'] as const;
/** How `begin_time` of a task is written; documented in milliseconds. */
const BEGIN_TIMES = ['milliseconds', 'seconds', 'text', 'none'] as const;

/** An error reply of the synchronize call, with status 200 unless the seed gives one. */
const synchronizeError = object({
  status: optional(integer(200, 599)),
  error_code: either(integer(), text()),
  error_description: optional(anyText),
});

/** A task that existed before the emulator started. */
const pastTaskSeed = object({
  secondsAgo: number(),
  seconds: optional(number()),
  taskType: optional(oneOf('manualSync', 'autoSync')),
  outcome: optional(oneOf(...TASK_OUTCOMES)),
  enterpriseProject: optional(text()),
});

/** `hss` of a region's seed. */
export const hssSeed = object({
  synchronize: optional(either(oneOf('ok', 'gone-404', 'gone-410'), synchronizeError)),
  tasks: optional(flag),
  createTask: optional(flag),
  registries: optional(flag),
  taskSeconds: optional(number()),
  outcome: optional(oneOf(...TASK_OUTCOMES)),
  failedReason: optional(anyText),
  failedImages: optional(list(text())),
  imageLists: optional(oneOf(...IMAGE_LISTS)),
  imageNames: optional(oneOf(...IMAGE_NAMES)),
  digests: optional(flag),
  multiArch: optional(list(text())),
  imageListSeconds: optional(number()),
  taskListSeconds: optional(number()),
  beginTimes: optional(oneOf(...BEGIN_TIMES)),
  pastTasks: optional(list(pastTaskSeed)),
});

/** How HSS behaves in a region. */
export interface HssSettings {
  /** Reply of the synchronize call; `gone-…`: the region no longer has it, and answers with this status. */
  readonly synchronize: 'ok' | 'gone-404' | 'gone-410' | Read<typeof synchronizeError>;
  /** Whether the region has GET /image/tasks. */
  readonly tasks: boolean;
  /** Whether the region has POST /image/image-sync/tasks. */
  readonly createTask: boolean;
  /** Whether the region has GET /image/registries. */
  readonly registries: boolean;
  /** How long a task takes. */
  readonly taskSeconds: number;
  /** How tasks end. */
  readonly outcome: (typeof TASK_OUTCOMES)[number];
  /** `failed_reason` of tasks and images that failed. */
  readonly failedReason: string;
  /** Tags that no task can import; the first image of all, if a task ends as `partial` and this is empty. */
  readonly failedImages: readonly string[];
  readonly imageLists: (typeof IMAGE_LISTS)[number];
  readonly imageNames: (typeof IMAGE_NAMES)[number];
  /** Whether the lists of images have digests. */
  readonly digests: boolean;
  /** Tags with several platforms: the lists show the digest of one of these. */
  readonly multiArch: readonly string[];
  /** How long after the end of a task the lists show what it has imported. */
  readonly imageListSeconds: number;
  /** How long after its begin a task is listed. */
  readonly taskListSeconds: number;
  readonly beginTimes: (typeof BEGIN_TIMES)[number];
}

/** Reads the settings from a region's seed and adds the defaults. */
export function createHssSettings(seed: Read<typeof hssSeed> | undefined): HssSettings {
  return {
    synchronize: seed?.synchronize ?? 'ok',
    tasks: seed?.tasks ?? true,
    createTask: seed?.createTask ?? true,
    registries: seed?.registries ?? true,
    taskSeconds: seed?.taskSeconds ?? 2,
    outcome: seed?.outcome ?? 'success',
    failedReason: seed?.failedReason ?? 'access_swr_failed',
    failedImages: seed?.failedImages ?? [],
    imageLists: seed?.imageLists ?? 'both',
    imageNames: seed?.imageNames ?? 'without-organization',
    digests: seed?.digests ?? true,
    multiArch: seed?.multiArch ?? [],
    imageListSeconds: seed?.imageListSeconds ?? 0,
    taskListSeconds: seed?.taskListSeconds ?? 0,
    beginTimes: seed?.beginTimes ?? 'milliseconds',
  };
}

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
