import { anyText, either, flag, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** What a synchronization task is destined for; `none` leaves no task behind. */
export const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'] as const;

/** A refusal of the synchronize call; inside a 200 unless it says otherwise. */
const refusal = object({
  status: optional(integer(200, 599)),
  error_code: either(integer(), text()),
  error_description: optional(anyText),
});

/** A task that existed before the emulator began; it never changes. */
const pastTask = object({
  secondsAgo: number(),
  seconds: optional(number()),
  taskType: optional(oneOf('manualSync', 'autoSync')),
  outcome: optional(oneOf(...TASK_OUTCOMES)),
  enterpriseProject: optional(text()),
});

/** How HSS behaves in a region. */
export const hssSeed = object({
  synchronize: optional(either(oneOf('ok', 'gone-404', 'gone-410'), refusal)),
  tasks: optional(flag),
  createTask: optional(flag),
  registries: optional(flag),
  taskSeconds: optional(number()),
  outcome: optional(oneOf(...TASK_OUTCOMES)),
  failedReason: optional(anyText),
  pastTasks: optional(list(pastTask)),
});

/** How HSS behaves in a region, with the defaults. */
export interface HssSettings {
  readonly synchronize: 'ok' | 'gone-404' | 'gone-410' | Read<typeof refusal>;
  /** Whether the region has GET /image/tasks, POST /image/image-sync/tasks, GET /image/registries. */
  readonly tasks: boolean;
  readonly createTask: boolean;
  readonly registries: boolean;
  readonly taskSeconds: number;
  readonly outcome: (typeof TASK_OUTCOMES)[number];
  readonly failedReason: string;
}

/** The settings of a region's seed, with the defaults. */
export function hssSettings(seed: Read<typeof hssSeed> | undefined): HssSettings {
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
