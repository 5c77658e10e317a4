import { anyText, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** How a synchronization task ends, as a seed says. `stuck` runs for ever; with `none` no task is created. */
export const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'] as const;

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
export const pastTaskSeed = object({
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
