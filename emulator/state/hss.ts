import { uuidOf } from '../digest.ts';
import { anyText, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** How a synchronization task ends, as a seed says. `stuck` runs for ever; with `none` no task is created. */
const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'] as const;

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
}

const FINAL_STATUS = { success: 100, partial: 100, error: -3, timeout: -2, stopped: -1, stuck: 99, none: 100 } as const;

/** `task_status` at a time: 0 to 99 progress, 100 finished, -1 stopped, -2 timeout, -3 error. HSS, "Querying Image Tasks". */
export function taskStatusAt(task: HssTask, now: number): number {
  if (now >= task.endsAt) return FINAL_STATUS[task.outcome];
  if (!Number.isFinite(task.endsAt)) return 42;
  return Math.min(99, Math.floor((100 * (now - task.beginsAt)) / (task.endsAt - task.beginsAt)));
}

/** Creates a task from an entry of `pastTasks` in a seed. The id is derived from `word`. */
export function createPastTask(seed: Read<typeof pastTaskSeed>, word: string, now: number): HssTask {
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
  };
}
