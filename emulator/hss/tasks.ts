import { uuidOf } from '../digest.ts';
import type { TASK_OUTCOMES } from './seed.ts';

/** A synchronization of the image list. Its progress is derived from the time. */
export interface HssTask {
  readonly id: string;
  readonly taskType: 'manualSync' | 'autoSync';
  readonly imageType: string;
  readonly enterpriseProject: string;
  readonly beginsAt: number;
  /** Infinity for a task that never ends. */
  readonly endsAt: number;
  readonly outcome: (typeof TASK_OUTCOMES)[number];
}

const FINAL = { success: 100, partial: 100, error: -3, timeout: -2, stopped: -1, stuck: 99, none: 100 } as const;

/** 100 finished, 0 to 99 progress, -1 stopped, -2 timeout, -3 error. HSS, "Querying Image Tasks". */
export function taskStatusAt(task: HssTask, now: number): number {
  if (now >= task.endsAt) return FINAL[task.outcome];
  if (!Number.isFinite(task.endsAt)) return 42;
  return Math.min(99, Math.floor((100 * (now - task.beginsAt)) / (task.endsAt - task.beginsAt)));
}

/** A task made from a seed's `pastTasks` entry. */
export function taskOf(
  seed: {
    readonly secondsAgo: number;
    readonly seconds?: number | undefined;
    readonly taskType?: HssTask['taskType'] | undefined;
    readonly outcome?: HssTask['outcome'] | undefined;
    readonly enterpriseProject?: string | undefined;
  },
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
  };
}
